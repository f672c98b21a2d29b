/** What another rule book would have made differently, and what cannot be told without knowing who would have done what. */

/** Why something cannot be concluded; the subjects are seats, levels or codes that it is about. */
export const DOUBTS = [
  'NOT_COVERED',
  'PINNED_BOOK_MISSING',
  'CALENDAR_MISSING',
  'NO_RULE_FOR_MODE',
  'RULE_UNKNOWN',
  'QUORUM_NOT_JUDGED',
  'PERIOD_TOO_SHORT',
  'TOO_MANY_EXTENSIONS',
  'VOTES_AFTER_END',
  'LONGER_TO_ANSWER',
  'DELIVERY_TOO_SHORT',
  'RESERVATION_WOULD_BLOCK',
  'LEVELS_NOT_CLIMBED',
  'DECIDED_AFTER_WINDOW',
  'RANK_UNKNOWN',
  'EARLIER_RESULT_DIFFERS',
] as const;
export type DoubtCode = (typeof DOUBTS)[number];

export interface Doubt {
  readonly code: DoubtCode;
  readonly subjects: readonly string[];
}

/** One thing as it was recorded and as it would have been; absent where the book does not provide for it. */
export interface Comparison {
  readonly what: string;
  readonly recorded?: string;
  readonly found?: string;
  readonly same: boolean;
}

/** What was judged of one command. */
export interface Reweighed {
  readonly revision: number;
  readonly type: string;
  /** Round or level that it is about. */
  readonly of?: string;
  readonly compared: readonly Comparison[];
  readonly doubts: readonly Doubt[];
}

export const compared = (what: string, recorded: string | undefined, found: string | undefined): Comparison => ({
  what,
  ...(recorded === undefined ? {} : { recorded }),
  ...(found === undefined ? {} : { found }),
  same: recorded === found,
});

export const doubt = (code: DoubtCode, subjects: readonly string[] = []): Doubt => ({ code, subjects });

/** A doubt only where it is about somebody. */
export const doubtIfAny = (code: DoubtCode, subjects: readonly string[]): readonly Doubt[] =>
  subjects.length === 0 ? [] : [doubt(code, subjects)];

/** What takes the ground from under everything after it where it would differ: another outcome, or an act that the book refuses. */
const DECISIVE: ReadonlySet<string> = new Set([
  ...['OUTCOME', 'VETO', 'CORRECTION', 'FINAL_DECISION', 'ENACTMENT', 'DECLARATION', 'MODE', 'RECUSAL'],
  ...['ATTEMPT', 'SKIPPING', 'CABINET'],
  ...['CONSENT', 'SIGNATURE', 'ENTRY'],
]);

const differsDecisively = ({ compared: list }: Reweighed): boolean =>
  list.some(({ what, same }) => DECISIVE.has(what) && !same);

/** The judgements on one stream in order: where something decisive would have been another, nobody knows what had followed. */
export function inCourse(judgements: readonly Reweighed[]): readonly Reweighed[] {
  const first = judgements.findIndex(differsDecisively);
  return judgements.map((judgement, at) =>
    first === -1 || at <= first
      ? judgement
      : { ...judgement, doubts: [...judgement.doubts, doubt('EARLIER_RESULT_DIFFERS')] },
  );
}
