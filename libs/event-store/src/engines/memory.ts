import { Conflict, type EventStore, type NewEvent, type StoredEvent, StreamNotFound } from '../event-store.js';
import { admit } from './admission.js';
import { bell } from './bell.js';
import { follow } from './follow.js';

const HEARTBEAT_MS = 1_000;
const BATCH = 1_000;

interface Contents {
  readonly log: StoredEvent[];
  readonly streams: Map<string, StoredEvent[]>;
}

const write = ({ log, streams }: Contents, stream: string, expected: number, events: readonly NewEvent[]): void => {
  const past = streams.get(stream) ?? [];
  const current = past.length - 1;
  if (current > expected && events.every(({ id }, index) => past[expected + 1 + index]?.id === id)) return;
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
};

/** A log in the memory of this process, for tests. Nothing outlives the process. */
export const memoryStore = (): EventStore => {
  const contents: Contents = { log: [], streams: new Map() };
  const appended = bell();
  let closed = false;

  async function* readStream(stream: string, from = 0) {
    const past = contents.streams.get(stream);
    if (!past) throw new StreamNotFound(stream);
    yield* past.slice(Math.max(from, 0));
  }

  async function* readAll(after?: string, batch = BATCH) {
    const { log } = contents;
    const start = Number(after ?? 0);
    if (!Number.isSafeInteger(start) || start > log.length) throw new Error(`Position ${after} lies outside the log`);
    const end = log.length;
    for (let from = start; from < end; from += batch) yield log.slice(from, Math.min(from + batch, end));
  }

  const listen = async (signal: AbortSignal) => ({ news: appended.next(HEARTBEAT_MS, signal) });

  return {
    append: async (stream, expected, events) => {
      admit(stream, expected, events);
      if (closed) throw new Error('The store is closed');
      write(contents, stream, expected, events);
      appended.ring();
      return expected + events.length;
    },
    readStream,
    readAll,
    follow: (after, signal) => follow({ readAll, listen, isClosed: () => closed }, after, signal),
    streams: async (prefix) => [...contents.streams.keys()].filter((name) => name.startsWith(prefix)).sort(),
    head: async () => contents.log.at(-1)?.position,
    compare: (a, b) => Number(a) - Number(b),
    close: async () => {
      closed = true;
      appended.ring();
    },
  };
};
