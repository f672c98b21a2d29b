/**
 * Values by key, in the order in which the keys came; it never changes, a change yields another one. Kept in blocks, each
 * larger than the next: the small ones are merged into a new block, the large ones are shared. So a row of n changes takes
 * n log n steps, where copies of the whole would take n².
 */
export type Keyed<T> = readonly ReadonlyMap<string, T>[];

export function valueOf<T>(values: Keyed<T>, key: string): T | undefined {
  for (let at = values.length - 1; at >= 0; at -= 1) {
    const found = values[at]?.get(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** With the value under the key, where it takes the place of an earlier one. */
export function put<T>(values: Keyed<T>, key: string, value: T): Keyed<T> {
  const kept = [...values];
  let newest: ReadonlyMap<string, T> = new Map([[key, value]]);
  for (let last = kept.at(-1); last && last.size <= newest.size; last = kept.at(-1)) {
    newest = new Map([...last, ...newest]);
    kept.pop();
  }
  return [...kept, newest];
}

export const valuesOf = <T>(values: Keyed<T>): readonly T[] => [...new Map(values.flatMap((one) => [...one])).values()];
