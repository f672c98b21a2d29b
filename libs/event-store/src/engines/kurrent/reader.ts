import { type Position, type StoredEvent, StreamNotFound } from '../../event-store.js';
import { type Client, type Found, isMissing, isPassing } from './client.js';
import { patience } from './patience.js';
import { batchesOf, Silence, type Source } from './source.js';

export interface Reading {
  /** How long the next event of a read is waited for before the connection counts as lost, in milliseconds. */
  readonly answerMs: number;
  /** How long a lost connection is tried anew. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

const LIMIT = 500;
const HEARTBEAT_MS = 1_000;

const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const toStored = ({ id, stream, revision, type, position, bytes }: Found): StoredEvent => {
  // The client parses JSON; written anew it need not have the bytes that were recorded.
  if (!bytes) throw new Error(`${stream} holds JSON at revision ${revision}, which this product has not written`);
  return { id, stream, revision, type, position, record: text.decode(bytes) };
};

/** The server writes events of its own into other streams as well: a tombstone, a link. */
export const isRecord = ({ type, stream }: Found): boolean => !type.startsWith('$') && !stream.startsWith('$');

/** A read ends, a catch-up is left at its goal, and what is live may be quiet. */
type Manner = 'read' | 'catch-up' | 'live';

/** Batches of one connection; a silence that cannot be right is thrown. */
async function* heard(
  source: Source<Found>,
  manner: Manner,
  { answerMs, signal }: Reading,
): AsyncGenerator<readonly Found[]> {
  const quietMs = manner === 'live' ? HEARTBEAT_MS : answerMs;
  for await (const batch of batchesOf(source, { limit: LIMIT, quietMs, signal })) {
    if (batch.length === 0 && manner !== 'live') throw new Silence(`sent nothing for ${quietMs} ms`);
    yield batch;
  }
  // Whoever reads to an end must not take the store's end for it.
  if (signal.aborted && manner !== 'live') throw new Error('The store is closed');
  if (!signal.aborted && manner !== 'read') throw new Silence('ended a subscription');
}

/** Batches of what `open` opens, again after each broken connection; `open` starts where the last batch ended. */
async function* resumed(open: () => Source<Found>, manner: Manner, reading: Reading): AsyncGenerator<readonly Found[]> {
  const patient = patience(reading.patienceMs, reading.signal);
  for (;;) {
    const source = open();
    try {
      for await (const batch of heard(source, manner, reading)) {
        if (batch.length > 0 || source.isConfirmed()) patient.reset();
        yield batch;
      }
      return;
    } catch (error) {
      if (!isPassing(error) || !(await patient.wait())) throw error;
    }
  }
}

/** The latest events before `before`, the server's own included, the last one first. */
export async function* readBack(
  client: Client,
  before: Position | undefined,
  count: number,
  reading: Reading,
): AsyncGenerator<Found> {
  let last = before;
  let left = count;
  for await (const batch of resumed(() => client.readBack(last, left), 'read', reading)) {
    left -= batch.length;
    last = batch.at(-1)?.position ?? last;
    yield* batch;
  }
}

/** Throws StreamNotFound, and stops loudly where revisions are missing: the stream was cut or deleted. */
export async function* readStream(
  client: Client,
  stream: string,
  from: number,
  reading: Reading,
): AsyncGenerator<StoredEvent> {
  let next = Math.max(from, 0);
  try {
    for await (const batch of resumed(() => client.readStream(stream, next), 'read', reading)) {
      for (const found of batch) {
        if (found.revision !== next)
          throw new Error(`${stream} goes on at revision ${found.revision} instead of ${next}`);
        next += 1;
        yield toStored(found);
      }
    }
  } catch (error) {
    throw isMissing(error) ? new StreamNotFound(stream) : error;
  }
}

export interface Range {
  readonly after: Position | undefined;
  /** Streams that begin so; all that are not the server's for none. */
  readonly prefixes: readonly string[];
}

/**
 * Batches after `after` until the event at `end` has come, which is one of those asked for: so it needs no sign that
 * the past is over. Resumes after the last event that was handled, never from a checkpoint, which can lie ahead of it.
 */
export async function* readUntil(
  client: Client,
  end: Position,
  { after, prefixes }: Range,
  reading: Reading,
): AsyncGenerator<readonly Found[]> {
  let last = after;
  for await (const batch of resumed(() => client.subscribe(last, prefixes), 'catch-up', reading)) {
    const goal = batch.findIndex(({ position }) => position === end);
    last = batch.at(-1)?.position ?? last;
    yield (goal < 0 ? batch : batch.slice(0, goal + 1)).filter(isRecord);
    if (goal >= 0) return;
  }
}

/** Batches of `size`, the last one smaller. */
export async function* inBatches(
  found: AsyncIterable<readonly Found[]>,
  size: number,
): AsyncGenerator<readonly StoredEvent[]> {
  let gathered: StoredEvent[] = [];
  for await (const batch of found) {
    gathered.push(...batch.map(toStored));
    for (; gathered.length >= size; gathered = gathered.slice(size)) yield gathered.slice(0, size);
  }
  if (gathered.length > 0) yield gathered;
}

/** First the past, then live, with an empty batch as a sign of life where there is no news. */
export async function* follow(
  client: Client,
  { after, prefixes }: Range,
  reading: Reading,
): AsyncGenerator<readonly StoredEvent[]> {
  let last = after;
  for await (const batch of resumed(() => client.subscribe(last, prefixes), 'live', reading)) {
    last = batch.at(-1)?.position ?? last;
    yield batch.filter(isRecord).map(toStored);
  }
}
