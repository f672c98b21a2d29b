import { checkpointText, parseCheckpoint, type Checkpoint } from '#evidence';
import { readIfThere, writeDurably } from './files.js';

/** The last checkpoint cosigned of each log: all that a witness remembers. */
export interface State {
  last(origin: string): Checkpoint | undefined;
  /** Resolves when it would survive a power failure. */
  remember(checkpoint: Checkpoint): void;
}

/** One text file: checkpoints, separated by empty lines, so that a person can read and compare it. Throws if it is spoiled. */
export const fileState = (file: string): State => {
  const text = readIfThere(file) ?? '';
  const parts = text === '' ? [] : text.trimEnd().split('\n\n');
  const known = new Map(parts.map((part) => parseCheckpoint(`${part}\n`)).map((each) => [each.origin, each]));
  return {
    last: (origin) => known.get(origin),
    remember: (checkpoint) => {
      const next = new Map(known).set(checkpoint.origin, checkpoint);
      writeDurably(file, [...next.values()].map((each) => checkpointText(each)).join('\n'));
      known.set(checkpoint.origin, checkpoint);
    },
  };
};
