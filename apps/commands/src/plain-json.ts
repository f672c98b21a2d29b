/** An object as JSON writes it, without fractions: what a record can hold. */
export type PlainJson = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 20;
const MAX_LENGTH = 200_000;
/** Lone surrogates have no bytes; control characters but tab and line ends have no place in a record that people read. */
const UNPRINTABLE = /\p{Surrogate}|[^\P{Cc}\t\n\r]/u;

export const isPrintable = (value: string): boolean => !UNPRINTABLE.test(value);

const isObject = (value: unknown): value is PlainJson =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A plain object of texts, safe integers, booleans, null, lists and objects, without a seal, at most 20 levels and
 * 200,000 characters.
 */
export const isPlainJson = (value: unknown): value is PlainJson =>
  isObject(value) &&
  isTame(value) &&
  holdsOnly(value) &&
  sealIn(value) === undefined &&
  JSON.stringify(value).length <= MAX_LENGTH;

/**
 * Whether a parsed body can be handed to class-transformer, which calls what a member named `constructor` holds, skips
 * members that every object has, and recurses without limit: an enemy gets a crash or an unnoticed field out of that.
 */
export function isTame(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.every((item) => isTame(item, depth + 1));
  return Object.entries(value).every(([name, member]) => !(name in Object.prototype) && isTame(member, depth + 1));
}

function holdsOnly(value: unknown): boolean {
  if (typeof value === 'string') return isPrintable(value);
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (Array.isArray(value)) return value.every(holdsOnly);
  if (isObject(value)) return Object.entries(value).every(([name, member]) => isPrintable(name) && holdsOnly(member));
  return typeof value === 'boolean' || value === null;
}

/**
 * Where a tame value holds a member named `#`; undefined if it does nowhere. In a record such a member stands for words
 * in the vault: who could bring one would be shown whatever words have that digest, and could have them erased.
 */
export function sealIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value) && Object.hasOwn(value, '#')) return '#';
  for (const [name, member] of Object.entries(value)) {
    const inside = sealIn(member);
    if (inside !== undefined) return `${name}.${inside}`;
  }
  return undefined;
}
