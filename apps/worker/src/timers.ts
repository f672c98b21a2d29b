import { setTimeout as sleep } from 'node:timers/promises';
import { type Instant, Refusal } from '#domain';
import type { Answer } from '#event-store';
import { act } from '#facts';
import type { DeadlineRow } from '#read-model';
import type { WorkerDesk } from './desk.js';

type Events = Answer['events'];

const PATIENCE_MS = 30_000;
const POLL_MS = 5;

/** Whether the views and the reactions hold everything that is in the log. */
async function isSettled({ store, readModel, reactions }: WorkerDesk): Promise<boolean> {
  const head = await store.head();
  if (head === undefined) return true;
  const reached = (position: string | null | undefined) =>
    typeof position === 'string' && store.compare(position, head) >= 0;
  const views = await readModel.positions();
  return (
    reached(reactions.position()) && views.every(({ position }) => reached(position)) && (await store.head()) === head
  );
}

/** Resolves when the views and the reactions hold everything that is in the log. Throws after half a minute. */
export async function settled(desk: WorkerDesk): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSettled(desk))) {
    const failure = desk.reactions.failure() ?? 'no failure reported';
    if (Date.now() > end) throw new Error(`The views did not catch up with the log: ${failure}`);
    await sleep(POLL_MS);
  }
}

const keyOf = ({ stream, kind, subject, dueAt }: DeadlineRow): string => [stream, kind, subject, dueAt].join(' ');

/**
 * Fires every timer due at or before `until`, in order of due instant; `reach` is told each instant first and answers
 * with the one to record. A timer that no longer fits is refused by the rules, and left alone.
 */
export async function fireDue(desk: WorkerDesk, until: Instant, reach: (due: Instant) => Instant): Promise<Events> {
  const done = new Set<string>();
  const events: Events[number][] = [];
  for (;;) {
    await settled(desk);
    const due = (await desk.readModel.dueTimers(until)).filter((row) => row.timer && !done.has(keyOf(row)));
    if (due.length === 0) return events;
    for (const row of due) {
      done.add(keyOf(row));
      events.push(...(await fire(desk, row, reach(row.dueAt))));
    }
  }
}

async function fire(
  { office }: WorkerDesk,
  { timer, dueAt, kind, subject }: DeadlineRow,
  now: Instant,
): Promise<Events> {
  if (!timer) return [];
  try {
    const answer = await act(office, { ...timer, due: dueAt, cause: [kind, subject, dueAt].join(' ') }, now);
    return answer.repeated ? [] : answer.events;
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
