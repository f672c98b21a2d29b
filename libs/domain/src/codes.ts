/** Sorted without duplicates, so that the same set is always the same list. */
export const listed = (codes: Iterable<string>): readonly string[] => [...new Set(codes)].sort();

export const without = (codes: readonly string[], others: readonly string[]): readonly string[] =>
  codes.filter((code) => !others.includes(code));
