/** So many falling times are kept at most; honest logs need one or two. */
const MAX_FALLS = 10_000;

/** The latest instant recorded after a place in the log, in little memory: times rise, but for clocks that were set back. */
export function latest() {
  const falling: { readonly index: bigint; readonly at: string }[] = [];
  return {
    add: (index: bigint, at: string) => {
      while ((falling.at(-1)?.at ?? '~') <= at) falling.pop();
      falling.push({ index, at });
      if (falling.length > MAX_FALLS) falling.shift();
    },
    /** Undefined where nothing follows. */
    from: (index: bigint): string | undefined => {
      let [low, high] = [0, falling.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((falling[middle]?.index ?? 0n) < index) low = middle + 1;
        else high = middle;
      }
      return falling[low]?.at;
    },
  };
}
