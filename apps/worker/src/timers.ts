import { setTimeout as sleep } from 'node:timers/promises';
import { type Instant, Refusal } from '#domain';
import type { Answer, Position } from '#event-store';
import { act, type Office } from '#facts';
import type { DeadlineRow } from '#read-model';
import type { WorkerDesk } from './desk.js';

type Events = Answer['events'];

/** What firing timers asks. */
type Views = Pick<WorkerDesk, 'office' | 'store' | 'readModel' | 'reactions'>;

const PATIENCE_MS = 30_000;
const POLL_MS = 5;
/** Timers asked for at once. */
const PAGE = 500;

/** Whether the views and the reactions hold everything up to there. */
async function hasReached({ store, readModel, reactions }: Views, end: Position): Promise<boolean> {
  const reached = (position: Position | null | undefined) =>
    typeof position === 'string' && store.compare(position, end) >= 0;
  return reached(reactions.position()) && (await readModel.positions()).every(({ position }) => reached(position));
}

/** Whether they hold everything that is in the log, and nothing more follows from it. */
async function isSettled(desk: Views): Promise<boolean> {
  const head = await desk.store.head();
  return head === undefined || ((await hasReached(desk, head)) && (await desk.store.head()) === head);
}

/** Resolves when the views and the reactions hold everything that is in the log. Throws after half a minute. */
export async function settled(desk: Views): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSettled(desk))) {
    const failure = desk.reactions.failure() ?? 'no failure reported';
    if (Date.now() > end) throw new Error(`The views did not catch up with the log: ${failure}`);
    await sleep(POLL_MS);
  }
}

/** Waits until they hold what is in the log now, whoever goes on recording; false where that takes longer. */
export async function caughtUp(desk: Views, patienceMs: number): Promise<boolean> {
  const head = await desk.store.head();
  if (head === undefined) return true;
  const end = performance.now() + patienceMs;
  while (!(await hasReached(desk, head))) {
    if (performance.now() > end) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Tells the timers of all streams apart. */
export const keyOf = ({ stream, kind, subject, dueAt }: DeadlineRow): string =>
  [stream, kind, subject, dueAt].join(' ');

/** How timers are fired. */
export interface Firing {
  /** Resolves when the views may be asked what is due. */
  readonly settle: () => Promise<void>;
  /** Told the due instant of each; answers with the one to record. */
  readonly reach: (due: Instant) => Instant;
  /** Told of one that could not be recorded; true where the others go on without it and what follows in its stream. */
  readonly failed: (row: DeadlineRow, error: unknown) => Promise<boolean>;
}

/**
 * Fires every timer due at or before `until`, in order of due instant. One that no longer fits is refused by the rules, and
 * left alone; so is one of a view that is behind.
 */
export async function fireDue(desk: Views, until: Instant, { settle, reach, failed }: Firing): Promise<Events> {
  const done = new Set<string>();
  const left = new Set<string>();
  const events: Events[number][] = [];
  for (;;) {
    await settle();
    // However many of a view that stands still were fired before: those of others are behind them.
    const found = await desk.readModel.dueTimers(until, done.size + PAGE);
    const due = found.filter((row) => !done.has(keyOf(row)));
    if (due.length === 0) return events;
    for (const row of due) {
      done.add(keyOf(row));
      if (left.has(row.stream)) continue;
      try {
        events.push(...(await fire(desk.office, row, reach(row.dueAt))));
      } catch (error) {
        if (!(await failed(row, error))) throw error;
        left.add(row.stream);
      }
    }
  }
}

async function fire(office: Office, { timer, dueAt, kind, subject }: DeadlineRow, now: Instant): Promise<Events> {
  if (!timer) return [];
  try {
    const answer = await act(office, { ...timer, due: dueAt, cause: [kind, subject, dueAt].join(' ') }, now);
    return answer.repeated ? [] : answer.events;
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
