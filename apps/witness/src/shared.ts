import { createHash, randomBytes } from 'node:crypto';
import { existsSync, linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { codeOf, flushFolder, readIfThere } from './files.js';

/*
 * A file that several processes may change. A lock says who should; this holds whatever they believe of locks: a process
 * in another container, for instance, cannot be seen. What is to follow on a text has one name, and a link is made by
 * one process only. Texts must never recur: the sizes of trees do not.
 */

const successor = (file: string, text: string): string =>
  `${file}.after-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;

const textOf = (file: string): string => readIfThere(file) ?? '';

/** Puts the successor in the place of the file. Another process may have done so already. */
function advance(file: string, next: string): void {
  try {
    renameSync(next, file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || existsSync(next)) throw error;
  }
  flushFolder(file);
}

/** False if another process has made the successor. */
function claimed(next: string, draft: string, text: string): boolean {
  try {
    writeFileSync(draft, text, { mode: 0o600, flush: true });
    linkSync(draft, next);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The text of the file, empty where there is none. Finishes what a crash interrupted. */
export function readShared(file: string): string {
  const text = textOf(file);
  const next = successor(file, text);
  if (!existsSync(next)) return text;
  advance(file, next);
  return textOf(file);
}

/** Replaces, durably, the text that the caller knows. Throws if another process has replaced it or is about to. */
export function replaceShared(file: string, known: string, text: string): void {
  const next = successor(file, known);
  const changed = new Error(`${file} is changed by another process`);
  if (!claimed(next, `${file}.${randomBytes(8).toString('hex')}.new`, text)) throw changed;
  if (textOf(file) === known) {
    advance(file, next);
    return;
  }
  // It was changed before the link, which then leads nowhere, or somebody who found the link has finished it.
  if (textOf(file) === text) return;
  rmSync(next, { force: true });
  throw changed;
}
