import { existsSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { noteParts, parseCheckpoint, type Policy, VerificationFailure } from '#evidence';
import { keepCosignature, publishedAt, UNSIGNED } from './cosignatures.js';
import type { Queryable } from './tables.js';

/** The folder of cosigned checkpoints that came by another way than HTTP, as texts `*.txt`. */
export interface Inbox {
  /**
   * Takes each text once; what was taken, and what cannot be, is renamed so that a person sees it. One that cannot be taken
   * keeps no other from it; one that may still be written is left until it rests. Throws where the folder or the database is
   * out of reach, and names the texts that are not done with.
   */
  take(): Promise<void>;
  /** Why texts were not taken, as long as they lie there. */
  failures(): readonly string[];
}

/** More than any note has. */
const MAX_BYTES = 4_000_000;
/** Half a text cannot be taken either: what was written less than so many milliseconds ago is not refused yet. */
const REST_MS = 5_000;

/** Why a text is not taken. */
class Refused extends Error {}

export interface InboxOptions {
  readonly db: Queryable;
  readonly policy: Policy;
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly tell: (failure: string) => void;
}

export const openInbox = (options: InboxOptions): Inbox => {
  const { folder, tell } = options;
  const failures = new Map<string, string>();

  const refuse = (name: string, { message }: Refused): void => {
    const failure = `${join(folder, name)} was not taken: ${message}`;
    // One that cannot be renamed is found again each time.
    if (failures.get(name) !== failure) tell(failure);
    failures.set(name, failure);
  };

  const takeOne = async (name: string): Promise<void> => {
    const file = join(folder, name);
    // Looked at before it is read: what is written in between is read next time.
    const rests = isAtRest(file);
    try {
      await takeText(options, read(file));
      failures.delete(name);
      rename(folder, name, 'taken');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!rests) return;
      refuse(name, error);
      rename(folder, name, 'refused');
    }
  };

  return {
    take: async () => {
      const names = existsSync(folder) ? readdirSync(folder) : [];
      for (const name of failures.keys()) {
        if (!names.includes(name) && !names.includes(`${name}.refused`)) failures.delete(name);
      }
      const left: string[] = [];
      for (const name of names.filter((entry) => entry.endsWith('.txt'))) {
        await takeOne(name).catch((error: unknown) => left.push(`${join(folder, name)}: ${messageOf(error)}`));
      }
      if (left.length > 0) throw new Error(left.join('; '));
    },
    failures: () => [...failures.values()],
  };
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Only files are written little by little. A time far ahead is a wrong clock, and says nothing. */
const isAtRest = (file: string): boolean => {
  try {
    const found = statSync(file);
    return !found.isFile() || Math.abs(Date.now() - found.mtimeMs) >= REST_MS;
  } catch {
    // Reading it says why.
    return true;
  }
};

/** In a folder that may only be read everything stays: what is taken again changes nothing. */
const rename = (folder: string, name: string, word: string): void => {
  try {
    renameSync(join(folder, name), join(folder, `${name}.${word}`));
  } catch {
    // The status names what was refused.
  }
};

const read = (file: string): string => {
  try {
    const found = statSync(file);
    // A pipe would be waited for, a text without end be read.
    if (!found.isFile() || found.size > MAX_BYTES) throw new Error('it is no file of a sensible size');
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refused(messageOf(error));
  }
};

const takeText = async ({ db, policy, now }: InboxOptions, note: string): Promise<void> => {
  try {
    const { text, lines } = noteParts(note);
    const checkpoint = await publishedAt(db, parseCheckpoint(text).size, text);
    if (checkpoint === undefined) throw new Refused('it is no checkpoint of this log');
    const [from, to] = [checkpoint.made.getTime(), now()];
    const failures = [];
    for (const { key } of policy.witnesses) {
      failures.push(await keepCosignature(db, checkpoint, policy, { key, lines, from, to }));
    }
    // Also where it has another line that was kept: a person has to see to the clock.
    const wrong = failures.find((failure) => failure !== undefined && failure !== UNSIGNED);
    if (wrong !== undefined) throw new Refused(wrong);
    if (!failures.includes(undefined)) throw new Refused('no witness of the policy signed it');
  } catch (error) {
    throw error instanceof VerificationFailure ? new Refused(error.message) : error;
  }
};
