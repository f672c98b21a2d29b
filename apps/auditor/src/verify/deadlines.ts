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

/** Deadlines that are running in the state although they passed a day before the instant. */
export function overdueAt(subject: Subject, at: string): readonly Overdue[] {
  const passed = runningIn(subject).filter(({ timer, dueAt }) => timer !== undefined && dueAt < at);
  if (passed.length === 0) return [];
  const limit = new Date(Date.parse(at) - PATIENCE_MS).toISOString();
  return passed.flatMap(({ kind, subject: whom = '', dueAt, timer }) =>
    timer && dueAt < limit ? [{ key: `${kind} ${whom} ${dueAt}`, dueAt, recorded: TIMED[timer.type] }] : [],
  );
}

/** Sorts after every instant. */
const NEVER = '~';

/** The earliest of the deadlines whose passing has to be recorded. */
export const earliestDue = (subject: Subject): string =>
  runningIn(subject).find(({ timer }) => timer !== undefined)?.dueAt ?? NEVER;

/** Of those that were overdue, the ones that went away with an event that does not record their passing. */
export function vanished(overdue: readonly Overdue[], after: Subject, event: string): readonly Overdue[] {
  if (overdue.length === 0) return [];
  const running = new Set(runningIn(after).map(({ kind, subject: whom = '', dueAt }) => `${kind} ${whom} ${dueAt}`));
  return overdue.filter(({ key, recorded }) => !running.has(key) && recorded !== event);
}
