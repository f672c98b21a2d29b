/**
 * The double's memory: what a server of EventStoreDB 24 does with appends, deletions and its own events, as far as this
 * product and its contract touch it. Rules: the server's CheckCommit and the contract in `event-store.contract.ts`.
 */

export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Recorded extends Proposed {
  readonly stream: string;
  readonly revision: number;
  /** Byte offset in the log: grows strictly, is not contiguous. */
  readonly position: number;
}

export type Expected = 'any' | 'no_stream' | 'stream_exists' | number;

export type Outcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrong-version'; readonly current: number }
  | { readonly kind: 'deleted' };

interface Stream {
  readonly events: Recorded[];
  /** Revisions below are gone for readers: the stream was deleted at this point. */
  cutBelow: number;
  softDeleted: boolean;
  tombstoned: boolean;
}

export const MAX_APPEND_SIZE = 1_048_576;
const TOMBSTONE_REVISION = Number.MAX_SAFE_INTEGER;
const STATISTICS_EVERY = 5;

/** What the server counts: characters of a type take two bytes. */
export const sizeOf = (events: readonly Proposed[]): number =>
  events.reduce((sum, { data, metadata, type }) => sum + data.length + metadata.length + type.length * 2, 0);

const json = (stream: string, type: string, value: unknown): Proposed => ({
  id: crypto.randomUUID(),
  type,
  contentType: 'application/json',
  data: Buffer.from(JSON.stringify({ ...(value as object), stream })),
  metadata: new Uint8Array(),
});

const isRepetition = (past: readonly Recorded[], expected: number, events: readonly Proposed[]) =>
  events.every(({ id }, index) => past[expected + 1 + index]?.id === id);

export const createModel = () => {
  const all: Recorded[] = [];
  const streams = new Map<string, Stream>();
  const listeners = new Set<() => void>();
  let offset = 0;
  let appends = 0;

  const streamOf = (name: string): Stream => {
    const known = streams.get(name) ?? { events: [], cutBelow: 0, softDeleted: false, tombstoned: false };
    streams.set(name, known);
    return known;
  };

  const record = (name: string, events: readonly Proposed[]): number => {
    const { events: past } = streamOf(name);
    for (const event of events) {
      offset += 121 + event.data.length + event.metadata.length;
      const recorded = { ...event, stream: name, revision: past.length, position: offset };
      past.push(recorded);
      all.push(recorded);
    }
    return offset;
  };

  const recordStatistics = () => {
    appends += 1;
    if (appends % STATISTICS_EVERY === 1)
      record('$stats-double', [json('$stats-double', '$statsCollected', { appends })]);
  };

  const exists = (name: string) => (streams.get(name)?.events.length ?? 0) > 0;

  const decide = (name: string, stream: Stream, expected: Expected, events: readonly Proposed[]): Outcome | 'write' => {
    const current = stream.events.length - 1;
    if (stream.tombstoned) return { kind: 'deleted' };
    if (expected === 'any') return 'write';
    if (expected === 'stream_exists') {
      if (stream.softDeleted) return { kind: 'deleted' };
      return current >= 0 || exists(`$$${name}`) ? 'write' : { kind: 'wrong-version', current };
    }
    const revision = expected === 'no_stream' ? -1 : expected;
    if (revision === current) return 'write';
    if (revision < current && isRepetition(stream.events, revision, events)) {
      const last = revision + events.length;
      return { kind: 'written', revision: last, position: stream.events[last]?.position ?? offset };
    }
    return stream.softDeleted && revision === -1 ? 'write' : { kind: 'wrong-version', current };
  };

  const changed = () => {
    for (const listener of [...listeners]) listener();
  };

  return {
    all: all as readonly Recorded[],
    listeners,
    append: (name: string, expected: Expected, events: readonly Proposed[]): Outcome => {
      const stream = streamOf(name);
      const decided = decide(name, stream, expected, events);
      if (decided !== 'write') return decided;
      recordStatistics();
      if (stream.softDeleted) stream.cutBelow = stream.events.length;
      stream.softDeleted = false;
      const position = record(name, events);
      changed();
      return { kind: 'written', revision: stream.events.length - 1, position };
    },
    /** A soft deletion is a note in the metadata; what is appended later goes on counting. */
    remove: (name: string): number => {
      streamOf(name).softDeleted = true;
      const position = record(`$$${name}`, [json(name, '$metadata', { $tb: TOMBSTONE_REVISION })]);
      changed();
      return position;
    },
    tombstone: (name: string): number => {
      streamOf(name).tombstoned = true;
      const position = record(name, [json(name, '$streamDeleted', {})]);
      changed();
      return position;
    },
    read: (name: string): readonly Recorded[] | 'missing' | 'deleted' => {
      const stream = streams.get(name);
      if (stream?.tombstoned) return 'deleted';
      if (!stream || stream.softDeleted || stream.events.length === 0) return 'missing';
      return stream.events.slice(stream.cutBelow);
    },
  };
};

export type Model = ReturnType<typeof createModel>;
