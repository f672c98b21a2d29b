import { randomBytes } from 'node:crypto';
import pg from 'pg';

const DATABASE = 'beschlussbuch';
const ROLES = { commands: 'bb_commands', queries: 'bb_queries', worker: 'bb_worker', sessions: 'bb_sessions' } as const;

/** One URL of the database `beschlussbuch` per user of it: the owner migrates, each service has a role of its own. */
export type DatabaseUrls = Readonly<Record<'owner' | keyof typeof ROLES, string>>;

const connected = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const exists = async (client: pg.Client, question: string, name: string) =>
  (await client.query(question, [name])).rowCount === 1;

const ensureDatabase = async (client: pg.Client) => {
  if (await exists(client, 'SELECT 1 FROM pg_database WHERE datname = $1', DATABASE)) return;
  await client.query(`CREATE DATABASE ${DATABASE}`);
};

const ensureRole = async (client: pg.Client, role: string, password: string) => {
  if (!(await exists(client, 'SELECT 1 FROM pg_roles WHERE rolname = $1', role))) {
    await client.query(`CREATE ROLE ${role}`);
  }
  await client.query(
    `ALTER ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '${password}'`,
  );
  await client.query(`GRANT CONNECT ON DATABASE ${DATABASE} TO ${role}`);
};

const urlFor = (ownerUrl: string, login?: { readonly role: string; readonly password: string }) => {
  const url = new URL(ownerUrl);
  url.pathname = `/${DATABASE}`;
  if (login) Object.assign(url, { username: login.role, password: login.password });
  return url.href;
};

/**
 * Creates the database `beschlussbuch` and its roles where they are missing and gives every role a new random password,
 * so that no password of a service is ever stored. The roles may connect and nothing else: the libs' migrations grant.
 */
export const prepareDatabase = (ownerUrl: string): Promise<DatabaseUrls> =>
  connected(ownerUrl, async (client) => {
    await ensureDatabase(client);
    await client.query(`REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC`);
    const prepared = async (role: string) => {
      const password = randomBytes(24).toString('hex');
      await ensureRole(client, role, password);
      return urlFor(ownerUrl, { role, password });
    };
    return {
      owner: urlFor(ownerUrl),
      commands: await prepared(ROLES.commands),
      queries: await prepared(ROLES.queries),
      worker: await prepared(ROLES.worker),
      sessions: await prepared(ROLES.sessions),
    };
  });
