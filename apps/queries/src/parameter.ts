import { instant as normalInstant, isDay, isPeriod, momentIn } from '#domain';
import { isSealed } from '#evidence';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf } from 'class-validator';
import type { Place } from './sight.js';

/** What a parameter of a question may be: in the API document, in a message, and how it is read; undefined if it is not. */
interface Shape<V> {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly read: (text: string) => V | undefined;
}

/** Stands for what could not be read until the check refuses it; no request can carry it. */
const UNREADABLE = Symbol('unreadable');

/** Fits a property only if what is read is of the property's type: drift is a compile error. */
type Parameter<V> = <T, K extends keyof T & string>(
  target: T,
  key: K,
  ...mismatch: [V] extends [T[K]] ? [] : [expected: V]
) => void;

function parameter<V>({ name, schema, read }: Shape<V>, required: boolean): Parameter<V> {
  const decorate = (target: object, key: string): void => {
    const decorators = [
      ApiProperty({ ...schema, required }),
      // A parameter that is given twice comes as a list.
      Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? read(value) : undefined) ?? UNREADABLE),
      ValidateBy({
        name: 'shape',
        validator: {
          validate: (value: unknown) => value !== undefined && value !== UNREADABLE,
          defaultMessage: () => `${key} must be ${name}`,
        },
      }),
      ...(required ? [] : [ValidateIf((_: unknown, value: unknown) => value !== undefined)]),
    ];
    for (const decorator of decorators) decorator(target, key);
  };
  return decorate as unknown as Parameter<V>;
}

/** A parameter that must be there. */
export const Required = <V>(shape: Shape<V>): Parameter<V> => parameter(shape, true);

/** A parameter that may be absent. */
export const Optional = <V>(shape: Shape<V>): Parameter<V> => parameter(shape, false);

/** The shape with what the API document says of the parameter. */
export const saying = <V>(description: string, shape: Shape<V>): Shape<V> => ({
  ...shape,
  schema: { ...shape.schema, description },
});

const matching = (name: string, expression: RegExp, read = (text: string): string => text): Shape<string> => ({
  name,
  schema: { type: 'string', pattern: expression.source },
  read: (text) => (expression.test(text) ? read(text) : undefined),
});

/** Read in any case, written in lower case. Source: RFC 9562, section 4. */
export const uuid: Shape<string> = {
  ...matching('a UUID', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, (text) => text.toLowerCase()),
  schema: { type: 'string', format: 'uuid' },
};
export const code = matching(
  'a code of at most 40 letters, digits, dots, dashes',
  /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u,
);
export const oneOf = <V extends string>(values: readonly V[]): Shape<V> => ({
  name: `one of ${values.join(', ')}`,
  schema: { type: 'string', enum: values },
  read: (text) => values.find((value) => value === text),
});
export const words = matching('1 to 200 characters without line breaks', /^(?=.*\S)[^\p{C}]{1,200}$/u);
export const cursor = matching('a cursor that an answer gave as next', /^[A-Za-z0-9_-]{1,2000}$/);
export const bookName = matching(
  'a rule book such as RB-POLOPS or RB-POLOPS@1.0.0',
  /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}(?:@[\p{L}\p{N}._-]{1,20})?$/u,
);
export const word = matching('a word', /^[A-Z_]{1,40}$/);
export const ruleId = matching('the id of a counting rule such as simple-majority@1', /^[a-z-]{1,60}@\d{1,4}$/);
export const stream = matching('a stream such as matter-<id>', /^[a-z]{1,40}-[\p{L}\p{N}._-]{1,80}$/u);
export const record = matching(
  'an index of the log or the id of an event',
  /^(?:\d{1,15}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
);
/** Years that the database and every calendar can count with. */
const isCountable = (text: string): boolean => text >= '1000' && text < '9999';

export const instant: Shape<string> = {
  name: 'an instant with offset such as 2027-05-15T12:00:00+02:00 (percent-encode the plus)',
  schema: { type: 'string', format: 'date-time' },
  read: (text) => [normalInstant(text)].find((found) => found !== undefined && isCountable(found)),
};
export const day: Shape<string> = {
  name: 'a real day such as 2027-01-25',
  schema: { type: 'string', format: 'date' },
  read: (text) => (isDay(text) && isCountable(text) ? text : undefined),
};
export const dayOrInstant: Shape<string> = {
  name: 'a day, or an instant with offset',
  schema: { type: 'string' },
  read: (text) => day.read(text) ?? instant.read(text),
};
/** Read as an instant: of a day its last one in Berlin. */
export const moment: Shape<string> = {
  ...dayOrInstant,
  read: (text) => momentIn(dayOrInstant.read(text) ?? ''),
};
export const place: Shape<Place> = {
  name: 'revision:17, a day, or an instant with offset',
  schema: { type: 'string', example: 'revision:17' },
  read: (text) => {
    const [, number] = /^revision:(0|[1-9][0-9]{0,8})$/.exec(text) ?? [];
    if (number !== undefined) return { revision: Number(number) };
    const until = moment.read(text);
    return until === undefined ? undefined : { until };
  },
};
export const bookVersion = matching(
  'a version of a rule book such as RB-POLOPS@1.0.0',
  /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}@[\p{L}\p{N}._-]{1,20}$/u,
);
export const period: Shape<string> = {
  name: 'a period such as P14D, P10WD, P2W, P6M or PT48H',
  schema: { type: 'string' },
  read: (text) => (isPeriod(text) ? text : undefined),
};

export const integer = (minimum: number, maximum: number): Shape<number> => ({
  name: `an integer from ${minimum} to ${maximum}`,
  schema: { type: 'integer', minimum, maximum },
  read: (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    return number >= minimum && number <= maximum ? number : undefined;
  },
});

export const flag = (description: string): Shape<boolean> => ({
  name: 'true or false',
  schema: { type: 'boolean', description },
  read: (text) => [true, false].find((value) => String(value) === text),
});

/** JSON text, for what a query string has no form of its own. */
const json = <V>(name: string, test: (value: unknown) => value is V): Shape<V> => ({
  name: `JSON text of ${name}`,
  schema: { type: 'string', description: `JSON text of ${name}` },
  read: (text) => {
    try {
      const value: unknown = JSON.parse(text);
      return test(value) ? value : undefined;
    } catch {
      return undefined;
    }
  },
});

const MAX_ITEMS = 200;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCodes = (value: unknown): value is readonly string[] =>
  Array.isArray(value) &&
  value.length <= MAX_ITEMS &&
  value.every((item) => typeof item === 'string' && code.read(item) !== undefined);

const isDigests = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length <= MAX_ITEMS && value.every((item: unknown) => isSealed({ '#': item }));

export const digests = json('a list of digests', isDigests);
export const codes = json('a list of codes', isCodes);
export const jsonObject = json('an object', isObject);
export const codesBy = <K extends string>(...keys: readonly K[]): Shape<{ readonly [P in K]?: readonly string[] }> =>
  json(
    `an object of lists of codes ${keys.join(', ')}`,
    (value): value is { readonly [P in K]?: readonly string[] } =>
      isObject(value) &&
      Object.entries(value).every(([key, list]) => keys.some((known) => known === key) && isCodes(list)),
  );
