/** Whether they stand as they are listed: nearly all do, and sorting them once more would cost ten times as much. */
const isListed = (codes: readonly string[]): boolean =>
  codes.every((code, at) => at === 0 || (codes[at - 1] ?? '') < code);

/** Sorted without duplicates, so that the same set is always the same list. */
export const listed = (codes: readonly string[]): readonly string[] =>
  isListed(codes) ? codes : [...new Set(codes)].sort();

export const without = (codes: readonly string[], others: readonly string[]): readonly string[] =>
  others.length === 0 ? codes : codes.filter((code) => !others.includes(code));
