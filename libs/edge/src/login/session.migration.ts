import pg from 'pg';

// Any number that nobody else uses; two instances may start together.
const LOCK = 7_402_117;

const TABLE = `
  CREATE SCHEMA IF NOT EXISTS session;
  CREATE TABLE IF NOT EXISTS session.session (sid text PRIMARY KEY, sess json NOT NULL, expire timestamptz NOT NULL);
  CREATE INDEX IF NOT EXISTS session_expire ON session.session (expire);
`;

/**
 * Roles that exist already: `write` of the services where people log in, `read` of those that only recognise them. Who
 * may write a session can make himself anybody by it.
 */
export interface SessionRoles {
  readonly write: readonly string[];
  readonly read: readonly string[];
}

/** Creates the schema `session` as its owner and gives the roles exactly their rights. Repeating it is harmless. */
export async function migrateSessions(ownerUrl: string, { write, read }: SessionRoles): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(TABLE);
    for (const role of [...write, ...read].map(pg.escapeIdentifier)) {
      await client.query(`REVOKE ALL ON session.session FROM ${role}`);
      await client.query(`GRANT USAGE ON SCHEMA session TO ${role}; GRANT SELECT ON session.session TO ${role}`);
    }
    for (const role of write.map(pg.escapeIdentifier)) {
      await client.query(`GRANT INSERT, UPDATE, DELETE ON session.session TO ${role}`);
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
