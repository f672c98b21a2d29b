import type { Visible } from '../classification.js';
import { listed, own } from '../codes.js';
import type { Erasable } from '../decider.js';
import { present } from '../present.js';
import type { Day } from '../time.js';
import type { Content } from './content.js';
import { isInForceOn, partiesOn, versionOn } from './days.js';
import { type Agreement, declaredOn, negotiated, type Notice, versionOf } from './state.js';
import type { AgreementPhase, SignatureLevel } from './vocabulary.js';

/** Parties past and present, and who would accede: all of them have a share in what it says. */
export const agreementVisibility = ({ classification, memberships, versions }: Agreement): Visible => ({
  classification,
  houses: listed([...memberships.map(({ party }) => party), ...versions.flatMap(({ newParty }) => newParty ?? [])]),
});

/** What is to be looked at, though it undoes nothing: R26, and work that a party left behind. */
function marksOf(state: Agreement, { responsibilities }: Content, parties: readonly string[]): readonly string[] {
  const isWithdrawn = parties.some((party) => own(state.backings, party)?.withdrawn);
  const isAbandoned = responsibilities.some(({ accountable }) => accountable && !parties.includes(accountable));
  return [
    ...(isWithdrawn ? ['BACKING_WITHDRAWN'] : []),
    ...(isAbandoned && state.inForce.length > 0 ? ['ACCOUNTABLE_LEFT'] : []),
  ];
}

/** Answer to "status" of an agreement. Source: cases, Questions. */
export interface AgreementStatus {
  readonly agreement: string;
  readonly title: string;
  readonly phase: AgreementPhase;
  /** In force; before entry into force the latest. */
  readonly version: number;
  /** Version of an amendment in negotiation. */
  readonly proposed?: number;
  readonly classification: string;
  readonly marks: readonly string[];
}

export function agreementStatusOf(state: Agreement): AgreementStatus {
  const { id: agreement, title, phase, current: version, proposed, classification } = state;
  const marks = marksOf(state, versionOf(state, version), partiesOn(state));
  return { ...{ agreement, title, phase, version, classification, marks }, ...present({ proposed }) };
}

/** Answer to "agreement": what stands in it on a day, and what is under way. Source: cases, Questions. */
export interface AgreementAnswer extends AgreementStatus {
  readonly inForce: boolean;
  readonly inForceFrom?: Day;
  readonly endedOn?: Day;
  readonly purpose: string;
  readonly office?: string;
  readonly parties: readonly string[];
  readonly text: string;
  readonly textHash: string;
  readonly contentHash: string;
  readonly vision?: string;
  readonly lead: Content['lead'];
  readonly term: Content['term'];
  readonly funding: Content['funding'];
  readonly responsibilities: Content['responsibilities'];
  /** Who has consented, refused, signed: of the proposed version if there is one, otherwise of the version shown. */
  readonly consents: readonly string[];
  readonly refusals: readonly { readonly party: string; readonly reason: Erasable }[];
  readonly signatures: readonly string[];
  readonly signatureLevels: readonly { readonly party: string; readonly level: SignatureLevel }[];
  readonly backings: readonly { readonly party: string; readonly rank: string; readonly withdrawn: boolean }[];
  readonly noticeClause: Agreement['notice'];
  readonly continuation: boolean;
  readonly notices: readonly Notice[];
  readonly staff: Agreement['staff'];
  readonly measures: Agreement['measures'];
  readonly reviewOn?: Day;
}

/** Declarations on one version. */
function declarationsOn({ consents, refusals, signatures }: Agreement, no: number) {
  const signed = signatures.filter(({ version }) => version === no);
  return {
    consents: declaredOn(consents, no),
    refusals: refusals.flatMap(({ party, version, reason }) => (version === no ? [{ party, reason }] : [])),
    signatures: declaredOn(signed, no),
    signatureLevels: signed.map(({ party, level }) => ({ party, level })),
  };
}

/** `today` is the day the answer is given for unless `on` names another. */
export function agreementOn(state: Agreement, today: Day, on?: Day): AgreementAnswer {
  const day = on ?? today;
  const shown = versionOn(state, day);
  const { no, text, textHash, contentHash, vision, lead, term, funding, responsibilities } = shown;
  const { purpose, office, notice, continuation, notices, endedOn, proposed, staff, measures, reviewOn } = state;
  const parties = partiesOn(state, day);
  const backings = Object.entries(state.backings).map(([party, { rank, withdrawn }]) => ({ party, rank, withdrawn }));
  return {
    ...agreementStatusOf(state),
    ...{ version: no, purpose, parties, text, textHash, contentHash, lead, term, funding, responsibilities },
    ...{ inForce: isInForceOn(state, day), backings, continuation, notices, noticeClause: notice, staff, measures },
    ...declarationsOn(state, on === undefined && proposed !== undefined ? negotiated(state).no : no),
    ...present({ inForceFrom: state.inForce[0]?.from, endedOn, office, vision, reviewOn }),
    marks: marksOf(state, shown, parties),
  };
}
