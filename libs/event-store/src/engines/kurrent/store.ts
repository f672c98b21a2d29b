import { setMaxListeners } from 'node:events';
import type { EventStore, Position } from '../../event-store.js';
import { admit } from '../admission.js';
import { appendTo } from './append.js';
import { openClient } from './client.js';
import { headFinder } from './head.js';
import { lanes } from './lanes.js';
import { nameFinder } from './names.js';
import { comparePositions } from './position.js';
import { follow, inBatches, readStream, readUntil } from './reader.js';

export interface KurrentStoreOptions {
  /** esdb://user:password@host:2113, esdb+discover://... or several hosts for a cluster, as the client reads it. */
  readonly connectionString: string;
  /** Only streams that begin with one of these belong to the log: for a server that is shared. All unless told. */
  readonly prefixes?: readonly string[];
  /** How long the answer to one append or the next event of a read is waited for, in milliseconds, 5,000 unless told. */
  readonly answerMs?: number;
  /** How long an append whose outcome is unknown is repeated, and a lost connection sought, 20,000 ms unless told. */
  readonly patienceMs?: number;
}

const BATCH = 1_000;
/** The server's limit for calls on one connection is 100; reads need some of them. */
const IN_FLIGHT = 64;

/** What begins with a dollar sign is the server's: it would be written and never read. */
const refuseReserved = (names: readonly string[]) => {
  const wrong = names.find((name) => name === '' || name.startsWith('$'));
  if (wrong !== undefined)
    throw new TypeError(`"${wrong}" is no name for a stream or a type: empty or the server's own`);
};

const refuseBeyond = (after: Position | undefined, end: Position | undefined) => {
  if (after === undefined || (end !== undefined && comparePositions(after, end) <= 0)) return;
  throw new Error(`Position ${after} lies beyond the end of the log, ${end ?? 'which is empty'}`);
};

/** The log on a server or cluster of EventStoreDB or KurrentDB; connects when first used. */
export const kurrentStore = (options: KurrentStoreOptions): EventStore => {
  const { connectionString, prefixes = [], answerMs = 5_000, patienceMs = 20_000 } = options;
  const client = openClient(connectionString);
  const closing = new AbortController();
  // Each call that waits listens; their number is no leak.
  setMaxListeners(0, closing.signal);
  const reading = { answerMs, patienceMs, signal: closing.signal };
  const isOurs = (stream: string) => prefixes.length === 0 || prefixes.some((prefix) => stream.startsWith(prefix));
  const last = headFinder(client, isOurs, reading);
  const names = nameFinder(client, isOurs, reading);
  const queue = lanes(IN_FLIGHT);
  let closed = false;

  async function* readAll(after?: Position, batch = BATCH) {
    const end = (await last())?.position;
    refuseBeyond(after, end);
    if (end !== undefined && end !== after) {
      yield* inBatches(readUntil(client, end, { after, prefixes }, reading), batch);
    }
  }

  async function* followAll(after: Position | undefined, signal: AbortSignal) {
    if (after !== undefined) refuseBeyond(after, (await last())?.position);
    const either = AbortSignal.any([signal, closing.signal]);
    yield* follow(client, { after, prefixes }, { ...reading, signal: either });
  }

  return {
    append: async (stream, expected, events) => {
      admit(stream, expected, events);
      refuseReserved([stream, ...events.map(({ type }) => type)]);
      if (closed) throw new Error('The store is closed');
      const revision = await queue.run(stream, () => appendTo(client, stream, expected, events, reading));
      const end = expected + events.length;
      // A deleted stream takes what is new for it and goes on counting. Reading it stops at the hole.
      if (revision !== end) await readStream(client, stream, end, reading).next();
      return end;
    },
    readStream: (stream, from = 0) => readStream(client, stream, from, reading),
    readAll,
    follow: followAll,
    streams: async (prefix) => names(prefix, await last()),
    head: async () => (await last())?.position,
    compare: comparePositions,
    close: async () => {
      closed = true;
      await queue.idle();
      closing.abort();
      await client.close();
    },
  };
};
