import pg from 'pg';

/** Any fixed number that nothing else in the database locks. */
const LEASE = 7_310_005;

/**
 * The connection of the one active instance, or undefined while another one is active. The lock dies with the connection,
 * and whoever holds it writes through that connection only: who lost it can write nothing more. Needs a connection of its
 * own, so no pooler that shares sessions may stand in between.
 */
export const leased = async (databaseUrl: string): Promise<pg.Client | undefined> => {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'log',
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  // Without a listener a broken idle connection would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [LEASE]);
    if (rows[0]?.free === true) return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  await client.end();
  return undefined;
};
