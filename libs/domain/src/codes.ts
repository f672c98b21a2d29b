/** Whether they stand as they are listed: nearly all do, and sorting them once more would cost ten times as much. */
const isListed = (codes: readonly string[]): boolean =>
  codes.every((code, at) => at === 0 || (codes[at - 1] ?? '') < code);

/** Sorted without duplicates, so that the same set is always the same list. */
export const listed = (codes: readonly string[]): readonly string[] =>
  isListed(codes) ? codes : [...new Set(codes)].sort();

/** The member of that name; none of those that every object has. For names that come from outside. */
export const own = <T>(members: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;

/** Up to so many are looked through faster than put into a set. */
const FEW = 16;

function within(others: readonly string[]): (code: string) => boolean {
  if (others.length <= FEW) return (code) => others.includes(code);
  const known = new Set(others);
  return (code) => known.has(code);
}

export function without(codes: readonly string[], others: readonly string[]): readonly string[] {
  if (others.length === 0) return codes;
  const isOne = within(others);
  return codes.filter((code) => !isOne(code));
}

/** Those that are among the others too. */
export const shared = (codes: readonly string[], others: readonly string[]): readonly string[] =>
  codes.length === 0 ? codes : codes.filter(within(others));
