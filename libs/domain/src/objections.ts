import type { Erasable } from './decider.js';
import type { Instant } from './time.js';

/** How a house objected: in a ballot, by a reservation that turned, by a veto, to the mode, or by refusing an agreement. */
export const OBJECTION_FORMS = ['VOTE', 'RESERVATION', 'VETO', 'MODE', 'REFUSAL'] as const;

/** What answered an objection. */
export const ANSWER_KINDS = [
  ...['WITHDRAWN', 'AMENDED', 'MODE_CHANGED', 'COUNTER_PROPOSAL_AGREED', 'VETO_LAPSED', 'NOT_COUNTED'],
  ...['OUTVOTED', 'PREVAILED', 'DISSENT', 'RESULT_RESCINDED', 'LEVEL_NOT_AGREED', 'LEVEL_AGREED', 'LEVEL_SKIPPED'],
  ...['FINAL_DECISION', 'CABINET', 'ENDED'],
] as const;

export interface ObjectionAnswer {
  readonly kind: (typeof ANSWER_KINDS)[number];
  readonly at: Instant;
  readonly version?: number;
  readonly level?: string;
  /** Outcome of the cabinet. */
  readonly outcome?: string;
  readonly text?: Erasable;
}

/** An objection of a house, with everything that answered it, in order. */
export interface Objection {
  readonly house: string;
  readonly form: (typeof OBJECTION_FORMS)[number];
  readonly at: Instant;
  readonly version: number;
  readonly round?: string;
  readonly reason?: Erasable;
  readonly points?: readonly string[];
  readonly answers: readonly ObjectionAnswer[];
  /** Whether an answer has settled it; a level without agreement, for one, has not. */
  readonly settled: boolean;
}

/** The objections, with the answer for those that are open and meant. */
export const answered = (
  objections: readonly Objection[],
  answer: ObjectionAnswer,
  settled: boolean,
  isMeant: (objection: Objection) => boolean = () => true,
): readonly Objection[] =>
  objections.map((one) =>
    one.settled || !isMeant(one) ? one : { ...one, settled, answers: [...one.answers, answer] },
  );
