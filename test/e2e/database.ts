import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type DatabaseUrls, ROLES } from '../../apps/standalone/src/postgres/roles.js';
import { sharedServer } from '../postgres-server.js';

// Roles belong to the server that all test files share: one password for all, set by whoever comes first.
const PASSWORD = 'known-to-all-tests';
const LOCK = 4_711;

const ensureRoles = async (client: pg.Client): Promise<void> => {
  for (const role of Object.values(ROLES)) {
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
  }
};

const urlsOf = (ownerUrl: string, database: string): DatabaseUrls => {
  const as = (login: object): string => Object.assign(new URL(ownerUrl), { pathname: database, ...login }).href;
  const of = (role: string): string => as({ username: role, password: PASSWORD });
  const { commands, queries, worker, eraser, sessions } = ROLES;
  return {
    owner: as({}),
    commands: of(commands),
    queries: of(queries),
    worker: of(worker),
    eraser: of(eraser),
    sessions: of(sessions),
  };
};

/** One client at a time works on what belongs to the whole server. */
const alone = async <T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    return await work(client);
  } finally {
    await client.end();
  }
};

const freshName = (): string => `system_${randomBytes(6).toString('hex')}`;

/** An empty database on a server, and the URLs by which the owner and each service come to it. */
export const freshUrls = ({ ownerUrl }: { readonly ownerUrl: string }): Promise<DatabaseUrls> =>
  alone(ownerUrl, async (client) => {
    await ensureRoles(client);
    const name = freshName();
    await client.query(`CREATE DATABASE ${name}`);
    return urlsOf(ownerUrl, name);
  });

/** A copy of the database `name` of the shared server, which the first test file that asks for it creates and fills. */
export const copiedUrls = async (name: string, fill: (urls: DatabaseUrls) => Promise<void>): Promise<DatabaseUrls> => {
  const { ownerUrl } = await sharedServer();
  return alone(ownerUrl, async (client) => {
    await ensureRoles(client);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) {
      const filling = freshName();
      await client.query(`CREATE DATABASE ${filling}`);
      await fill(urlsOf(ownerUrl, filling));
      await client.query(`ALTER DATABASE ${filling} RENAME TO ${name}`);
    }
    const copy = freshName();
    await client.query(`CREATE DATABASE ${copy} TEMPLATE ${name}`);
    return urlsOf(ownerUrl, copy);
  });
};
