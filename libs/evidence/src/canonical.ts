import { fail } from './failure.js';

/** Anything JSON can express. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [member: string]: Json };

type Numerals = (value: number) => string;

/** Far above what a record needs, far below what the stack holds: hostile texts nest 30,000 brackets. */
const MAX_DEPTH = 100;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Canonical JSON text (RFC 8785). Refuses with VerificationFailure what JSON cannot express: undefined, a hole in an
 * array, NaN, class instances such as Date and Map; and lone surrogates, whose bytes would be ambiguous.
 */
export const canonical = (value: Json): string => serialise(value, anyNumber, 0);

/** As canonical, but without fractions and without integers that other languages would round: the form of a record. */
export const canonicalIntegers = (value: unknown): string => serialise(value, safeInteger, 0);

/** Plain by prototype, of any realm: one made by JSON.parse, a literal, or an object without prototype. */
export function isPlainObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function serialise(value: unknown, numerals: Numerals, depth: number): string {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return numerals(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (depth === MAX_DEPTH) fail('TOO_DEEP');
  // Array.from turns holes into undefined, which is then refused; map would skip them.
  if (Array.isArray(value)) return `[${Array.from(value, (item) => serialise(item, numerals, depth + 1)).join(',')}]`;
  if (isPlainObject(value)) return `{${members(value, numerals, depth).join(',')}}`;
  return fail('NOT_JSON', typeof value);
}

/** Own members only: `__proto__` in a hostile text is a name like any other. sort() compares UTF-16 units, as RFC 8785 wants. */
const members = (object: JsonObject, numerals: Numerals, depth: number): string[] =>
  Object.keys(object)
    .sort()
    .map((name) => `${text(name)}:${serialise(object[name], numerals, depth + 1)}`);

/** JSON.stringify escapes strings exactly as RFC 8785 section 3.2.2.2 demands. */
const text = (value: string): string =>
  LONE_SURROGATE.test(value) ? fail('ILL_FORMED_UNICODE') : JSON.stringify(value);

/** ECMAScript's Number to text is RFC 8785 section 3.2.2.3; -0 becomes 0. */
const anyNumber = (value: number): string => (Number.isFinite(value) ? String(value) : fail('NOT_JSON', String(value)));

const safeInteger = (value: number): string =>
  Number.isSafeInteger(value) ? String(value) : fail('NOT_AN_INTEGER', String(value));
