import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { requireWay, serverAccount, type Account } from './account.js';
import { binary } from './binaries.js';
import { ensureCluster } from './cluster.js';
import { takeLock } from './lock.js';
import { choosePort } from './port.js';
import { endOrphan } from './postmaster.js';
import { launch, type Server } from './server.js';

export interface PostgresOptions {
  /** The database's folder; password, port, lock and messages lie beside it under its name. */
  readonly dataFolder: string;
  /** Without it the port of the last start is taken, or a free one. */
  readonly port?: number;
  readonly log: (line: string) => void;
}

/** A running PostgreSQL; `ownerUrl` is the superuser's for the database `postgres`. */
export interface EmbeddedPostgres {
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

// What a killed predecessor leaves for seconds: its last children with their shared memory, a port not yet free.
const PASSING = /lock file .* already exists|shared memory block|Address already in use|could not bind/;
const RETRY_MILLISECONDS = 10_000;

interface Launched {
  readonly server: Server;
  readonly port: number;
}

const launchPatiently = async (folder: string, options: PostgresOptions, account: Account): Promise<Launched> => {
  const limit = Date.now() + RETRY_MILLISECONDS;
  while (true) {
    const port = await choosePort(`${folder}.port`, options.port);
    try {
      return { server: await launch({ folder, logFile: `${folder}.log`, account, port }), port };
    } catch (error) {
      if (!PASSING.test(String(error)) || Date.now() > limit) throw error;
      options.log('PostgreSQL waits for what an earlier start has left behind.');
      await wait(250);
    }
  }
};

const open = async (folder: string, options: PostgresOptions) => {
  const account = serverAccount();
  requireWay(folder, account);
  requireWay(binary('postgres'), account);
  await endOrphan(folder, options.log);
  const password = ensureCluster(folder, `${folder}.password`, account);
  const { server, port } = await launchPatiently(folder, options, account);
  options.log(`PostgreSQL runs on 127.0.0.1:${port}, data in ${folder}`);
  return { server, ownerUrl: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` };
};

/**
 * Starts a PostgreSQL of our own in a folder, which is created with its database at the first start. Survives being
 * killed at any moment: the next start ends the orphan and recovers. Throws a sentence while another process uses the
 * folder, when a folder cannot be entered, or with PostgreSQL's own words.
 */
export const startPostgres = async (options: PostgresOptions): Promise<EmbeddedPostgres> => {
  const folder = resolve(options.dataFolder);
  // A folder of ours can be entered whatever the umask says; what lies in it is closed itself.
  if (mkdirSync(dirname(folder), { recursive: true })) chmodSync(dirname(folder), 0o755);
  const unlock = takeLock(`${folder}.lock`);
  try {
    const { server, ownerUrl } = await open(folder, options);
    let stopping = false;
    void server.ended.then(() => {
      if (!stopping) options.log(`PostgreSQL has ended unexpectedly; its messages are in ${folder}.log.`);
    });
    const stop = async () => {
      stopping = true;
      await server.stop();
      unlock();
    };
    return { ownerUrl, stop };
  } catch (error) {
    unlock();
    throw error;
  }
};
