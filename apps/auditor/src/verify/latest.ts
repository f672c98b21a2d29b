/** So many falling times are kept at most; honest logs need one or two. */
const MAX_FALLS = 10_000;

/** The latest instants of a log from places on, falling; and the one at which witnesses saw it as it stands, '' for none. */
export interface Latest {
  readonly falling: readonly { readonly index: bigint; readonly at: string }[];
  readonly seen: string;
}

/** What is known when a log ends. */
export interface Ending extends Latest {
  /** Place of the last leaf that is withheld or omitted; -1 for none. */
  readonly hidden: bigint;
  /** Places of hidden leaves that stand right behind a record, rising. */
  readonly cuts: readonly bigint[];
  /** Leaves that were signed. */
  readonly size: bigint;
  /** The bundle promises no more than a range: what lies behind it is nobody's omission. */
  readonly isRange: boolean;
  /** The stream that the bundle promises to hold as far as the log goes; '' for none. */
  readonly named: string;
}

/** The latest instant recorded after a place in the log, in little memory: times rise, but for clocks that were set back. */
export function latest() {
  const falling: { index: bigint; at: string }[] = [];
  return {
    add: (index: bigint, at: string): void => {
      const last = falling.at(-1);
      // Nearly always: the time rises, and takes the place of the one before.
      if (falling.length === 1 && last && last.at <= at) {
        last.index = index;
        last.at = at;
        return;
      }
      while ((falling.at(-1)?.at ?? '~') <= at) falling.pop();
      falling.push({ index, at });
      // The first one tells how late it certainly is, the last one what comes after it; those between differ least.
      if (falling.length > MAX_FALLS) falling.splice(-2, 1);
    },
    until: (seen: string): Latest => ({ falling, seen }),
  };
}

/** What the time was at least when the log ended, as its records from the place on tell, and its witnesses. */
export function timeAfter({ falling, seen }: Latest, index: bigint): string {
  let [low, high] = [0, falling.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((falling[middle]?.index ?? 0n) < index) low = middle + 1;
    else high = middle;
  }
  const at = falling[low]?.at ?? '';
  return at > seen ? at : seen;
}
