import type { RecordFields } from '#evidence';

/** Leaves of the streams that matters rest on: they may be named as the basis of any later record. */
export function basis() {
  const common = new Set<string>();
  return {
    add: (leaf: string): void => {
      common.add(leaf);
    },
    /** What the record names as its basis although no record before it is that; `own` are leaves of its own stream. */
    missing: ({ after }: RecordFields, own: () => readonly string[]): string | undefined => {
      for (const leaf of after) if (!common.has(leaf) && !own().includes(leaf)) return leaf;
      return undefined;
    },
  };
}
