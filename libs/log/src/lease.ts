import pg from 'pg';
import type { Queryable } from './tables.js';

/** Any fixed number that nothing else in the database locks. */
const LEASE = 7_310_005;

/**
 * A host that crashes or is cut off says no goodbye: unless told otherwise, the server notices after two hours, and holds the
 * lock as long. So it asks whether somebody is there. Any role may set this; over a socket of Unix it means nothing.
 */
const NOTICE = `SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
  SET tcp_user_timeout = 20000`;
/** From this end: as soon when nothing is under way, else when an answer does not come. */
const PROBE_MS = 5_000;
const ANSWER_MS = 30_000;

export interface Lease {
  readonly client: pg.Client;
  /** Aborts when the connection has ended, and the lease with it. */
  readonly lost: AbortSignal;
}

/**
 * The connection of the one active instance; while another session holds the lock, the answer to what `standing` asks. The
 * lock dies with the connection, and whoever holds it writes through that connection only: who lost it can write nothing
 * more. Needs a connection of its own, so no pooler that shares sessions may stand in between. An answer is waited for
 * `answerMs`.
 */
export const leased = async <T>(
  databaseUrl: string,
  standing: (db: Queryable) => Promise<T>,
  answerMs = ANSWER_MS,
): Promise<Lease | { readonly standing: T }> => {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'log',
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBE_MS,
    connectionTimeoutMillis: 5_000,
    query_timeout: answerMs,
  });
  // Without a listener a broken idle connection would end the process.
  client.on('error', () => undefined);
  const ending = new AbortController();
  client.on('end', () => ending.abort());
  try {
    await client.connect();
    await client.query(NOTICE);
    const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [LEASE]);
    if (rows[0]?.free === true) return { client, lost: ending.signal };
    const answer = await standing(client);
    await client.end();
    return { standing: answer };
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
};

/** Throws where the lease is lost: a process that was paused may not have heard yet that its connection was ended. */
export const checkLease = async (lease: Queryable): Promise<void> => {
  await lease.query('SELECT 1');
};
