import pg from 'pg';
import type { EventStore } from '../../event-store.js';
import { bell } from '../bell.js';
import { connectionTo } from './connection.js';
import { openLane } from './lane.js';
import { readAll, readHead, readStream } from './reader.js';

export interface PostgresStoreOptions {
  /** A role with the grants of migrateEventStore; one that may only read can do everything but append. */
  readonly connectionString: string;
  /** Connections for reading, 4 unless told. */
  readonly readers?: number;
  /** How often a follower looks by itself, in milliseconds, 1,000 unless told: a notification can get lost. */
  readonly pollMs?: number;
  /** How long appends wait for a server that restarts, in milliseconds, 10,000 unless told. */
  readonly patienceMs?: number;
  /** How long the answer to a batch is waited for before its outcome counts as unknown, 60,000 ms unless told. */
  readonly answerMs?: number;
}

const PAGE = 2_000;

/** The log in the schema `ledger` of a PostgreSQL database; connects when first used. */
export const postgresStore = (options: PostgresStoreOptions): EventStore => {
  const { connectionString, readers = 4, pollMs = 1_000, patienceMs = 10_000, answerMs = 60_000 } = options;
  const pool = new pg.Pool({ connectionString, max: readers, application_name: 'ledger-read', keepAlive: true });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const lane = openLane(
    connectionTo({
      config: { connectionString, application_name: 'ledger-append', query_timeout: answerMs },
      patienceMs,
    }),
  );
  const news = bell();
  const listening = connectionTo({
    config: { connectionString, application_name: 'ledger-listen' },
    patienceMs: 0,
    onOpen: async (client) => {
      client.on('notification', () => news.ring());
      await client.query('LISTEN ledger');
    },
    onLost: () => news.ring(),
  });
  let closed = false;

  async function* follow(after: string | undefined, signal: AbortSignal) {
    let last = after;
    while (!signal.aborted && !closed) {
      // Before reading, or an append in between would wait for the next poll. Polling stands in where listening fails.
      await listening.current().catch(() => undefined);
      const rung = news.next(pollMs, signal);
      let handed = false;
      for await (const events of readAll(pool, last, PAGE)) {
        yield events;
        if (signal.aborted) return;
        handed = true;
        last = events.at(-1)?.position ?? last;
      }
      if (!handed) yield [];
      await rung;
    }
  }

  return {
    append: lane.append,
    readStream: (stream, from = 0) => readStream(pool, stream, from),
    readAll: (after, batch = PAGE) => readAll(pool, after, batch),
    follow,
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
