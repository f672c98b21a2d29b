import { agreementDeadlinesOf, deadlinesOf } from '#domain';
import type { Subject } from '../decided/again.js';
import { TIMED } from '../decided/timed.js';

/** What the worker may be late by before its silence counts as one; timers that come late are still recorded. */
const PATIENCE_MS = 24 * 3_600_000;

/** A deadline whose passing has to be recorded. */
export interface Overdue {
  readonly key: string;
  readonly dueAt: string;
  /** The event that records it. */
  readonly recorded: string;
}

const runningIn = ({ kind, state }: Subject) => (kind === 'matter' ? deadlinesOf(state) : agreementDeadlinesOf(state));

/** Tells the deadlines of one stream apart. */
export const keyOf = ({ kind, subject = '', dueAt }: { kind: string; subject?: string; dueAt: string }): string =>
  `${kind} ${subject} ${dueAt}`;

/** What is late at an instant. */
export interface Lateness {
  /** Whether a deadline has passed whose passing is not recorded yet, be it for a moment only. */
  readonly isLate: boolean;
  /** Those that passed a day before. */
  readonly overdue: readonly Overdue[];
}

export const IN_TIME: Lateness = { isLate: false, overdue: [] };

/** Deadlines that are running in the state although they passed before the instant. */
export function latenessAt(subject: Subject, at: string): Lateness {
  const passed = runningIn(subject).filter(({ timer, dueAt }) => timer !== undefined && dueAt < at);
  if (passed.length === 0) return IN_TIME;
  const limit = new Date(Date.parse(at) - PATIENCE_MS).toISOString();
  const overdue = passed.flatMap(({ timer, ...due }) =>
    timer && due.dueAt < limit ? [{ key: keyOf(due), dueAt: due.dueAt, recorded: TIMED[timer.type] }] : [],
  );
  return { isLate: true, overdue };
}

/** Sorts after every instant. */
const NEVER = '~';

/** The earliest of the deadlines whose passing has to be recorded. */
export const earliestDue = (subject: Subject): string =>
  runningIn(subject).find(({ timer }) => timer !== undefined)?.dueAt ?? NEVER;

/** Of those that were overdue, the ones that went away with an event that does not record their passing. */
export function vanished(overdue: readonly Overdue[], after: Subject, event: string): readonly Overdue[] {
  if (overdue.length === 0) return [];
  const running = new Set(runningIn(after).map(keyOf));
  return overdue.filter(({ key, recorded }) => !running.has(key) && recorded !== event);
}
