import type { AgreementEventData, AgreementEventType } from './messages.js';
import { isEffective } from './phases.js';
import { type Agreement, missingIn, negotiated, partiesOf } from './state.js';

type Rows = { readonly [T in AgreementEventType]?: (before: Agreement, data: AgreementEventData[T]) => boolean };

/** A version takes over from the one before it what it does not name. */
const hasFormer = ({ versions }: Agreement, { version }: { readonly version: number }): boolean =>
  versions.some(({ no }) => no === version - 1);

const isUnderNotice = ({ notices }: Agreement, { party }: { readonly party: string }): boolean =>
  notices.some((notice) => notice.party === party);

/** The same of an agreement: what an event follows from, where its row would change something without it. */
export const restsInAgreement: Rows = {
  AgreementRevised: hasFormer,
  AgreementConcluded: (before) => missingIn(before, before.consents, negotiated(before)).length === 0,
  AgreementSigned: (before) => before.phase === 'CONCLUDED' || isEffective(before),
  AgreementActivated: ({ phase }) => phase === 'SIGNED',
  BackingWithdrawn: ({ backings }, { party }) => Object.hasOwn(backings, party),
  AmendmentProposed: (before, data) => isEffective(before) && hasFormer(before, data),
  AgreementAmended: (before) => missingIn(before, before.signatures, negotiated(before)).length === 0,
  TerminationNoticeGiven: (before, { party }) => isEffective(before) && partiesOf(before).includes(party),
  TerminationNoticeWithdrawn: isUnderNotice,
  PartyLeft: isUnderNotice,
  AgreementExpired: isEffective,
  AgreementReviewed: isEffective,
};
