const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const ORDERED = ['events', 'types'];

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sameScalar = (expected: unknown, found: unknown): boolean => {
  if (expected === found) return true;
  if (typeof expected !== 'string' || typeof found !== 'string') return false;
  return INSTANT.test(expected) && INSTANT.test(found) && Date.parse(expected) === Date.parse(found);
};

/**
 * Gives every expected element a found one of its own, or names the first that gets none. Elements are compared in part,
 * so one found element may fit several: whoever has taken it looks for another one.
 */
const unmatched = (expected: readonly unknown[], found: readonly unknown[]): number => {
  const takenBy = new Map<number, number>();
  const place = (index: number, tried: Set<number>): boolean =>
    found.some((element, candidate) => {
      if (tried.has(candidate) || difference(expected[index], element) !== undefined) return false;
      tried.add(candidate);
      const holder = takenBy.get(candidate);
      if (holder !== undefined && !place(holder, tried)) return false;
      takenBy.set(candidate, index);
      return true;
    });
  return expected.findIndex((_, index) => !place(index, new Set()));
};

const contained = (expected: readonly unknown[], found: unknown, path: string): string | undefined => {
  if (!Array.isArray(found)) return `${path}: expected a list, found ${shown(found)}`;
  const missing = unmatched(expected, found);
  return missing < 0 ? undefined : `${path}: ${shown(expected[missing])} is missing in ${shown(found)}`;
};

const inAnyOrder = (expected: readonly unknown[], found: unknown, path: string): string | undefined => {
  const missing = contained(expected, found, path);
  if (missing !== undefined || (found as readonly unknown[]).length === expected.length) return missing;
  return `${path}: expected ${shown(expected)}, found ${shown(found)}`;
};

const inOrder = (expected: readonly unknown[], found: unknown, path: string): string | undefined => {
  if (!Array.isArray(found) || found.length !== expected.length) {
    return `${path}: expected ${shown(expected)}, found ${shown(found)}`;
  }
  return first(expected.map((item, index) => () => difference(item, found[index], `${path}[${index}]`)));
};

/** The first answer that is one. */
export const first = (checks: readonly (() => string | undefined)[]): string | undefined => {
  for (const check of checks) {
    const finding = check();
    if (finding !== undefined) return finding;
  }
  return undefined;
};

/**
 * The first difference, undefined if what is found fits: of objects the listed fields, lists in any order (but `events`
 * and `types`), `{$contains: [...]}` at least these, instants as instants, everything else exactly.
 */
export const difference = (expected: unknown, found: unknown, path = ''): string | undefined => {
  if (Array.isArray(expected)) {
    const ordered = ORDERED.includes(path.split('.').at(-1) ?? '');
    return (ordered ? inOrder : inAnyOrder)(expected, found, path);
  }
  if (isObject(expected)) {
    const part = expected['$contains'];
    if (Array.isArray(part)) return contained(part, found, path);
    if (!isObject(found)) return `${path}: expected ${shown(expected)}, found ${shown(found)}`;
    const below = (key: string) => (path === '' ? key : `${path}.${key}`);
    return first(
      Object.entries(expected).map(
        ([key, value]) =>
          () =>
            difference(value, found[key], below(key)),
      ),
    );
  }
  return sameScalar(expected, found) ? undefined : `${path}: expected ${shown(expected)}, found ${shown(found)}`;
};

export interface Recorded {
  readonly type: string;
  readonly data: unknown;
}

interface ExpectedEvent {
  readonly type: string;
  readonly data?: unknown;
}

/** `Type`, `Type*n` for n in a row, or `{Type: {field: value}}`. */
const listed = (entry: string | Readonly<Record<string, unknown>>): readonly ExpectedEvent[] => {
  if (typeof entry !== 'string') return Object.entries(entry).map(([type, data]) => ({ type, data }));
  const [type = '', times = '1'] = entry.split('*');
  return Array.from({ length: Number(times) }, () => ({ type }));
};

/** The first difference between the events that are expected, in order, and those that were recorded. */
export const differenceOfEvents = (
  expected: readonly (string | Readonly<Record<string, unknown>>)[],
  found: readonly Recorded[],
): string | undefined => {
  const events = expected.flatMap(listed);
  const types = events.map(({ type }) => type);
  return first([
    () =>
      inOrder(
        types,
        found.map(({ type }) => type),
        'events',
      ),
    ...events.map(({ type, data }, index) => () => {
      return data === undefined ? undefined : difference(data, found[index]?.data, type);
    }),
  ]);
};
