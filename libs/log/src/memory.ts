import { type Checkpoint, checkpointText, parseCheckpoint, VerificationFailure } from '#evidence';
import { LogBroken } from './broken.js';
import { readPrivate, writeDurably } from './files.js';

/** What the log has signed, outside the database: who restores or rewrites that does not have this. */
export interface Memory {
  /** The last checkpoint; undefined before the first. Throws LogBroken for a file that says nothing. */
  read(): Checkpoint | undefined;
  /**
   * Returns when the checkpoint would survive a power failure. Throws, and leaves the file as it is, where another process
   * has signed a larger tree meanwhile, and LogBroken where it has signed another one of the same size.
   */
  write(checkpoint: Checkpoint): void;
}

export const fileMemory = (file: string): Memory => {
  const read = (): Checkpoint | undefined => {
    const text = readPrivate(file);
    if (text === undefined) return undefined;
    try {
      return parseCheckpoint(text);
    } catch (error) {
      if (error instanceof VerificationFailure) throw new LogBroken('MEMORY_MISSING', file);
      throw error;
    }
  };

  /** What is in the file is asked, not what this process wrote last: who stands by uses the same file. */
  const check = (next: Checkpoint): void => {
    const kept = read();
    if (kept === undefined || kept.size < next.size) return;
    // Not broken for good: most likely another process holds the lease. If not, comparing anew says what is wrong.
    if (kept.size > next.size) throw new Error(`${file} is ahead: ${kept.size} records were signed, not ${next.size}`);
    if (!kept.root.equals(next.root)) throw new LogBroken('ROOT_DIFFERS', `at ${next.size} records, signed elsewhere`);
  };

  return { read, write: (next) => writeDurably(file, checkpointText(next), () => check(next)) };
};
