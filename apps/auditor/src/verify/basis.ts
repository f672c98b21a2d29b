import type { RecordFields } from '#evidence';
import type { Subject } from '../decided/subject.js';

/** Places that are worth remembering. */
const MOST_USUAL = 16;

/** Whether the record begins a version or a round, which later records of its stream may name as their basis. */
export function isBasis({ kind, state }: Subject, revision: number): boolean {
  if (state.versions.at(-1)?.revision === revision) return true;
  return kind === 'matter' && state.rounds.at(-1)?.revision === revision;
}

/** Leaves of the streams that matters rest on: they may be named as the basis of any later record. */
export function basis() {
  const common = new Set<string>();
  /** What was found last at each place: nearly all records of a time rest on the same. */
  const usual: string[] = [];
  const isCommon = (leaf: string, at: number): boolean => {
    if (leaf === usual[at]) return true;
    if (!common.has(leaf)) return false;
    if (at < MOST_USUAL) usual[at] = leaf;
    return true;
  };
  return {
    add: (leaf: string): void => {
      common.add(leaf);
    },
    /** What the record names as its basis although no record before it is that; `own` are leaves of its own stream. */
    missing: ({ after }: RecordFields, own: () => readonly string[]): string | undefined => {
      return after.find((leaf, at) => !isCommon(leaf, at) && !own().includes(leaf));
    },
  };
}
