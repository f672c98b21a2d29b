import {
  type Agreement,
  type AgreementEvent,
  type Funding,
  type FundingItem,
  type Lead,
  LEAD_MODES,
  NOTICE_CLAUSES,
  NOTICE_KINDS,
  partiesOf,
  RANKS,
  type Responsibility,
  SIGNATURE_LEVELS,
  type Term,
} from '#domain';
import { asking, type Row } from './asking.js';
import { day, flag, list, maybe, names, object, oneOf, text, whole, words } from './shape.js';

type Type = AgreementEvent['type'];

const lead = object<Lead>({ mode: oneOf(LEAD_MODES), ministries: names });
const term = object<Term>({ from: day, to: maybe(day) });
const share = { party: text, year: whole, bp: maybe(whole), cents: maybe(whole), secured: flag };
const funding = object<Funding>({
  basis: text,
  totalCents: maybe(whole),
  items: list(object<FundingItem>({ ...share, budgetTitle: maybe(text), tbdUntil: maybe(day) })),
});
const responsibilities = list(
  object<Responsibility>({ item: text, text, accountable: maybe(text), contributing: maybe(names) }),
);
const content = {
  ...{ text: maybe(text), funding: maybe(funding), responsibilities: maybe(responsibilities) },
  changeNote: maybe(text),
};
const ofParty = { party: text };
const declaration = { ...ofParty, version: whole };

/** Events that only ever follow from another one of the same command: alone, nobody decided them. */
type Following = 'AgreementConcluded' | 'AgreementAmended' | 'AgreementTerminated' | 'FundingRevisionRequired';

/** The record does not tell who consented to the withdrawal: that is taken as it was said. */
const withdrawing: Row<Agreement> = ([{ data }], state) => {
  const { party } = data as { readonly party?: unknown };
  return typeof party === 'string'
    ? { type: 'WithdrawNotice', data: { party, consents: partiesOf(state) } }
    : undefined;
};

/** By the type of the first event of a command, what was asked for. A type that is in neither does not compile. */
export const askedOfAgreement: {
  readonly [T in Exclude<Type, Following>]: Row<Agreement>;
} = {
  AgreementDrafted: asking('DraftAgreement', {
    ...{ title: text, parties: names, purpose: text, office: maybe(text), continuation: flag },
    ...{ text, funding, responsibilities, lead, term, vision: maybe(text), classification: maybe(text) },
    notice: object({ months: whole, to: oneOf(NOTICE_CLAUSES) }),
  }),
  AgreementRevised: asking('ReviseAgreement', { ...content, lead: maybe(lead), vision: maybe(text) }),
  AgreementAbandoned: asking('AbandonAgreement', { reason: words }),
  AgreementPartyConsented: asking('ConsentToAgreement', { ...declaration, textHash: maybe(text) }),
  AgreementPartyRefused: asking('RefuseAgreement', { ...declaration, reason: words }),
  AgreementSigned: asking('SignAgreement', {
    ...{ ...declaration, textHash: maybe(text), level: oneOf(SIGNATURE_LEVELS) },
  }),
  BackingDeclared: asking('DeclareBacking', { ...ofParty, rank: oneOf(RANKS), public: flag, note: maybe(words) }),
  BackingWithdrawn: asking('WithdrawBacking', { ...ofParty, note: maybe(words) }),
  AgreementActivated: asking('ActivateAgreement', { inForceFrom: day }),
  AmendmentProposed: asking('ProposeAmendment', { ...content, newParty: maybe(text), term: maybe(term) }),
  TerminationNoticeGiven: asking('GiveNotice', {
    ...{ ...ofParty, kind: oneOf(NOTICE_KINDS), effectiveOn: day, reason: maybe(words) },
  }),
  TerminationNoticeWithdrawn: withdrawing,
  PartyLeft: asking('LeaveAgreement', ofParty),
  AgreementExpired: asking('ExpireAgreement', {}),
  OfficeStaffed: asking('StaffOffice', { posts: list(object({ origin: text, posts: whole })) }),
  MeasurePlanned: asking('PlanMeasure', { measure: text, text, owner: text, due: day }),
  MeasureReported: asking('ReportMeasure', { measure: text, progress: whole, note: maybe(words) }),
  AgreementReviewed: asking('ReviewAgreement', { findings: maybe(words), nextReviewOn: maybe(day) }),
};
