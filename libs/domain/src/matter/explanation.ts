import type { Condition, Outcome, Tally } from '../counting/ballot.js';
import type { Erasable } from '../decider.js';
import { eventsOf, type ExplainedBook, explainedBook, type Grounds } from '../grounds.js';
import { present } from '../present.js';
import type { LegalBasis } from '../rulebook/content.js';
import type { Instant } from '../time.js';
import { effectiveVote } from './ballot.js';
import type { MatterEvent } from './events.js';
import { bookName } from './questions.js';
import {
  cabinetIn,
  decisionIn,
  type ExplainedCabinet,
  type ExplainedDecision,
  type ExplainedFinal,
  type ExplainedLevel,
  finalIn,
  levelsIn,
} from './explained.js';
import type { Round } from './round-state.js';
import { versionOf } from './rows.js';
import type { Matter } from './state.js';
import type { Origin, Phase } from './vocabulary.js';

/** Position per eligible seat, the reason where one was given, and the revision of the record it rests on. */
interface ExplainedPosition {
  readonly seat: string;
  readonly value: string;
  readonly reason?: Erasable;
  readonly revision?: number;
  /** Of a seat whose silence is consent, the record that proves the delivery to it (R7). */
  readonly delivered?: number;
}

/**
 * Answer to "explain": why the result is what it is. Every `revision` is that of the record, in the stream of the matter,
 * behind the fact it stands beside. `reasoning` are the conditions of the counting rule, met or short by how much.
 */
export interface Explanation {
  readonly matter: string;
  readonly phase: Phase;
  readonly outcome?: Outcome;
  readonly origin?: Origin;
  readonly rule?: string;
  readonly ruleBook?: string;
  readonly book?: ExplainedBook;
  readonly legalBasis?: LegalBasis;
  readonly grant?: string;
  readonly deemed: readonly string[];
  readonly dissenting: readonly string[];
  readonly answered: readonly string[];
  readonly corrections: readonly string[];
  /** The approved corrections with the record of the approval. */
  readonly corrected: readonly { readonly correction: string; readonly revision: number }[];
  readonly round?: string;
  /** Opening of the round, which fixes electorate and rule. */
  readonly roundRevision?: number;
  /** The version voted on; what was decided in the end may be another one, see `decision`. */
  readonly version?: { readonly no: number; readonly textHash: string; readonly revision: number };
  readonly tally?: Tally;
  readonly reasoning: readonly Condition[];
  readonly positions: readonly ExplainedPosition[];
  /** Revision of the established result. */
  readonly revision?: number;
  readonly levels: readonly ExplainedLevel[];
  /** Record by which the ladder was exhausted. */
  readonly exhausted?: { readonly revision: number };
  readonly finalDecision?: ExplainedFinal;
  readonly cabinet?: ExplainedCabinet;
  readonly decision?: ExplainedDecision;
}

type Known = Grounds<MatterEvent>;

function positionsOf(round: Round, known: Known): Explanation['positions'] {
  const proofs = eventsOf(known)('DeliveryProven').filter(({ data }) => data.round === round.id);
  return round.eligible.map((seat) => {
    const vote = effectiveVote(round, seat);
    const isDeemed = round.result?.deemed.includes(seat) ?? false;
    const delivered = isDeemed ? proofs.find(({ data: { seats } }) => seats.includes(seat))?.entry.revision : undefined;
    const value = vote?.value ?? (isDeemed ? 'DEEMED' : 'SILENT');
    return { seat, value, ...present({ reason: vote?.reason, revision: vote?.revision, delivered }) };
  });
}

const NO_RESULT = { deemed: [], objections: [], reasoning: [] };

/** What the last established ballot says. */
function ballotIn(state: Matter, round: Round | undefined) {
  if (!round?.result) return {};
  const { outcome, rule, tally, revision } = round.result;
  const { no, textHash, revision: introduced } = versionOf(state, round.version);
  const version = { no, textHash, revision: introduced };
  return { outcome, rule, tally, revision, round: round.id, roundRevision: round.revision, version };
}

function bookIn({ ruleBook }: Matter, known: Known): ExplainedBook | undefined {
  const opened = eventsOf(known)('ProcedureOpened').at(-1);
  return ruleBook && opened && explainedBook(known, ruleBook, opened.entry.revision);
}

const correctedIn = ({ corrections }: Matter, known: Known): Explanation['corrected'] =>
  eventsOf(known)('CorrectionApproved')
    .filter(({ data }) => corrections[data.correction]?.status === 'APPROVED')
    .map(({ data: { correction }, entry: { revision } }) => ({ correction, revision }));

/** A new result begins the ladder anew, so that an earlier exhaustion is over. */
function exhaustedIn({ levels }: Matter, known: Known): Explanation['exhausted'] {
  const exhausted = levels.length === 0 ? undefined : eventsOf(known)('EscalationExhausted').at(-1);
  return exhausted && { revision: exhausted.entry.revision };
}

/** The explanation of a matter as it stands at the instant; `known` are the records that led there. */
export function explanationOf(state: Matter, known: Known, now: Instant): Explanation {
  const round = state.rounds.findLast((candidate) => candidate.result !== undefined);
  const { deemed, objections, reasoning } = round?.result ?? NO_RESULT;
  const { ruling, phase, id: matter } = state;
  const decision = decisionIn(state, known, now);
  const { legalBasis, grant, answered = [] } = ruling ?? {};
  return {
    ...{ matter, phase, deemed, reasoning, answered },
    dissenting: decision?.dissenting ?? objections,
    corrections: Object.keys(state.corrections).filter((id) => state.corrections[id]?.status === 'APPROVED'),
    corrected: correctedIn(state, known),
    positions: round ? positionsOf(round, known) : [],
    levels: levelsIn(state, known),
    ...present({ origin: decision?.origin, ruleBook: bookName(state.ruleBook), legalBasis, grant }),
    ...present({
      book: bookIn(state, known),
      exhausted: exhaustedIn(state, known),
      finalDecision: finalIn(state, known),
      cabinet: cabinetIn(known),
      decision,
    }),
    ...ballotIn(state, round),
  };
}
