import { checkpointText, parseCheckpoint, type Checkpoint } from '#evidence';
import { readShared, replaceShared } from './shared.js';

/** The last checkpoint cosigned of each log: all that a witness remembers. */
export interface State {
  /** As it is now: another process may have cosigned since. */
  last(origin: string): Checkpoint | undefined;
  /**
   * What the next answer is compared with. Resolves when it would survive a power failure; throws if what `last` told
   * is not the present any more.
   */
  remember(checkpoint: Checkpoint): void;
}

type Known = ReadonlyMap<string, Checkpoint>;

function parsed(text: string): Known {
  const parts = text === '' ? [] : text.trimEnd().split('\n\n');
  return new Map(parts.map((part) => parseCheckpoint(`${part}\n`)).map((each) => [each.origin, each]));
}

const continues = (after: Known) => (before: Checkpoint) => {
  const now = after.get(before.origin);
  return now !== undefined && (now.size > before.size || (now.size === before.size && now.root.equals(before.root)));
};

/** One text file: checkpoints, separated by empty lines, so that a person can read and compare it. Throws if it is spoiled. */
export const fileState = (file: string): State => {
  let text = readShared(file);
  let known = parsed(text);
  const refresh = (): void => {
    const found = readShared(file);
    if (found === text) return;
    const next = parsed(found);
    // A file that is gone or was put back must not let trust begin anew while somebody still knows better.
    if (![...known.values()].every(continues(next))) throw new Error(`${file} has lost what was cosigned before`);
    text = found;
    known = next;
  };
  return {
    last: (origin) => {
      refresh();
      return known.get(origin);
    },
    remember: (checkpoint) => {
      const next = new Map(known).set(checkpoint.origin, checkpoint);
      const changed = [...next.values()].map((each) => checkpointText(each)).join('\n');
      if (changed !== text) replaceShared(file, text, changed);
      text = changed;
      known = next;
    },
  };
};
