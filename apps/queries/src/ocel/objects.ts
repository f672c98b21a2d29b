import type { EventStore, Position, StoredEvent } from '#event-store';
import { parseRecord, type RecordFields } from '#evidence';
import { BATCH, noteRunning } from '../secret-ballots.js';

/** Kinds of streams that are objects of the process, by the prefix of their streams. */
export const OBJECT_TYPES = ['matter', 'agreement', 'meeting', 'ministry', 'body'] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

/** A record at its place in the log; the index is that of its leaf. */
export interface Entry {
  readonly index: number;
  readonly type: ObjectType;
  readonly text: string;
  readonly record: RecordFields;
}

export const typeOf = (stream: string): ObjectType | undefined =>
  OBJECT_TYPES.find((type) => stream.startsWith(`${type}-`));

/** Records of object streams up to a position, so that several readings see the same log. */
export async function* entriesUntil(
  store: Pick<EventStore, 'readAll' | 'compare'>,
  head: Position,
): AsyncGenerator<Entry> {
  let index = -1;
  for await (const batch of store.readAll(undefined, BATCH)) {
    for (const stored of batch) {
      if (store.compare(stored.position, head) > 0) return;
      index += 1;
      const entry = entryOf(stored, index);
      if (entry) yield entry;
    }
  }
}

function entryOf({ stream, record: text }: StoredEvent, index: number): Entry | undefined {
  const type = typeOf(stream);
  return type && { index, type, text, record: parseRecord(text) };
}

/** Classification that a record gives its stream from then on. */
const classifiedBy = ({ type, data }: RecordFields): unknown =>
  type === 'ClassificationChanged'
    ? (data as { to?: unknown }).to
    : (data as { classification?: unknown }).classification;

/** What is to be known of the log before any of it is told. */
export interface Told {
  /** Streams that may be told: a file leaves the house, so what is VS_NFD now stays out of it, whoever asks. */
  readonly streams: ReadonlySet<string>;
  /** Those of them in which a round is running. */
  readonly running: ReadonlySet<string>;
}

export async function toldStreams(store: Pick<EventStore, 'readAll' | 'compare'>, head: Position): Promise<Told> {
  const streams = new Set<string>();
  const running = new Set<string>();
  for await (const { record } of entriesUntil(store, head)) {
    const { stream } = record;
    const classification = classifiedBy(record);
    if (record.rev === 0 || classification !== undefined) streams.add(stream);
    if (classification === 'VS_NFD') streams.delete(stream);
    noteRunning(running, record);
  }
  return { streams, running: new Set([...running].filter((stream) => streams.has(stream))) };
}
