import { type Checkpoint, checkpointText, parseCheckpoint, VerificationFailure } from '#evidence';
import { LogBroken } from './broken.js';
import { readPrivate, writeDurably } from './files.js';

/** What the log has signed, outside the database: who restores or rewrites that does not have this. */
export interface Memory {
  /** The last checkpoint; undefined before the first. Throws LogBroken for a file that says nothing. */
  read(): Checkpoint | undefined;
  /** Resolves when the checkpoint would survive a power failure. */
  write(checkpoint: Checkpoint): void;
}

export const fileMemory = (file: string): Memory => ({
  read: () => {
    const text = readPrivate(file);
    if (text === undefined) return undefined;
    try {
      return parseCheckpoint(text);
    } catch (error) {
      if (error instanceof VerificationFailure) throw new LogBroken('MEMORY_MISSING', file);
      throw error;
    }
  },
  write: (checkpoint) => writeDurably(file, checkpointText(checkpoint)),
});
