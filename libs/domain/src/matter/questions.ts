import type { Condition, Outcome, Tally } from '../counting/ballot.js';
import type { Erasable } from '../decider.js';
import { present } from '../present.js';
import type { LegalBasis } from '../rulebook/content.js';
import { dayOf, type Instant } from '../time.js';
import { countRound, departedOf, effectiveVote, failedBefore } from './ballot.js';
import type { RuleBookRef } from './messages/proposal.js';
import type { Origin, Phase } from './vocabulary.js';
import { lastRound, versionOf } from './rows.js';
import type { Effect, Matter } from './state.js';
import type { Result, Round } from './round-state.js';

const bookName = (ruleBook: RuleBookRef | undefined): string | undefined =>
  ruleBook && `${ruleBook.id}@${ruleBook.version}`;

/** Answer to "status". Members that do not apply are absent. Source: cases, Questions. */
export interface MatterStatus {
  readonly matter: string;
  readonly title: string;
  readonly phase: Phase;
  readonly effect?: Effect;
  readonly version: number;
  readonly lead: string;
  readonly classification: string;
  readonly ruleBook?: string;
  readonly round?: { readonly id: string; readonly no: number; readonly dueAt?: Instant };
  readonly openLevel?: string;
  readonly levelDueAt?: Instant;
  readonly dissentDueAt?: Instant;
  readonly windowDueAt?: Instant;
  readonly referralDueAt?: Instant;
  readonly decisionNo?: string;
  readonly validUntil?: string;
  readonly marks: readonly string[];
}

/** Effect on the day of `now`: a decision has none before its first day. */
function effectOn({ decision }: Matter, now: Instant): Effect | undefined {
  const notYet = decision?.effect === 'IN_FORCE' && decision.effectiveFrom > dayOf(now);
  return notYet ? undefined : decision?.effect;
}

const roundIn = (state: Matter): MatterStatus['round'] => {
  const round = lastRound(state);
  return round && { id: round.id, no: round.no, ...present({ dueAt: round.dueAt }) };
};

/** What runs in the phase the dispute is in, and only there. */
function disputeIn({ phase, levels, dissent, windowDueAt }: Matter) {
  const level = levels.find(({ status }) => status === 'OPEN');
  if (phase === 'ESCALATED') return { openLevel: level?.level, levelDueAt: level?.dueAt };
  if (phase === 'DISSENT') return { dissentDueAt: dissent?.dueAt };
  return phase === 'EXHAUSTED' ? { windowDueAt } : {};
}

export function statusOf(state: Matter, now: Instant): MatterStatus {
  const { id: matter, title, phase, current: version, lead, classification, decision } = state;
  const { referralDueAt, decisionNo, validUntil } = decision ?? {};
  return {
    ...{ matter, title, phase, version, lead, classification },
    // A referral keeps the phase; everything else about a dispute or a deadline has a field of its own.
    marks: state.cabinet ? ['CABINET_REFERRED'] : [],
    ...present({
      effect: effectOn(state, now),
      ruleBook: bookName(state.ruleBook),
      round: roundIn(state),
      ...disputeIn(state),
      ...{ referralDueAt, decisionNo, validUntil },
    }),
  };
}

/** Answer to "tally": the effective votes now, and the outcome once it is established. */
export interface RoundTally extends Tally {
  readonly round: string;
  readonly no: number;
  readonly rule: string;
  readonly outcome?: Outcome;
  readonly deemed?: readonly string[];
  readonly decidedBy?: string;
}

/** Undefined if the matter has no such round. */
export function tallyOf(state: Matter, id: string): RoundTally | undefined {
  const round = state.rounds.find((candidate) => candidate.id === id);
  if (!round) return undefined;
  const { result, no, rule } = round;
  const { tally } = countRound(round, departedOf(state, round), failedBefore(state, round));
  const { outcome, deemed, decidedBy } = result ?? ({} as Partial<Result>);
  return { round: id, no, rule, ...tally, ...present({ outcome, deemed, decidedBy }) };
}

/** Answer to "explain": why the result is what it is. `reasoning` are the conditions of the counting rule, met or short by how much. */
export interface Explanation {
  readonly matter: string;
  readonly phase: Phase;
  readonly outcome?: Outcome;
  readonly origin?: Origin;
  readonly rule?: string;
  readonly ruleBook?: string;
  readonly legalBasis?: LegalBasis;
  readonly grant?: string;
  readonly deemed: readonly string[];
  readonly dissenting: readonly string[];
  readonly answered: readonly string[];
  readonly corrections: readonly string[];
  readonly round?: string;
  readonly version?: { readonly no: number; readonly textHash: string };
  readonly tally?: Tally;
  readonly reasoning: readonly Condition[];
  /** Position per eligible seat, the reason where one was given, and the revision of the record it rests on. */
  readonly positions: readonly {
    readonly seat: string;
    readonly value: string;
    readonly reason?: Erasable;
    readonly revision?: number;
  }[];
  readonly revision?: number;
}

const positionsOf = (round: Round): Explanation['positions'] =>
  round.eligible.map((seat) => {
    const vote = effectiveVote(round, seat);
    const silent = round.result?.deemed.includes(seat) ? 'DEEMED' : 'SILENT';
    return { seat, value: vote?.value ?? silent, ...present({ reason: vote?.reason, revision: vote?.revision }) };
  });

const NO_RESULT = { deemed: [], objections: [], reasoning: [] };

/** What the last established ballot says. */
function ballotIn(state: Matter, round: Round | undefined) {
  if (!round?.result) return {};
  const { outcome, rule, tally, revision } = round.result;
  const { no, textHash } = versionOf(state, round.version);
  return { outcome, rule, tally, revision, round: round.id, version: { no, textHash } };
}

const validDecision = ({ decision }: Matter) => (decision?.effect === 'VOIDED' ? undefined : decision);

export function explanationOf(state: Matter): Explanation {
  const round = state.rounds.findLast((candidate) => candidate.result !== undefined);
  const { deemed, objections, reasoning } = round?.result ?? NO_RESULT;
  const { ruling, phase, id: matter } = state;
  const decision = validDecision(state);
  const { legalBasis, grant, answered = [] } = ruling ?? {};
  return {
    ...{ matter, phase, deemed, reasoning, answered },
    dissenting: decision?.dissenting ?? objections,
    corrections: Object.keys(state.corrections).filter((id) => state.corrections[id]?.status === 'APPROVED'),
    positions: round ? positionsOf(round) : [],
    ...present({ origin: decision?.origin, ruleBook: bookName(state.ruleBook), legalBasis, grant }),
    ...ballotIn(state, round),
  };
}
