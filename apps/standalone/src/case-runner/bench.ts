import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../postgres/postgres.js';
import { type DatabaseUrls, prepareDatabase } from '../postgres/roles.js';

/** A database server of this run only, which gives every case a database of its own. */
export interface Bench {
  /** An empty database in place of the one before, or a copy of the one kept under the name. */
  fresh(kept?: string): Promise<DatabaseUrls>;
  /** Keeps the present database, which nobody uses any more, under a name. */
  keep(name: string): Promise<void>;
  stop(): Promise<void>;
}

const DATABASE = 'beschlussbuch';

// The data is thrown away with the run: nothing has to survive a power failure.
const HASTY = ['fsync', 'synchronous_commit', 'full_page_writes'];

const execute = async (ownerUrl: string, ...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};

export const openBench = async (log: (line: string) => void): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'beschlussbuch-case-'));
  // PostgreSQL may run as another user, who must find its way to its own folder.
  chmodSync(folder, 0o755);
  const clean = () => rmSync(folder, { recursive: true, force: true });
  try {
    const postgres = await startPostgres({ dataFolder: join(folder, 'postgres'), log });
    const { ownerUrl } = postgres;
    await execute(ownerUrl, ...HASTY.map((name) => `ALTER SYSTEM SET ${name} = off`), 'SELECT pg_reload_conf()');
    return {
      fresh: async (kept) => {
        await execute(ownerUrl, `DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
        if (kept !== undefined) await execute(ownerUrl, `CREATE DATABASE ${DATABASE} TEMPLATE ${kept}`);
        return prepareDatabase(ownerUrl);
      },
      keep: (name) => execute(ownerUrl, `ALTER DATABASE ${DATABASE} RENAME TO ${name}`),
      stop: async () => {
        await postgres.stop();
        clean();
      },
    };
  } catch (error) {
    clean();
    throw error;
  }
};
