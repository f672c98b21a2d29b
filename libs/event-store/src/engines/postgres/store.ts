import pg from 'pg';
import type { EventStore, Position } from '../../event-store.js';
import { bell, type Bell } from '../bell.js';
import { follow } from '../follow.js';
import { connectionTo } from './connection.js';
import { openLane } from './lane.js';
import { readAll, readHead, readNames, readStream } from './reader.js';

export interface PostgresStoreOptions {
  /** A role with the grants of migrateEventStore; one that may only read can do everything but append. */
  readonly connectionString: string;
  /** Connections for reading, 4 unless told. */
  readonly readers?: number;
  /** How often a follower looks by itself, in milliseconds, 1,000 unless told: a notification can get lost. */
  readonly pollMs?: number;
  /** How long appends wait for a server that restarts, in milliseconds, 10,000 unless told. */
  readonly patienceMs?: number;
  /** How long an answer is waited for, 60,000 ms unless told: to a batch, whose outcome is unknown then, or to one page. */
  readonly answerMs?: number;
}

const PAGE = 2_000;
/** Also for a connection of the pool that others use. */
const CONNECT_MS = 10_000;

const listenTo = (connectionString: string, news: Bell) =>
  connectionTo({
    config: { connectionString, application_name: 'ledger-listen' },
    patienceMs: 0,
    onOpen: async (client) => {
      client.on('notification', () => {
        news.ring();
      });
      await client.query('LISTEN ledger');
    },
    onLost: () => {
      news.ring();
    },
  });

/** The log in the schema `ledger` of a PostgreSQL database; connects when first used. */
export const postgresStore = (options: PostgresStoreOptions): EventStore => {
  const { connectionString, readers = 4, pollMs = 1_000, patienceMs = 10_000, answerMs = 60_000 } = options;
  const pool = new pg.Pool({
    ...{ connectionString, max: readers, application_name: 'ledger-read', keepAlive: true },
    // A log is read page by page, however long: only a server that has gone silent leaves one unanswered.
    ...{ connectionTimeoutMillis: CONNECT_MS, query_timeout: answerMs },
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const lane = openLane(
    connectionTo({
      config: { connectionString, application_name: 'ledger-append', query_timeout: answerMs },
      patienceMs,
    }),
  );
  const news = bell();
  const listening = listenTo(connectionString, news);
  let closed = false;

  const listen = async (signal: AbortSignal) => {
    // Polling stands in where listening fails.
    await listening.current().catch(() => undefined);
    return { news: news.next(pollMs, signal) };
  };
  const all = (after: Position | undefined, batch = PAGE) => readAll(pool, after, batch);

  return {
    append: (stream, expected, events) => lane.append(stream, expected, events),
    readStream: (stream, from = 0) => readStream(pool, stream, from),
    readAll: all,
    follow: (after, signal) => follow({ readAll: all, listen, isClosed: () => closed }, after, signal),
    streams: (prefix) => readNames(pool, prefix),
    head: async () => {
      const head = await readHead(pool);
      return head === 0n ? undefined : String(head);
    },
    compare: (a, b) => Number(BigInt(a) - BigInt(b)),
    close: async () => {
      closed = true;
      await lane.close();
      news.ring();
      await listening.drop();
      await pool.end();
    },
  };
};
