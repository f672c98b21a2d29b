import { type Decider, type Event, evolve, fromRecord, type Instant, type Message } from '#domain';
import { type StoredEvent, StreamNotFound } from '#event-store';
import { parseRecord, type RecordFields } from '#evidence';
import type { Sources } from './sources.js';

/** A stream as it stood at an instant. */
export interface Standing<S> {
  readonly state: S;
  /** -1 if it did not exist yet. */
  readonly revision: number;
  readonly records: readonly RecordFields[];
}

/** The stream at the instant, and as it stands now. */
export interface Told<S> {
  readonly then: Standing<S>;
  readonly now: Standing<S>;
}

type Store = Pick<Sources['store'], 'readStream'>;

/** Every event of the stream; none if it does not exist. */
async function* eventsOf(store: Store, stream: string): AsyncGenerator<StoredEvent> {
  try {
    yield* store.readStream(stream);
  } catch (error) {
    if (!(error instanceof StreamNotFound)) throw error;
  }
}

/** Folds the stream once, by the same code for now and then. Throws what the rules throw at a broken history. */
export async function told<C extends Message, E extends Event, S>(
  store: Store,
  decider: Decider<C, E, S>,
  stream: string,
  asOf?: Instant,
): Promise<Told<S>> {
  const records: RecordFields[] = [];
  let state = decider.initial;
  let then: Standing<S> | undefined;
  for await (const stored of eventsOf(store, stream)) {
    const record = parseRecord(stored.record);
    // The instants of a stream never run backwards.
    if (asOf !== undefined && record.at > asOf) {
      then ??= { state, revision: records.length - 1, records: [...records] };
    }
    state = evolve(decider, state, fromRecord<E>(record));
    records.push(record);
  }
  const now = { state, revision: records.length - 1, records };
  return { then: then ?? now, now };
}

/** Whether anything was ever recorded in the stream. */
export async function exists(store: Store, stream: string): Promise<boolean> {
  for await (const _ of eventsOf(store, stream)) return true;
  return false;
}
