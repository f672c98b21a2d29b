import { randomBytes } from 'node:crypto';
import pg from 'pg';

const DATABASE = 'beschlussbuch';
export const ROLES = {
  commands: 'bb_commands',
  queries: 'bb_queries',
  worker: 'bb_worker',
  eraser: 'bb_eraser',
  sessions: 'bb_sessions',
} as const;

/** What the services' roles log in with; whoever is not named gets a new random password. */
export type Passwords = Readonly<Partial<Record<keyof typeof ROLES, string>>>;

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
    `ALTER ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
     PASSWORD ${client.escapeLiteral(password)}`,
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
 * Creates the database `beschlussbuch` and its roles where they are missing and sets every role's password: without
 * `passwords` no password of a service has to be stored. The roles may connect and nothing else: `migrate` grants.
 */
export const prepareDatabase = (ownerUrl: string, passwords: Passwords = {}): Promise<DatabaseUrls> =>
  connected(ownerUrl, async (client) => {
    await ensureDatabase(client);
    await client.query(`REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC`);
    const prepared = async (user: keyof typeof ROLES) => {
      const role = ROLES[user];
      const password = passwords[user] ?? randomBytes(24).toString('hex');
      await ensureRole(client, role, password);
      return urlFor(ownerUrl, { role, password });
    };
    return {
      owner: urlFor(ownerUrl),
      commands: await prepared('commands'),
      queries: await prepared('queries'),
      worker: await prepared('worker'),
      eraser: await prepared('eraser'),
      sessions: await prepared('sessions'),
    };
  });
