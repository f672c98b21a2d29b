import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** An interruption leaves the old text or the new one, never half of it; what is written survives a power failure. */
export const writeDurably = (file: string, text: string): void => {
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
};

/** The text of a file; undefined where there is none. */
export const readIfThere = (file: string): string | undefined =>
  existsSync(file) ? readFileSync(file, 'utf8') : undefined;

/** Throws for a private key that others can read. */
export const readKey = (file: string): string => {
  if ((statSync(file).mode & 0o077) !== 0) throw new Error(`${file} can be read by others: chmod 600 ${file}`);
  return readFileSync(file, 'utf8').trim();
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Keeps a second process from the same state: both could cosign from what the other has left behind. */
export const lock = (file: string): (() => void) => {
  const name = `${file}.lock`;
  const holder = Number(readIfThere(name) ?? 0);
  if (holder > 0 && isAlive(holder)) throw new Error(`${file} is in use by process ${holder}`);
  rmSync(name, { force: true });
  writeFileSync(name, String(process.pid), { flag: 'wx', mode: 0o600 });
  return () => rmSync(name, { force: true });
};
