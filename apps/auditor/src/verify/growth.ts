type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;

const sizeOf = (value: unknown): number => JSON.stringify(value ?? null).length;

/** By how many bytes more than the first value the second one holds, less if negative. What is the same object in both is not looked at. */
export function growth(before: unknown, after: unknown): number {
  if (before === after) return 0;
  if (!isObject(before) || !isObject(after)) return sizeOf(after) - sizeOf(before);
  let grown = 0;
  for (const name in after)
    if (Object.hasOwn(before, name)) grown += growth(before[name], after[name]);
    else grown += name.length + sizeOf(after[name]);
  for (const name in before) if (!Object.hasOwn(after, name)) grown -= name.length + sizeOf(before[name]);
  return grown;
}
