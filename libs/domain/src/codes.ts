/** Sorted without duplicates, so that the same set is always the same list. */
export function listed(codes: Iterable<string>): readonly string[] {
  const all = [...new Set(codes)];
  return all.length < 2 ? all : all.sort();
}

export const without = (codes: readonly string[], others: readonly string[]): readonly string[] =>
  codes.filter((code) => !others.includes(code));
