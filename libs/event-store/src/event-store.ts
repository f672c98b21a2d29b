/**
 * The port to the log. Small on purpose: append with an expected revision, read one stream, read all, follow all.
 * Engines share this contract and its test suite (`test/event-store.contract.ts`), not code.
 */

/** Place of an event in the order of all events. Opaque: only the engine that issued it can read it. */
export type Position = string;

/** Expected revision of a stream that must not exist yet. */
export const NO_STREAM = -1;

/** An event to be appended. */
export interface NewEvent {
  /** UUID, unique within the stream; derived from the command, so that a retry is recognised. */
  readonly id: string;
  readonly type: string;
  /** Canonical bytes of the record as text; stored and returned verbatim. */
  readonly record: string;
}

/** An event as the log holds it. */
export interface StoredEvent extends NewEvent {
  readonly stream: string;
  /** 0 for the first event of a stream. */
  readonly revision: number;
  readonly position: Position;
}

/** Someone was faster: the stream stands at `current` (NO_STREAM if it does not exist). Nothing was written. */
export class Conflict extends Error {
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly current: number,
  ) {
    super(`${stream} stands at revision ${current}, expected ${expected}`);
    this.name = 'Conflict';
  }
}

/** The stream was never written to. */
export class StreamNotFound extends Error {
  constructor(readonly stream: string) {
    super(`${stream} does not exist`);
    this.name = 'StreamNotFound';
  }
}

/** One append exceeds MAX_APPEND_BYTES. Nothing was written. */
export class AppendTooLarge extends Error {
  constructor(
    readonly stream: string,
    readonly bytes: number,
  ) {
    super(`An append of ${bytes} bytes to ${stream} exceeds ${MAX_APPEND_BYTES}`);
    this.name = 'AppendTooLarge';
  }
}

/** The connection broke before the answer came: written or not, nobody knows. Repeating the same call is safe. */
export class OutcomeUnknown extends Error {
  constructor(
    readonly stream: string,
    cause: unknown,
  ) {
    super(`The answer to an append to ${stream} was lost`, { cause });
    this.name = 'OutcomeUnknown';
  }
}

/** Events that were committed are not there any more. Trying again does not bring them back. */
export class EventsMissing extends Error {
  override readonly name = 'EventsMissing';
}

/** Limit of one append: bytes of its records in UTF-8 and two for each character of its types, as EventStoreDB counts. */
export const MAX_APPEND_BYTES = 1_048_576;

/** One log. Every method may also throw what its engine's connection throws. */
export interface EventStore {
  /**
   * Appends all events or none, after revision `expected` (NO_STREAM for a new stream).
   * Promises: durable when resolved; on a stream beyond `expected` it succeeds without writing if every id matches at
   * expected+1, expected+2, ...; otherwise Conflict. A connection lost on the way rejects with OutcomeUnknown; repeating
   * the same call is safe then. An empty append and text that UTF-8 cannot carry are refused as TypeError.
   * Resolves with the revision of the last of `events`.
   */
  append(stream: string, expected: number, events: readonly NewEvent[]): Promise<number>;

  /** Events of one stream from `from` (included) upwards. Throws StreamNotFound. Yields nothing beyond the end. */
  readStream(stream: string, from?: number): AsyncIterable<StoredEvent>;

  /**
   * All events after `after` (undefined: from the start) in commit order, in batches, ending at the present.
   * Never skips an event, also while other writers are still committing. Batches hold at most `batch` events. Throws
   * EventsMissing where an engine whose positions have no gaps finds one.
   */
  readAll(after?: Position, batch?: number): AsyncIterable<readonly StoredEvent[]>;

  /**
   * As readAll, but goes on with what is appended later until `signal` aborts. Batches may be empty: then nothing is
   * there at the moment (a heartbeat, at least every few seconds). Does not promise to survive a lost connection:
   * it throws, and the caller resumes after the last event it handled.
   */
  follow(after: Position | undefined, signal: AbortSignal): AsyncIterable<readonly StoredEvent[]>;

  /** Names of all streams that begin with `prefix`, sorted. For the few streams of the registry, not for matters. */
  streams(prefix: string): Promise<readonly string[]>;

  /** Position of the last event, undefined for an empty log. */
  head(): Promise<Position | undefined>;

  /** Negative, zero or positive as `a` lies before, at or after `b`. */
  compare(a: Position, b: Position): number;

  /** Lets running appends finish, then releases connections. */
  close(): Promise<void>;
}
