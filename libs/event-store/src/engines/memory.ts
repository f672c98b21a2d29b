import { Conflict, StreamNotFound, type EventStore, type StoredEvent } from '../event-store.js';
import { admit } from './admission.js';
import { bell } from './bell.js';

const HEARTBEAT_MS = 1_000;
const BATCH = 1_000;

/** A log in the memory of this process, for tests. Nothing outlives the process. */
export const memoryStore = (): EventStore => {
  const log: StoredEvent[] = [];
  const streams = new Map<string, StoredEvent[]>();
  const appended = bell();
  let closed = false;

  const append: EventStore['append'] = async (stream, expected, events) => {
    admit(stream, expected, events);
    if (closed) throw new Error('The store is closed');
    const past = streams.get(stream) ?? [];
    const current = past.length - 1;
    const repeated = current > expected && events.every(({ id }, index) => past[expected + 1 + index]?.id === id);
    if (repeated) return expected + events.length;
    if (current !== expected) throw new Conflict(stream, expected, current);
    const added = events.map(({ id, type, record }, index) => ({
      id,
      type,
      record,
      stream,
      revision: expected + 1 + index,
      position: String(log.length + 1 + index),
    }));
    log.push(...added);
    past.push(...added);
    streams.set(stream, past);
    appended.ring();
    return expected + events.length;
  };

  async function* readStream(stream: string, from = 0) {
    const past = streams.get(stream);
    if (!past) throw new StreamNotFound(stream);
    yield* past.slice(Math.max(from, 0));
  }

  async function* readAll(after?: string, batch = BATCH) {
    const start = Number(after ?? 0);
    if (!Number.isSafeInteger(start) || start > log.length) throw new Error(`Position ${after} lies outside the log`);
    const end = log.length;
    for (let from = start; from < end; from += batch) yield log.slice(from, Math.min(from + batch, end));
  }

  async function* follow(after: string | undefined, signal: AbortSignal) {
    let last = after;
    while (!signal.aborted && !closed) {
      const rung = appended.next(HEARTBEAT_MS, signal);
      let handed = false;
      for await (const events of readAll(last)) {
        yield events;
        if (signal.aborted) return;
        handed = true;
        last = events.at(-1)?.position ?? last;
      }
      if (!handed) yield [];
      await rung;
    }
  }

  return {
    append,
    readStream,
    readAll,
    follow,
    head: async () => log.at(-1)?.position,
    compare: (a, b) => Number(a) - Number(b),
    close: async () => {
      closed = true;
      appended.ring();
    },
  };
};
