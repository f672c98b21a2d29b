import { canonicalIntegers, isPlainObject } from './canonical.js';
import { fail } from './failure.js';
import { MAX_NAME_BYTES, MAX_RECORD_BYTES, skim } from './skim.js';
import { isUuid } from './uuid.js';

/** One event as it is proven: its canonical bytes are one leaf of the log. Names are short because every record repeats them. */
export interface RecordFields {
  readonly v: 1;
  /** Event id, a UUID in lower case. */
  readonly id: string;
  readonly stream: string;
  /** Revision in the stream, 0 for the first. */
  readonly rev: number;
  readonly type: string;
  /** Version of the shape of `data`, from 1. */
  readonly sv: number;
  /** Instant of recording by the server's clock: UTC with milliseconds, `2027-01-11T09:12:00.123Z`. */
  readonly at: string;
  /** Instant at which it happened, and at which it was received (Eingang); the same form. */
  readonly occurred?: string;
  readonly received?: string;
  /** House, function and pseudonym of the actor; its mandate; the ministry or body it speaks for. */
  readonly by: {
    readonly org: string;
    readonly role: string;
    readonly sub: string;
    readonly mandate?: string;
    readonly for?: string;
  };
  /** Channel by which the command came. */
  readonly ch?: string;
  /** Evidence file of the command; hex SHA-256 of its bytes. */
  readonly ev?: { readonly name: string; readonly sha256: string };
  /** Classification. */
  readonly cls?: string;
  /** Rule book that is pinned for the matter. */
  readonly rb?: { readonly id: string; readonly version: string };
  /** Command id (UUID) and hex SHA-256 of what was asked. */
  readonly cmd: { readonly id: string; readonly sha256: string };
  /** Leaf hashes (hex) of the records it rests on. */
  readonly after: readonly string[];
  readonly data: object;
}

type Test = (value: unknown) => boolean;
/** A test, or one that tells more than yes or no: `path` names the value. */
type Check = (value: unknown, path: string) => boolean;
interface Shape {
  readonly required: Readonly<Record<string, Check>>;
  readonly optional: Readonly<Record<string, Check>>;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const HASH = /^[0-9a-f]{64}$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

const isText: Test = (value) => typeof value === 'string' && value !== '';
/** Who checks a log keeps the names in it: they must not be as long as a record. */
const isName: Check = (value, path) =>
  isText(value) && (Buffer.byteLength(value as string) <= MAX_NAME_BYTES || fail('TOO_LONG', path));
const isInstant: Test = (value) => typeof value === 'string' && INSTANT.test(value) && isOnCalendar(value);
/** The 31st of February parses, as a day in March: only what comes back unchanged exists. */
const isOnCalendar = (text: string): boolean => {
  const time = new Date(text);
  return !Number.isNaN(time.valueOf()) && time.toISOString() === text;
};
const isHash: Test = (value) => typeof value === 'string' && HASH.test(value);
const isCount: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;

const BY: Shape = { required: { org: isName, role: isName, sub: isName }, optional: { mandate: isName, for: isName } };
const EV: Shape = { required: { name: isText, sha256: isHash }, optional: {} };
const RB: Shape = { required: { id: isName, version: isName }, optional: {} };
const CMD: Shape = { required: { id: isUuid, sha256: isHash }, optional: {} };
const RECORD: Shape = {
  required: {
    v: (value) => value === 1,
    id: isUuid,
    stream: isName,
    rev: isCount,
    type: isName,
    sv: (value) => isCount(value) && value !== 0,
    at: isInstant,
    by: (value) => fits(value, BY, 'by'),
    cmd: (value) => fits(value, CMD, 'cmd'),
    after: (value) => Array.isArray(value) && value.every(isHash),
    data: isPlainObject,
  },
  optional: {
    occurred: isInstant,
    received: isInstant,
    ch: isName,
    ev: (value) => fits(value, EV, 'ev'),
    cls: isName,
    rb: (value) => fits(value, RB, 'rb'),
  },
};

/** The canonical text of a record. VerificationFailure for floats, unknown or malformed members, and what is too long. */
export function writeRecord(fields: RecordFields): string {
  fits(fields, RECORD, 'record');
  return limited(canonicalIntegers(fields));
}

/** Strict reading of untrusted text: size, shape, and that it is byte for byte the canonical form of what it says. */
export function readRecord(text: string): RecordFields {
  // Half of a surrogate pair has no bytes: it would be skimmed as something else.
  if (!LONE_SURROGATE.test(text) && skim(Buffer.from(text))) return parsed(text) as RecordFields;
  const fields = parsed(limited(text));
  fits(fields, RECORD, 'record');
  if (canonicalIntegers(fields) !== text) fail('NOT_CANONICAL');
  return fields as RecordFields;
}

/** Fast reading of what writeRecord wrote and the own store returned: promises JSON of version 1, checks nothing else. */
export function parseRecord(text: string): RecordFields {
  const fields = parsed(text);
  if (!isPlainObject(fields) || fields['v'] !== 1) fail('MALFORMED', 'v');
  return fields as unknown as RecordFields;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail('NOT_JSON');
  }
}

const limited = (text: string): string => (Buffer.byteLength(text) > MAX_RECORD_BYTES ? fail('TOO_LONG') : text);

/** Own members only, on both sides: a member called `constructor` finds no row, an inherited one no value. */
function fits(value: unknown, { required, optional }: Shape, path: string): true {
  if (!isPlainObject(value)) return fail('MALFORMED', path);
  for (const name in required) if (!Object.hasOwn(value, name)) fail('MALFORMED', `${path}.${name}`);
  for (const name of Object.keys(value)) {
    const check = Object.hasOwn(required, name) ? required[name] : Object.hasOwn(optional, name) && optional[name];
    const place = `${path}.${name}`;
    if (!check || !check(value[name], place)) fail('MALFORMED', place);
  }
  return true;
}
