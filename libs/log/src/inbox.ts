import { existsSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { noteParts, parseCheckpoint, type Policy, VerificationFailure } from '#evidence';
import { keepCosignature, publishedAt } from './cosignatures.js';
import type { Queryable } from './tables.js';

/** The folder of cosigned checkpoints that came by another way than HTTP, as texts `*.txt`. */
export interface Inbox {
  /**
   * Takes each text once; what was taken, and what cannot be, is renamed so that a person sees it. One that cannot be taken
   * keeps no other from it. Throws where the folder or the database is out of reach.
   */
  take(): Promise<void>;
  /** Why texts were not taken, as long as they lie there. */
  failures(): readonly string[];
}

/** More than any note has. */
const MAX_BYTES = 4_000_000;

/** Why a text is not taken. */
class Refused extends Error {}

export const openInbox = (db: Queryable, policy: Policy, folder: string, tell: (failure: string) => void): Inbox => {
  const failures = new Map<string, string>();

  const refuse = (name: string, error: unknown): void => {
    const failure = `${join(folder, name)} was not taken: ${error instanceof Error ? error.message : String(error)}`;
    // One that cannot be renamed is found again each time.
    if (failures.get(name) !== failure) tell(failure);
    failures.set(name, failure);
  };

  const takeOne = async (name: string): Promise<void> => {
    try {
      const text = read(join(folder, name));
      await takeText(db, policy, text);
      failures.delete(name);
      rename(folder, name, 'taken');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
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
      for (const name of names.filter((entry) => entry.endsWith('.txt'))) await takeOne(name);
    },
    failures: () => [...failures.values()],
  };
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
    throw new Refused(error instanceof Error ? error.message : String(error));
  }
};

const takeText = async (db: Queryable, policy: Policy, note: string): Promise<void> => {
  try {
    const { text, lines } = noteParts(note);
    const checkpoint = await publishedAt(db, parseCheckpoint(text).size);
    if (checkpoint === undefined || noteParts(checkpoint.note).text !== text) {
      throw new Refused('it is no checkpoint of this log');
    }
    const kept = [];
    for (const { key } of policy.witnesses) kept.push(await keepCosignature(db, checkpoint, policy, { key, lines }));
    if (!kept.includes(true)) throw new Refused('no witness of the policy signed it');
  } catch (error) {
    throw error instanceof VerificationFailure ? new Refused(error.message) : error;
  }
};
