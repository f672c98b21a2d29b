import {
  type AllStreamResolvedEvent,
  type AppendExpectedRevision,
  BACKWARDS,
  binaryEvent,
  CancelledError,
  DeadlineExceededError,
  END,
  EventStoreDBClient,
  type Filter,
  MaxAppendSizeExceededError,
  NotLeaderError,
  type ReadRevision,
  type ResolvedEvent,
  START,
  STREAM_NAME,
  StreamNotFoundError,
  TimeoutError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { AppendTooLarge, Conflict, NO_STREAM, type NewEvent, type Position } from '../../event-store.js';
import { admit } from '../admission.js';
import { credentialsOf, withThrowingAppends } from './address.js';
import { toPlace, toPosition } from './position.js';
import { type Emitter, Silence, type Source } from './source.js';

/**
 * All that the engine takes of @eventstore/db-client. No other file imports it: its successor replaces this one.
 * Each call asks for the leader, because another node may not have yet what was acknowledged before.
 */
export interface Client {
  /** One attempt, with the new revision of the stream; throws Conflict, AppendTooLarge, or what the client throws. */
  append(stream: string, expected: number, events: readonly NewEvent[], answerMs: number): Promise<number>;
  readStream(stream: string, from: number): Source<Found>;
  /** Subscribes to all streams that begin with one of `prefixes`, to all but the server's own for none. */
  subscribe(after: Position | undefined, prefixes: readonly string[]): Source<Found>;
  /** The latest events before `before`, the server's own included, the last one first. */
  readBack(before: Position | undefined, count: number): Source<Found>;
  close(): Promise<void>;
}

/** An event as the client hands it out. */
export interface Found {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly position: Position;
  /** Undefined for JSON, which the client parses: its bytes are not to be had. */
  readonly bytes: Uint8Array | undefined;
}

/** The server's own streams begin so, as do the types of its events in other streams. */
const NO_SYSTEM_STREAM = '^[^$]';
const BUFFER = { highWaterMark: 500 };
/** How many events the server looks at before it reports how far it has come without a match. */
const WINDOW = 500;

const PASSING = [UnavailableError, CancelledError, DeadlineExceededError, TimeoutError, NotLeaderError, Silence];
/** Codes of gRPC for a mistake in the call: invalid argument, unimplemented. */
const LASTING = [3, 12];

/** The node asked is not the leader: nothing was done, and the client's next call goes to the leader. */
export const isMoved = (error: unknown): boolean => error instanceof NotLeaderError;

/** True where the same call can succeed later. Everything else stays as it is: access denied, a deleted stream. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof UnknownError) return !LASTING.includes(Number(error.code));
  if (PASSING.some((kind) => error instanceof kind)) return true;
  // The client reports a cluster that none of its nodes tells about as an Error without a type.
  return error instanceof Error && error.message.startsWith('Failed to discover');
};

export const isMissing = (error: unknown): boolean => error instanceof StreamNotFoundError;

const toFound = ({ event }: ResolvedEvent | AllStreamResolvedEvent): Found | undefined =>
  event?.position && {
    id: event.id,
    stream: event.streamId,
    revision: Number(event.revision),
    type: event.type,
    position: toPosition(event.position),
    bytes: event.isJson ? undefined : event.data,
  };

const filterFor = (prefixes: readonly string[]): Filter => ({
  filterOn: STREAM_NAME,
  maxSearchWindow: WINDOW,
  checkpointInterval: 10,
  ...(prefixes.length > 0 ? { prefixes: [...prefixes] } : { regex: NO_SYSTEM_STREAM }),
});

const toRevision = (expected: number): AppendExpectedRevision =>
  expected === NO_STREAM ? 'no_stream' : BigInt(expected);

const refusal = (error: unknown, stream: string, expected: number, events: readonly NewEvent[]): unknown => {
  if (error instanceof MaxAppendSizeExceededError) return new AppendTooLarge(stream, admit(stream, expected, events));
  if (!(error instanceof WrongExpectedVersionError)) return error;
  const { actualVersion } = error;
  return new Conflict(stream, expected, typeof actualVersion === 'bigint' ? Number(actualVersion) : NO_STREAM);
};

interface Reading extends Emitter {
  read(): unknown;
}

const source = (stream: Reading, cancel: () => Promise<void>): Source<Found> => {
  let confirmed = false;
  stream.on('confirmation', () => {
    confirmed = true;
  });
  return {
    stream,
    take: () => {
      for (;;) {
        const item = stream.read() as ResolvedEvent | AllStreamResolvedEvent | null;
        const found = item && toFound(item);
        if (found !== undefined) return found ?? undefined;
      }
    },
    isConfirmed: () => confirmed,
    cancel,
  };
};

export const openClient = (connectionString: string): Client => {
  const client = EventStoreDBClient.connectionString(withThrowingAppends(connectionString));
  // Named in each append, credentials keep the client from batching appends. A batch has no time limit, shares the fate
  // of all batches of the process, and an answer that comes after such a common failure ends the process.
  const credentials = credentialsOf(connectionString);
  const base = { requiresLeader: true };

  return {
    append: async (stream, expected, events, answerMs) => {
      const proposed = events.map(({ id, type, record }) => binaryEvent({ id, type, data: Buffer.from(record) }));
      const options = { ...base, credentials, deadline: answerMs, expectedRevision: toRevision(expected) };
      try {
        const { nextExpectedRevision } = await client.appendToStream(stream, proposed, options);
        return Number(nextExpectedRevision);
      } catch (error) {
        throw refusal(error, stream, expected, events);
      }
    },
    readStream: (stream, from) => {
      const fromRevision: ReadRevision = from === 0 ? START : BigInt(from);
      const reading = client.readStream(stream, { ...base, fromRevision }, BUFFER);
      return source(reading, () => reading.cancel());
    },
    subscribe: (after, prefixes) => {
      const fromPosition = after === undefined ? START : toPlace(after);
      const subscription = client.subscribeToAll({ ...base, fromPosition, filter: filterFor(prefixes) }, BUFFER);
      return source(subscription, () => subscription.unsubscribe());
    },
    readBack: (before, count) => {
      const fromPosition = before === undefined ? END : toPlace(before);
      const reading = client.readAll({ ...base, direction: BACKWARDS, fromPosition, maxCount: count }, BUFFER);
      return source(reading, () => reading.cancel());
    },
    close: async () => {
      await client.dispose();
      // Disposing ends calls and leaves the connection open; the client has no public way to close it.
      await client['getChannel']().then(
        (channel) => channel.close(),
        () => undefined,
      );
    },
  };
};
