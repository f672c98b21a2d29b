import { agreementDeadlinesOf, deadlinesOf } from '#domain';
import type { Subject } from '../decided/subject.js';
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

const keysIn = (subject: Subject): readonly string[] => runningIn(subject).map(keyOf);

export const isRunning = (subject: Subject, key: string): boolean => keysIn(subject).includes(key);

/** What is late at an instant. */
export interface Lateness {
  /** Deadlines that have passed without a record of it, be it for a moment only, and since when they could have had one. */
  readonly late: ReadonlyMap<string, string>;
  /** Those that could have had one for a day. */
  readonly overdue: readonly Overdue[];
}

export const IN_TIME: Lateness = { late: new Map(), overdue: [] };

/**
 * Deadlines that are running in the state although they passed before the instant. `begunAt` answers when one began to run:
 * what is recorded late, a notice received weeks ago or a decision enacted again, may have been over by then.
 */
export function latenessAt(subject: Subject, at: string, begunAt: (key: string) => string): Lateness {
  const passed = runningIn(subject).filter(({ timer, dueAt }) => timer !== undefined && dueAt < at);
  if (passed.length === 0) return IN_TIME;
  const limit = new Date(Date.parse(at) - PATIENCE_MS).toISOString();
  const late = new Map<string, string>();
  const overdue: Overdue[] = [];
  for (const { timer, ...due } of passed) {
    const { dueAt } = due;
    const key = keyOf(due);
    const begun = begunAt(key);
    const since = begun > dueAt ? begun : dueAt;
    late.set(key, since);
    if (timer && since < limit) overdue.push({ key, dueAt, recorded: TIMED[timer.type] });
  }
  return { late, overdue };
}

/** Sorts after every instant. */
const NEVER = '~';

/** The earliest of the deadlines whose passing has to be recorded. */
export const earliestDue = (subject: Subject): string =>
  runningIn(subject).find(({ timer }) => timer !== undefined)?.dueAt ?? NEVER;

/**
 * The deadlines behind the one whose passing the event records: had its timer come in time, they had never passed. They go
 * away with it in no silence.
 */
export function behindTimer(before: Subject, after: Subject, event: string): readonly string[] {
  const running = new Set(keysIn(after));
  const order = runningIn(before);
  const at = order.findIndex((one) => one.timer && TIMED[one.timer.type] === event && !running.has(keyOf(one)));
  return at === -1 ? [] : order.slice(at + 1).map(keyOf);
}

/** Of those that were overdue, the ones that went away with an event that does not record their passing. */
export function vanished(overdue: readonly Overdue[], after: Subject, event: string): readonly Overdue[] {
  if (overdue.length === 0) return [];
  const running = new Set(keysIn(after));
  return overdue.filter(({ key, recorded }) => !running.has(key) && recorded !== event);
}
