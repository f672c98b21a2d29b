import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes the text beside the file, in a file that no other process has, and lets `place` put it there. What is written
 * survives a power failure.
 */
const placed = (file: string, text: string, place: (written: string) => void): void => {
  const written = `${file}.${randomUUID()}.new`;
  try {
    writeFileSync(written, text, { mode: 0o600, flag: 'wx', flush: true });
    place(written);
  } finally {
    rmSync(written, { force: true });
  }
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
};

/**
 * An interruption leaves the old text or the new one, never half of it. `check` may throw at the last moment: then the old
 * text stays.
 */
export const writeDurably = (file: string, text: string, check: () => void): void =>
  placed(file, text, (written) => {
    check();
    renameSync(written, file);
  });

/** Makes the file with the text, unless another process was faster: then its text stays. */
export const createDurably = (file: string, text: string): void =>
  placed(file, text, (written) => {
    try {
      // A link, unlike a rename, does not replace what is there.
      linkSync(written, file);
    } catch (error) {
      if (!isThere(error)) throw error;
    }
  });

const isThere = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

/** The text of a file that only its owner may read; undefined where there is none. Throws for one that others can read. */
export const readPrivate = (file: string): string | undefined => {
  if (!existsSync(file)) return undefined;
  if ((statSync(file).mode & 0o077) !== 0) throw new Error(`${file} can be read by others: chmod 600 ${file}`);
  return readFileSync(file, 'utf8');
};
