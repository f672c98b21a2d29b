import pg from 'pg';

// Any number that nobody else uses; two instances may start together.
const LOCK = 7_402_117;

const TABLE = `
  CREATE SCHEMA IF NOT EXISTS session;
  CREATE TABLE IF NOT EXISTS session.session (sid text PRIMARY KEY, sess json NOT NULL, expire timestamptz NOT NULL);
  CREATE INDEX IF NOT EXISTS session_expire ON session.session (expire);
`;

/** Creates the schema `session` as its owner and lets the roles use it. Repeating it is harmless. */
export async function migrateSessions(ownerUrl: string, roles: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(TABLE);
    for (const role of roles.map((name) => client.escapeIdentifier(name))) {
      await client.query(`GRANT USAGE ON SCHEMA session TO ${role}`);
      await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON session.session TO ${role}`);
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
