import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * An interruption leaves the old text or the new one, never half of it; what is written survives a power failure.
 * `check` may throw at the last moment: then the old text stays.
 */
export const writeDurably = (file: string, text: string, check: () => void = () => undefined): void => {
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  check();
  renameSync(`${file}.new`, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
};

/** The text of a file that only its owner may read; undefined where there is none. Throws for one that others can read. */
export const readPrivate = (file: string): string | undefined => {
  if (!existsSync(file)) return undefined;
  if ((statSync(file).mode & 0o077) !== 0) throw new Error(`${file} can be read by others: chmod 600 ${file}`);
  return readFileSync(file, 'utf8');
};
