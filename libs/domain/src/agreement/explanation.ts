import type { Rank } from '../actor.js';
import { eventsOf, type ExplainedBook, explainedBook, type Grounds } from '../grounds.js';
import { present } from '../present.js';
import type { Day, Instant } from '../time.js';
import type { AgreementEvent } from './messages.js';
import { type AgreementAnswer, agreementOn } from './questions.js';
import { type Agreement, versionOf } from './state.js';
import type { NoticeKind, SignatureLevel } from './vocabulary.js';

type Known = Grounds<AgreementEvent>;

/** Express consent of every party to the same version (R21); rule books can name no other rule for agreements. */
const RULE = 'all-parties-consent@1';

/** A declaration of a house with the record it is. */
interface Declared {
  readonly revision: number;
  readonly party: string;
  readonly version: number;
  readonly what: 'AgreementPartyConsented' | 'AgreementPartyRefused' | 'AgreementSigned';
  readonly rank: Rank;
  readonly level?: SignatureLevel;
}

interface Given {
  readonly party: string;
  readonly kind: NoticeKind;
  readonly effectiveOn: Day;
  readonly receivedAt: Instant;
  readonly revision: number;
  /** Record by which it was taken back. */
  readonly withdrawn?: number;
}

/**
 * Answer to "explain" of an agreement: what binds whom, by which rule and which records. Every `revision` is that of the
 * record, in the stream of the agreement, behind the fact it stands beside.
 */
export interface AgreementExplanation extends AgreementAnswer {
  readonly rule: string;
  /** Rule books that consent, signature and entry into force were declared under. */
  readonly books: readonly ExplainedBook[];
  /** Record that introduced the version shown. */
  readonly versionRevision: number;
  /** On the version shown and on one that is proposed, in the order of recording. */
  readonly declarations: readonly Declared[];
  readonly backed: readonly { readonly party: string; readonly withdrawn: boolean; readonly revision: number }[];
  /** Entry into force of the version shown. */
  readonly entry?: { readonly version: number; readonly from: Day; readonly revision: number };
  /** Every notice that was given, whatever came of it. */
  readonly noticesGiven: readonly Given[];
  readonly departures: readonly {
    readonly party: string;
    readonly on: Day;
    readonly remaining: readonly string[];
    readonly revision: number;
  }[];
  /** Records of departures that left a share open, in basis points. */
  readonly reductions: readonly { readonly openShareBp: number; readonly revision: number }[];
  readonly end?: { readonly what: string; readonly on?: Day; readonly revision: number };
}

const DECLARING: readonly string[] = ['AgreementPartyConsented', 'AgreementPartyRefused', 'AgreementSigned'];

const isDeclaration = (
  event: Known['events'][number],
): event is Extract<Known['events'][number], { readonly type: Declared['what'] }> => DECLARING.includes(event.type);

const declaredIn = ({ events }: Known, versions: readonly (number | undefined)[]): readonly Declared[] =>
  events.filter(isDeclaration).flatMap(({ type: what, data, entry: { revision } }) => {
    const { party, version, rank } = data;
    const level = 'level' in data ? data.level : undefined;
    return versions.includes(version) ? [{ revision, party, version, what, rank, ...present({ level }) }] : [];
  });

function entryIn(known: Known, no: number): AgreementExplanation['entry'] {
  const of = eventsOf(known);
  const found = [...of('AgreementActivated'), ...of('AgreementAmended')].find(({ data }) => data.version === no);
  return found && { version: no, from: found.data.inForceFrom, revision: found.entry.revision };
}

/** Rule books of the records, each with the first of them. */
function booksIn(known: Known, revisions: readonly number[]): readonly ExplainedBook[] {
  const found = new Map<string, ExplainedBook>();
  for (const revision of revisions) {
    const named = known.ruleBookAt(revision);
    const name = named && `${named.id}@${named.version}`;
    if (named && name !== undefined && !found.has(name)) found.set(name, explainedBook(known, named, revision));
  }
  return [...found.values()];
}

/** A party has at most one notice; the later takes the place of the earlier, and both fall with a withdrawal. */
function noticesIn(known: Known): readonly Given[] {
  const of = eventsOf(known);
  const takenBack = of('TerminationNoticeWithdrawn');
  return of('TerminationNoticeGiven').map(({ data: { party, kind, effectiveOn, receivedAt }, entry: { revision } }) => {
    const withdrawn = takenBack.find(({ data, entry }) => data.party === party && entry.revision > revision);
    const given = { party, kind, effectiveOn, receivedAt, revision };
    return { ...given, ...present({ withdrawn: withdrawn?.entry.revision }) };
  });
}

/** The last declaration of each house on its backing. */
function backedIn({ backings }: Agreement, known: Known): AgreementExplanation['backed'] {
  const of = eventsOf(known);
  return Object.entries(backings).flatMap(([party, { withdrawn }]) => {
    const records = withdrawn ? of('BackingWithdrawn') : of('BackingDeclared');
    const last = records.findLast(({ data }) => data.party === party);
    return last ? [{ party, withdrawn, revision: last.entry.revision }] : [];
  });
}

function endIn(known: Known): AgreementExplanation['end'] {
  const of = eventsOf(known);
  const [over] = [...of('AgreementTerminated'), ...of('AgreementExpired')];
  if (over) return { what: over.type, on: over.data.on, revision: over.entry.revision };
  const [abandoned] = of('AgreementAbandoned');
  return abandoned && { what: abandoned.type, revision: abandoned.entry.revision };
}

/** The explanation of an agreement on a day; `known` are the records that led there. */
export function agreementExplanationOf(state: Agreement, today: Day, known: Known): AgreementExplanation {
  const answer = agreementOn(state, today);
  const of = eventsOf(known);
  const declarations = declaredIn(known, [answer.version, state.proposed]);
  const entry = entryIn(known, answer.version);
  const binding = [...declarations.map(({ revision }) => revision), ...(entry ? [entry.revision] : [])];
  return {
    ...{ ...answer, rule: RULE, books: booksIn(known, binding), declarations },
    versionRevision: versionOf(state, answer.version).revision,
    backed: backedIn(state, known),
    noticesGiven: noticesIn(known),
    departures: of('PartyLeft').map(({ data, entry: { revision } }) => ({ ...data, revision })),
    reductions: of('FundingRevisionRequired').map(({ data, entry: { revision } }) => ({ ...data, revision })),
    ...present({ entry, end: endIn(known) }),
  };
}
