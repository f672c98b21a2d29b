import { instant as normalInstant, isDay, isPeriod } from '#domain';
import type { Type } from '@nestjs/common';
import { isPlainJson, isPrintable, type PlainJson } from './plain-json.js';

/** What a member of a body may hold: in the API document, in a check, in a message, and the one form it is passed on in. */
export interface Shape<V> {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly test: (value: unknown) => value is V;
  readonly normal?: (value: V) => V;
  /** The class that members of a nested object are checked by. */
  readonly dto?: () => Type<object>;
  /** Whether a list may hold the same value twice. */
  readonly repeats?: true;
}

const MAX_ITEMS = 200;
const CODE = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u;
const PERSON = /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,79}$/u;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SHA256 = /^[0-9a-f]{64}$/i;

const isText = (value: unknown): value is string => typeof value === 'string';

/** A text within limits counted in characters, as JSON Schema counts them. */
const text = (name: string, min: number, max: number): Shape<string> => ({
  name: `${name} of ${min} to ${max} characters`,
  schema: { type: 'string', minLength: min, maxLength: max },
  test: (value): value is string =>
    isText(value) && isPrintable(value) && value.length >= min && Array.from(value).length <= max,
});

const pattern = (name: string, expression: RegExp, normal?: (value: string) => string): Shape<string> => ({
  name,
  schema: { type: 'string', pattern: expression.source },
  test: (value): value is string => isText(value) && expression.test(value),
  ...(normal && { normal }),
});

const formatted = (name: string, format: string, test: (value: string) => boolean): Shape<string> => ({
  name,
  schema: { type: 'string', format },
  test: (value): value is string => isText(value) && test(value),
});

const lower = (value: string): string => value.toLowerCase();

export const title = text('a title', 1, 300);
/** Name of a level, a rule, an area, a duty, a reference: whether it is a known one is for the rules to say. */
export const label = text('a text', 1, 300);
/** May be empty: whether a reason is missing is for the rules to say. */
export const freeText: Shape<string> = { ...text('a text', 0, 20_000), repeats: true };
export const code = pattern('a code of at most 40 letters, digits, dots, dashes', CODE);
export const person = pattern('the name of a person in the directory', PERSON);
export const sha256 = pattern('a SHA-256 in hexadecimal', SHA256, lower);
export const uuid: Shape<string> = {
  ...formatted('a UUID', 'uuid', (value) => UUID.test(value)),
  // RFC 9562, section 4: read in any case, written in lower case; two spellings must not become two matters.
  normal: lower,
};
export const day = formatted('a real day such as 2027-01-25', 'date', isDay);
export const instant: Shape<string> = {
  ...formatted('an instant with offset', 'date-time', (value) => normalInstant(value) !== undefined),
  normal: (value) => normalInstant(value) ?? value,
};
export const period: Shape<string> = {
  ...pattern('a period such as P14D, P10WD, P2W, P6M or PT48H', /^P(\d{1,4}(D|W|M|WD)|T\d{1,4}H)$/),
  test: (value): value is string => isText(value) && isPeriod(value),
};
export const integer: Shape<number> = {
  name: 'an integer',
  schema: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  test: (value): value is number => Number.isSafeInteger(value),
};
export const flag: Shape<boolean> = {
  name: 'true or false',
  schema: { type: 'boolean' },
  test: (value): value is boolean => typeof value === 'boolean',
};
export const json: Shape<PlainJson> = {
  name: 'an object of texts, integers, booleans, lists and objects, no member named "#"',
  schema: { type: 'object', additionalProperties: true },
  test: isPlainJson,
};

export const oneOf = <const V extends string>(values: readonly V[]): Shape<V> => ({
  name: `one of ${values.join(', ')}`,
  schema: { type: 'string', enum: values },
  test: (value): value is V => values.some((known) => known === value),
});

export const nested = <V extends object>(dto: () => Type<V>): Shape<V> => ({
  name: 'an object',
  // Swagger knows a lazy type by the name of its function, which this position makes `type`.
  schema: { type: () => dto() },
  test: (value): value is V => typeof value === 'object' && value !== null && !Array.isArray(value),
  dto,
  repeats: true,
});

/** A list of what `item` allows. Named things are named once; texts and objects may repeat. */
export function list<V>(item: Shape<V>, maxItems = MAX_ITEMS): Shape<readonly V[]> {
  const { normal, dto, repeats } = item;
  return {
    name: `a list of at most ${maxItems}, each ${item.name}${repeats ? '' : ', none twice'}`,
    schema: dto
      ? { type: () => [dto()], maxItems }
      : { type: 'array', items: item.schema, maxItems, ...(!repeats && { uniqueItems: true }) },
    test: (value): value is readonly V[] =>
      Array.isArray(value) &&
      value.length <= maxItems &&
      value.every((entry) => item.test(entry)) &&
      (repeats === true || new Set(value).size === value.length),
    ...(normal && { normal: (values: readonly V[]) => values.map(normal) }),
    ...(dto && { dto }),
  };
}
