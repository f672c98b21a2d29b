import { types } from 'node:util';

/** All that the log tells of an error. */
interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string | number;
  readonly cause?: unknown;
  /** Of an error that stands for several. */
  readonly errors?: unknown;
}

/** Of causes of causes, and of what lies within what. */
const DEEPEST = 8;

/**
 * Classes of SQLSTATE whose messages name tables, roles and constraints only. Others, above all "data exception" (22) and
 * "syntax error" (42601), quote what they stumbled over: a word that was looked for, a value of a row.
 */
const NAMING_NO_VALUE = /^(08|23|25|28|3D|40|42(?!601)|53|55|57|58|P0)/;
const WITHHELD = 'the database refused a value, which is not repeated here';

/** Also of one from another realm. */
export const isError = (value: unknown): value is Error => types.isNativeError(value) || value instanceof Error;

/** Errors of the database driver have a severity, also where TypeORM has copied them into its own. */
function messageOf(error: Error): string {
  const { code, severity } = error as { readonly code?: unknown; readonly severity?: unknown };
  const ofDatabase = typeof severity === 'string' && typeof code === 'string';
  return ofDatabase && !NAMING_NO_VALUE.test(code) ? WITHHELD : error.message;
}

/** The frames of the stack; V8 puts the message in front of them. */
function framesOf({ stack = '', message }: Error): readonly string[] {
  const start = stack.indexOf(message);
  const rest = start < 0 ? stack : stack.slice(start + message.length);
  return rest.split('\n').filter((line) => /^ {4}at /.test(line));
}

function errorTold(error: Error, depth: number): LoggedError {
  const type = error.constructor.name;
  const message = messageOf(error);
  const { code, errors = [] } = error as { readonly code?: unknown; readonly errors?: unknown };
  const parts = Array.isArray(errors) ? errors.filter(isError) : [];
  return {
    ...{ type, message, stack: [`${type}: ${message}`, ...framesOf(error)].join('\n') },
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(isError(error.cause) ? { cause: told(error.cause, depth + 1) } : {}),
    ...(parts.length > 0 ? { errors: told(parts, depth + 1) } : {}),
  };
}

const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value) as object);

/**
 * What is logged, with every error in it reduced to what it is and where it came from. Its other members stay out: those
 * of a failed query are the query, its parameters, and a detail that repeats the row.
 */
export function told(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return undefined;
  if (isError(value)) return errorTold(value, depth);
  if (Array.isArray(value)) return value.map((one) => told(one, depth + 1));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, told(one, depth + 1)]));
}
