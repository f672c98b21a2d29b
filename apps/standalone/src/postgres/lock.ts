import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { processOf } from './processes.js';

const read = (file: string) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/** The number of the process that wrote this lock, if it is the one that still runs. */
const holderOf = (content: string): number | undefined => {
  const [pid = '', started] = content.split('\n');
  return processOf(Number(pid))?.started === started ? Number(pid) : undefined;
};

/** A rename takes exactly one file away: should it be a newer lock than the dead one we have read, it goes back. */
const clearAway = (file: string, dead: string) => {
  const aside = `${file}.${process.pid}.dead`;
  renameSync(file, aside);
  if (read(aside) !== dead) linkSync(aside, file);
  rmSync(aside);
};

const attempt = (own: string, file: string): boolean => {
  try {
    // A link appears at once with its whole content and fails when the name exists.
    linkSync(own, file);
    return true;
  } catch {
    return false;
  }
};

const seize = (own: string, file: string, tries: number): void => {
  if (attempt(own, file)) return;
  const content = read(file);
  const holder = content === undefined ? undefined : holderOf(content);
  if (holder !== undefined || tries === 0) {
    throw new Error(`Beschlussbuch already runs on this data folder (process ${holder ?? 'unknown'}, lock ${file}).`);
  }
  if (content !== undefined) clearAway(file, content);
  seize(own, file, tries - 1);
};

/**
 * Takes the lock file for this process and returns its release. Throws a sentence while another process holds it; a
 * lock whose process has ended is taken over. No promise across machines or containers that share the folder.
 */
export const takeLock = (file: string): (() => void) => {
  const content = `${process.pid}\n${processOf(process.pid)?.started ?? ''}`;
  const own = `${file}.${process.pid}`;
  if (read(file) === content) throw new Error(`This process already uses the data folder (lock ${file}).`);
  writeFileSync(own, content);
  try {
    seize(own, file, 5);
  } finally {
    rmSync(own, { force: true });
  }
  return () => {
    if (read(file) === content) rmSync(file);
  };
};
