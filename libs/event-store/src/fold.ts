import { type Decider, type Event, evolve, fromRecord, type Instant, type Message } from '#domain';
import { leafHash, parseRecord } from '#evidence';
import { type EventStore, NO_STREAM, StreamNotFound } from './event-store.js';

/** A stream folded to its present: the state, and what a further append needs to know about the past. */
export interface Folded<S> {
  readonly state: S;
  /** Revision of the last event, NO_STREAM (-1) for a missing stream. */
  readonly revision: number;
  /** Instant of the last entry. */
  readonly at?: Instant;
  /** Leaf hash of each record, by revision. */
  readonly leaves: readonly string[];
  /** Commands answered by this stream: hash of what was asked, first and last revision recorded. */
  readonly commands: ReadonlyMap<string, { readonly sha256: string; readonly from: number; readonly to: number }>;
}

interface Cached extends Folded<unknown> {
  readonly leaves: string[];
  readonly commands: Map<string, { sha256: string; from: number; to: number }>;
}

export interface Folds {
  /** State of the stream as of now; reads only what was appended since the last call. */
  current<C extends Message, E extends Event, S>(decider: Decider<C, E, S>, stream: string): Promise<Folded<S>>;
}

/** Folds streams of `store`, keeping at most `limit` of them in memory. Throws UnknownEvent for a newer history. */
export function folds(store: EventStore, limit = 5_000): Folds {
  const cache = new Map<string, Cached>();
  return {
    async current<C extends Message, E extends Event, S>(decider: Decider<C, E, S>, stream: string) {
      const known = cache.get(stream) ?? {
        state: decider.initial,
        revision: NO_STREAM,
        leaves: [],
        commands: new Map(),
      };
      const folded = await catchUp(store, decider, stream, known);
      cache.delete(stream);
      if (folded.revision !== NO_STREAM) cache.set(stream, folded);
      for (const oldest of cache.keys()) {
        if (cache.size <= limit) break;
        cache.delete(oldest);
      }
      return folded as unknown as Folded<S>;
    },
  };
}

async function catchUp<C extends Message, E extends Event, S>(
  store: EventStore,
  decider: Decider<C, E, S>,
  stream: string,
  known: Cached,
): Promise<Cached> {
  const { leaves, commands } = known;
  let state = known.state as S;
  let revision = known.revision;
  let at = known.at;
  try {
    for await (const stored of store.readStream(stream, revision + 1)) {
      const record = parseRecord(stored.record);
      state = evolve(decider, state, fromRecord<E>(record));
      revision = stored.revision;
      at = record.at;
      leaves[revision] = leafHash(stored.record);
      const from = commands.get(record.cmd.id)?.from ?? revision;
      commands.set(record.cmd.id, { sha256: record.cmd.sha256, from, to: revision });
    }
  } catch (error) {
    if (!(error instanceof StreamNotFound)) throw error;
  }
  return { state, revision, leaves, commands, ...(at === undefined ? {} : { at }) };
}
