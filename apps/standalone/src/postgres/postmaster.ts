import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { processOf } from './processes.js';

const PATIENCE_MILLISECONDS = 60_000;
const fileOf = (folder: string) => join(folder, 'postmaster.pid');

const linesOf = (folder: string): readonly string[] => {
  try {
    return readFileSync(fileOf(folder), 'utf8').split('\n');
  } catch {
    return [];
  }
};

const serves = (pid: number, folder: string) => {
  const command = processOf(pid)?.command ?? '';
  return command.includes('postgres') && command.includes(folder);
};

const gone = async (pid: number, folder: string): Promise<boolean> => {
  const limit = Date.now() + PATIENCE_MILLISECONDS;
  while (Date.now() < limit) {
    if (!serves(pid, folder)) return true;
    await wait(20);
  }
  return false;
};

/** Whether this server says of itself that it accepts connections. */
export const isReady = (pid: number, folder: string): boolean => {
  const lines = linesOf(folder);
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
};

/** Fast shutdown: clients are cut off, nothing committed is lost. Who hangs is ended; the next start then recovers. */
export const endServer = async (pid: number, folder: string): Promise<void> => {
  if (!serves(pid, folder)) return;
  process.kill(pid, 'SIGINT');
  if (await gone(pid, folder)) return;
  process.kill(pid, 'SIGQUIT');
  await gone(pid, folder);
};

/** Ends the server that a killed process has left running on the folder. Only for the holder of the folder's lock. */
export const endOrphan = async (folder: string, log: (line: string) => void): Promise<void> => {
  const pid = Number(linesOf(folder)[0] ?? 0);
  if (pid === 0) return;
  if (serves(pid, folder)) {
    log(`PostgreSQL (process ${pid}) still runs from an earlier start and is stopped first.`);
    await endServer(pid, folder);
  } else if (processOf(pid) !== undefined) {
    // The number now belongs to a stranger, whom PostgreSQL would take for its predecessor and refuse to start.
    rmSync(fileOf(folder));
  }
};
