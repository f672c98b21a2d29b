import { AppendTooLarge, MAX_APPEND_BYTES, NO_STREAM, type NewEvent } from '../event-store.js';

/** What PostgreSQL cannot store and UTF-8 cannot carry: both would break "returned verbatim" without a sound. */
const UNSTORABLE = /[\0\p{Cs}]/u;

/** As the server of EventStoreDB counts: two bytes for each character of a type. */
const bytesOf = (event: NewEvent) => Buffer.byteLength(event.record) + 2 * event.type.length;

/** Refuses what no engine may write. Throws AppendTooLarge; TypeError for a mistake of the caller. */
export const admit = (stream: string, expected: number, events: readonly NewEvent[]): number => {
  if (events.length === 0) throw new TypeError(`An append to ${stream} holds no events`);
  if (!Number.isSafeInteger(expected) || expected < NO_STREAM) throw new TypeError(`${expected} is no revision`);
  if (events.some(({ record, type }) => UNSTORABLE.test(record) || UNSTORABLE.test(type))) {
    throw new TypeError(`An event for ${stream} holds a NUL or half a surrogate pair`);
  }
  const bytes = events.reduce((sum, event) => sum + bytesOf(event), 0);
  if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge(stream, bytes);
  return bytes;
};
