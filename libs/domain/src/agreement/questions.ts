import type { Visible } from '../classification.js';
import { listed } from '../codes.js';
import type { Erasable } from '../decider.js';
import { present } from '../present.js';
import type { Day } from '../time.js';
import type { Content } from './content.js';
import {
  type Agreement,
  type AgreementVersion,
  declaredOn,
  negotiated,
  type Notice,
  termEnd,
  versionOf,
} from './state.js';
import type { AgreementPhase, SignatureLevel } from './vocabulary.js';

/** Parties past and present, and who would accede: all of them have a share in what it says. */
export const agreementVisibility = ({ classification, memberships, versions }: Agreement): Visible => ({
  classification,
  houses: listed([...memberships.map(({ party }) => party), ...versions.flatMap(({ newParty }) => newParty ?? [])]),
});

/** What is to be looked at, though it undoes nothing: R26, and work that a party left behind. */
function marksOf(state: Agreement, { responsibilities }: Content, parties: readonly string[]): readonly string[] {
  const isWithdrawn = parties.some((party) => state.backings[party]?.withdrawn);
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

/** Who is a party on the day, as far as is known now: a notice counts unless it is withdrawn. Without a day: now. */
function partiesOn({ memberships, notices }: Agreement, day?: Day): readonly string[] {
  const lastDay = (party: string) => notices.find((notice) => notice.party === party)?.effectiveOn;
  return memberships.flatMap(({ party, from, until }) => {
    if (day === undefined) return until === undefined ? [party] : [];
    const last = until ?? lastDay(party);
    return (from === undefined || from <= day) && (last === undefined || day <= last) ? [party] : [];
  });
}

/** The version in force on the day; of a day before entry into force the first one, before any entry the latest. */
function versionOn(state: Agreement, day: Day): AgreementVersion {
  const entered = state.inForce.findLast(({ from }) => from <= day) ?? state.inForce[0];
  return versionOf(state, entered?.version ?? state.current);
}

/** Day on which the notices that are given end the agreement for all: without continuation, or with one party left (R25). */
function noticeEnd({ continuation, notices, memberships }: Agreement): Day | undefined {
  const present = memberships.filter(({ until }) => until === undefined).length;
  const days = notices.map(({ effectiveOn }) => effectiveOn).toSorted();
  return days[continuation ? Math.max(present - 2, 0) : 0];
}

/** Whether it has effect on the day, as far as is known now. */
function isInForceOn(state: Agreement, day: Day): boolean {
  const { endedOn, inForce } = state;
  const [first] = inForce;
  const ends = endedOn === undefined ? [termEnd(state), noticeEnd(state)] : [endedOn];
  return first !== undefined && first.from <= day && ends.every((last) => last === undefined || day <= last);
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
