import type { Outcome, Tally } from '../counting/ballot.js';
import { present } from '../present.js';
import { dayOf, type Instant } from '../time.js';
import { countRound, departedOf, failedBefore } from './ballot.js';
import { isAlive } from './decision.js';
import type { RuleBookRef } from './messages/proposal.js';
import type { Phase } from './vocabulary.js';
import { lastRound } from './rows.js';
import type { Decision, Effect, Matter } from './state.js';
import type { Result } from './round-state.js';

/** `ID@version`. */
export const bookName = (ruleBook: RuleBookRef | undefined): string | undefined =>
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

/** Effect on the day of `now`: none before its first day, expired after its last, whenever that is recorded. Source: model 4.1. */
export function effectOn(decision: Decision, now: Instant): Effect | undefined {
  const { effect, effectiveFrom, validUntil } = decision;
  const today = dayOf(now);
  if (isAlive(decision) && validUntil !== undefined && validUntil < today) return 'EXPIRED';
  return effect === 'IN_FORCE' && effectiveFrom > today ? undefined : effect;
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
      effect: decision && effectOn(decision, now),
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
