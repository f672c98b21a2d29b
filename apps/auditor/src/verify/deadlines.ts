import { agreementDeadlinesOf, deadlinesOf } from '#domain';
import type { Subject } from '../decided/again.js';

/** What the worker may be late by before its silence counts as one; timers that come late are still recorded. */
const PATIENCE_MS = 24 * 3_600_000;

/** A deadline whose passing has to be recorded. */
export interface Overdue {
  readonly key: string;
  readonly dueAt: string;
  /** The event that records it, or one that any of the persons concerned may cause instead. */
  readonly kind: string;
}

const runningIn = ({ kind, state }: Subject) => (kind === 'matter' ? deadlinesOf(state) : agreementDeadlinesOf(state));

/** Deadlines that are running in the state although they passed a day before the instant. */
export function overdueAt(subject: Subject, at: string): readonly Overdue[] {
  const passed = runningIn(subject).filter(({ timer, dueAt }) => timer !== undefined && dueAt < at);
  if (passed.length === 0) return [];
  const limit = new Date(Date.parse(at) - PATIENCE_MS).toISOString();
  return passed
    .filter(({ dueAt }) => dueAt < limit)
    .map(({ kind, subject: whom = '', dueAt }) => ({ key: `${kind} ${whom} ${dueAt}`, dueAt, kind }));
}

/** Sorts after every instant. */
const NEVER = '~';

/** The earliest of the deadlines whose passing has to be recorded. */
export const earliestDue = (subject: Subject): string =>
  runningIn(subject).find(({ timer }) => timer !== undefined)?.dueAt ?? NEVER;

/** Of those that were overdue, the ones that went away without their passing having been recorded. */
export function vanished(
  overdue: readonly Overdue[],
  after: Subject,
  event: string,
  bySystem: boolean,
): readonly Overdue[] {
  if (overdue.length === 0 || bySystem) return [];
  const running = new Set(runningIn(after).map(({ kind, subject: whom = '', dueAt }) => `${kind} ${whom} ${dueAt}`));
  // Who closes a round at its deadline records that it is over.
  return overdue.filter(({ key, kind }) => !running.has(key) && !(kind === 'ROUND' && event === 'RoundClosed'));
}
