import { exactly, integer, isDigit, listOf, object, plain, type Scan } from './canonical-scan.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const [OPENING_BRACE, CLOSING_BRACE] = [0x7b, 0x7d];
const UUID_LENGTH = 36;
const HASH_LENGTH = 64;
const INSTANT = 'dddd-dd-ddTdd:dd:dd.dddZ';
/** Longest record in bytes; longer texts are referred to by their SHA-256. */
export const MAX_RECORD_BYTES = 65_535;
/** Longest text in the head of a record, in bytes, but for the name of a file. */
export const MAX_NAME_BYTES = 256;

/** 1 for the bytes of hex digits in lower case. */
const HEX = new Uint8Array(256).map((_, byte) => (isDigit(byte) || (byte >= 0x61 && byte <= 0x66) ? 1 : 0));

/** A text that is not empty. */
const filled: Scan = (bytes, start) => {
  const end = plain(bytes, start);
  return end > start + 2 ? end : -1;
};

/** Such a text that may be kept: what it shows are its bytes. */
const name: Scan = (bytes, start) => {
  const end = filled(bytes, start);
  return end - start - 2 <= MAX_NAME_BYTES ? end : -1;
};

const hex = (bytes: Uint8Array, start: number, length: number): boolean => {
  const end = start + length;
  let at = start;
  while (at < end && HEX[bytes[at] ?? 0] === 1) at += 1;
  return at === end;
};

const hash: Scan = (bytes, start) => {
  const end = start + 1 + HASH_LENGTH;
  return bytes[start] === QUOTE && bytes[end] === QUOTE && hex(bytes, start + 1, HASH_LENGTH) ? end + 1 : -1;
};

const hasDashes = (bytes: Uint8Array, at: number): boolean =>
  bytes[at + 8] === MINUS && bytes[at + 13] === MINUS && bytes[at + 18] === MINUS && bytes[at + 23] === MINUS;

const hasDigits = (bytes: Uint8Array, at: number): boolean =>
  hex(bytes, at, 8) &&
  hex(bytes, at + 9, 4) &&
  hex(bytes, at + 14, 4) &&
  hex(bytes, at + 19, 4) &&
  hex(bytes, at + 24, 12);

const uuid: Scan = (bytes, start) => {
  const end = start + 1 + UUID_LENGTH;
  if (bytes[start] !== QUOTE || bytes[end] !== QUOTE) return -1;
  return hasDashes(bytes, start + 1) && hasDigits(bytes, start + 1) ? end + 1 : -1;
};

const numberAt = (bytes: Uint8Array, start: number, length: number): number => {
  let number = 0;
  for (let at = start; at < start + length; at += 1) number = number * 10 + (bytes[at] ?? 0) - ZERO;
  return number;
};

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isOnCalendar(year: number, month: number, day: number): boolean {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 && isLeap ? 29 : (LENGTHS[month - 1] ?? 0);
  return day >= 1 && day <= length;
}

/** An instant that exists. */
const instant: Scan = (bytes, start) => {
  const text = start + 1;
  if (bytes[start] !== QUOTE || bytes[text + INSTANT.length] !== QUOTE) return -1;
  for (let at = 0; at < INSTANT.length; at += 1) {
    const byte = bytes[text + at];
    const wanted = INSTANT.charCodeAt(at);
    if (wanted === 0x64 ? !isDigit(byte) : byte !== wanted) return -1;
  }
  const number = (at: number, length = 2) => numberAt(bytes, text + at, length);
  const isTime = number(11) < 24 && number(14) < 60 && number(17) < 60;
  return isTime && isOnCalendar(number(0, 4), number(5), number(8)) ? text + INSTANT.length + 1 : -1;
};

const count: Scan = (bytes, start) => (bytes[start] === MINUS ? -1 : integer(bytes, start));
const ordinal: Scan = (bytes, start) => (bytes[start] === ZERO ? -1 : count(bytes, start));

interface Member {
  readonly name: Scan;
  readonly value: Scan;
  readonly isOptional: boolean;
}

const required = (named: string, value: Scan): Member => ({ name: exactly(`"${named}":`), value, isOptional: false });
const optional = (named: string, value: Scan): Member => ({ name: exactly(`"${named}":`), value, isOptional: true });

/** An object with these members, named in the order in which they stand; `starts` is told where each value begins. */
const members =
  (table: readonly Member[], starts?: Int32Array): Scan =>
  (bytes, start) => {
    if (bytes[start] !== OPENING_BRACE) return -1;
    let at = start;
    for (let row = 0; row < table.length; row += 1) {
      const { name: named, value, isOptional } = table[row] as Member;
      const begin = at === start || bytes[at] === COMMA ? named(bytes, at + 1) : -1;
      if (starts) starts[row] = begin;
      if (begin !== -1) at = value(bytes, begin);
      else if (!isOptional) return -1;
      if (at === -1) return -1;
    }
    return bytes[at] === CLOSING_BRACE ? at + 1 : -1;
  };

const BY = [optional('for', name), optional('mandate', name), required('org', name), required('role', name)];
const RECORD = {
  after: required('after', listOf(hash)),
  at: required('at', instant),
  by: required('by', members([...BY, required('sub', name)])),
  ch: optional('ch', name),
  cls: optional('cls', name),
  cmd: required('cmd', members([required('id', uuid), required('sha256', hash)])),
  data: required('data', object),
  ev: optional('ev', members([required('name', filled), required('sha256', hash)])),
  id: required('id', uuid),
  occurred: optional('occurred', instant),
  rb: optional('rb', members([required('id', name), required('version', name)])),
  received: optional('received', instant),
  rev: required('rev', count),
  stream: required('stream', name),
  sv: required('sv', ordinal),
  type: required('type', name),
  v: required('v', exactly('1')),
} as const;
const starts = new Int32Array(Object.keys(RECORD).length);
const record = members(Object.values(RECORD), starts);
const [AT, CMD, ID, REV, STREAM, TYPE] = (['at', 'cmd', 'id', 'rev', 'stream', 'type'] as const).map((member) =>
  Object.keys(RECORD).indexOf(member),
) as [number, number, number, number, number, number];

/** What a log is checked by: place and time of a record, and its ids. */
export interface Skimmed {
  readonly stream: string;
  readonly rev: number;
  readonly type: string;
  readonly at: string;
  readonly id: string;
  /** Id of its command. */
  readonly command: string;
}

/**
 * Passes over the bytes of a record without building anything but what is asked for most, for records by the million. What
 * it answers is true only of a text that `readRecord` takes, every byte of it; undefined says nothing: then the text is
 * worth being read.
 */
export function skim(bytes: Buffer): Skimmed | undefined {
  if (bytes.length > MAX_RECORD_BYTES || record(bytes, 0) !== bytes.length) return undefined;
  const text = (start: number, length: number) => bytes.toString('latin1', start, start + length);
  const quoted = (row: number) => {
    const start = (starts[row] ?? 0) + 1;
    return text(start, bytes.indexOf(QUOTE, start) - start);
  };
  const rev = starts[REV] ?? 0;
  return {
    stream: quoted(STREAM),
    rev: numberAt(bytes, rev, integer(bytes, rev) - rev),
    type: quoted(TYPE),
    at: text((starts[AT] ?? 0) + 1, INSTANT.length),
    id: text((starts[ID] ?? 0) + 1, UUID_LENGTH),
    command: text((starts[CMD] ?? 0) + '{"id":"'.length, UUID_LENGTH),
  };
}
