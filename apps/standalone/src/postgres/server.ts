import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Account } from './account.js';
import { binary } from './binaries.js';
import { endServer, isReady } from './postmaster.js';

/** Where a server works: its folder, the file its messages go to, who runs it, on which port of 127.0.0.1. */
export interface Place {
  readonly folder: string;
  readonly logFile: string;
  readonly account: Account;
  readonly port: number;
}

/** A server that accepts connections; `ended` is fulfilled when it stops for whatever reason. */
export interface Server {
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'log_checkpoints=off',
  // Statements and details of an error can carry personal data, which must not lie in a log.
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
];

// Recovery after a crash can take minutes; a server that is alive and not ready is waited for.
const PATIENCE_MILLISECONDS = 300_000;

const run = ({ folder, port, account, logFile }: Place) => {
  const flags = ['-D', folder, '-p', String(port), ...SETTINGS.flatMap((setting) => ['-c', setting])];
  const output = openSync(logFile, 'w', 0o600);
  // A session of its own: Ctrl-C in the terminal reaches the services, which end PostgreSQL when they have drained.
  const child = spawn(binary('postgres'), flags, {
    ...account,
    env: { ...process.env, LC_ALL: 'C' },
    detached: true,
    stdio: ['ignore', 'ignore', output],
  });
  closeSync(output);
  return child;
};

/** Starts PostgreSQL and waits until it accepts connections; throws with its own words when it ends before. */
export const launch = async (place: Place): Promise<Server> => {
  const child = run(place);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => resolve('it ended.'));
  });
  const { pid = 0 } = child;
  const limit = Date.now() + PATIENCE_MILLISECONDS;
  while (!isReady(pid, place.folder)) {
    const complaint = await Promise.race([ended, wait(20)]);
    if (complaint !== undefined) {
      throw new Error(`PostgreSQL did not start: ${complaint}\n${readFileSync(place.logFile, 'utf8').trim()}`);
    }
    if (Date.now() > limit) throw new Error(`PostgreSQL does not become ready; its messages are in ${place.logFile}.`);
  }
  child.unref();
  const onExit = () => child.kill('SIGINT');
  process.once('exit', onExit);
  void ended.then(() => process.removeListener('exit', onExit));
  return { ended, stop: () => endServer(pid, place.folder) };
};
