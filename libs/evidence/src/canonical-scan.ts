const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const [OPENING_BRACKET, CLOSING_BRACKET, OPENING_BRACE, CLOSING_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
const SPACE = 0x20;
const ASCII = 0x80;
/** An integer of so many characters is below 2^53. */
const SAFE_LENGTH = 15;
/** Records are flat; what nests deeper is read the slow way. */
const MAX_DEPTH = 50;
/** The only escapes of RFC 8785 but for those of control characters, which are read the slow way: `"`, `\\`, b, f, n, r, t. */
const ESCAPED: ReadonlySet<number | undefined> = new Set([QUOTE, BACKSLASH, 0x62, 0x66, 0x6e, 0x72, 0x74]);

/** Bytes by what they are in a string; all but these need a closer look. */
const PLAIN = new Uint8Array(256).map((_, byte) =>
  byte >= SPACE && byte < ASCII && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);

/** Position after what it knows, if that stands at `at`; -1 if not. Beyond the end a byte is undefined, which is nothing. */
export type Scan = (bytes: Uint8Array, at: number) => number;

export const isDigit = (byte = 0): boolean => byte >= ZERO && byte <= 0x39;

const isBetween = (byte: number | undefined, low: number, high: number): boolean =>
  byte !== undefined && byte >= low && byte <= high;

/** Bytes after the first one of a character: how many, and between which bounds the first of them lies. Source: RFC 3629, section 4. */
function tailOf(first: number): readonly [count: number, low: number, high: number] {
  if (isBetween(first, 0xc2, 0xdf)) return [1, 0x80, 0xbf];
  if (isBetween(first, 0xe0, 0xef)) return [2, first === 0xe0 ? 0xa0 : 0x80, first === 0xed ? 0x9f : 0xbf];
  if (isBetween(first, 0xf0, 0xf4)) return [3, first === 0xf0 ? 0x90 : 0x80, first === 0xf4 ? 0x8f : 0xbf];
  return [-1, 0, 0];
}

/** A character beyond ASCII. */
function wideEnd(bytes: Uint8Array, start: number): number {
  const [count, low, high] = tailOf(bytes[start] ?? 0);
  if (count === -1 || !isBetween(bytes[start + 1], low, high)) return -1;
  const end = start + count + 1;
  for (let at = start + 2; at < end; at += 1) if (!isBetween(bytes[at], 0x80, 0xbf)) return -1;
  return end;
}

/** Where the first byte stands that does not simply say what it shows. Beyond the end there is none that does. */
function plainEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (PLAIN[bytes[at] ?? 0] === 1) at += 1;
  return at;
}

/** Any string in its canonical form. */
const string: Scan = (bytes, start) => {
  if (bytes[start] !== QUOTE) return -1;
  let at = plainEnd(bytes, start + 1);
  for (let byte = bytes[at] ?? 0; byte !== QUOTE; byte = bytes[at] ?? 0) {
    if (byte < SPACE) return -1;
    if (byte === BACKSLASH) at = ESCAPED.has(bytes[at + 1]) ? at + 2 : -1;
    else at = wideEnd(bytes, at);
    if (at === -1) return -1;
    at = plainEnd(bytes, at);
  }
  return at + 1;
};

/** A string that says byte for byte what it shows. */
export const plain: Scan = (bytes, start) => {
  if (bytes[start] !== QUOTE) return -1;
  const end = plainEnd(bytes, start + 1);
  return bytes[end] === QUOTE ? end + 1 : -1;
};

/** An integer in its shortest form that is certainly below 2^53. */
export const integer: Scan = (bytes, start) => {
  const first = bytes[start] === MINUS ? start + 1 : start;
  let end = first;
  while (isDigit(bytes[end])) end += 1;
  const isPadded = bytes[first] === ZERO && (end - first > 1 || first > start);
  return end === first || isPadded || end - start > SAFE_LENGTH ? -1 : end;
};

const encoder = new TextEncoder();

/** Exactly these characters. */
export function exactly(text: string): Scan {
  const wanted = encoder.encode(text);
  return (bytes, start) => {
    for (let at = 0; at < wanted.length; at += 1) if (bytes[start + at] !== wanted[at]) return -1;
    return start + wanted.length;
  };
}

/** Whether the string that ends at `end` is shown before the other: no name is there twice, and none out of order. */
function isBefore(bytes: Uint8Array, start: number, end: number, other: number, otherEnd: number): boolean {
  const common = Math.min(end - start, otherEnd - other);
  for (let at = 0; at < common; at += 1) {
    const a = bytes[start + at] ?? 0;
    const b = bytes[other + at] ?? 0;
    if (a !== b) return a < b;
  }
  return end - start < otherEnd - other;
}

function objectEnd(bytes: Uint8Array, start: number, depth: number): number {
  if (bytes[start + 1] === CLOSING_BRACE) return start + 2;
  let [before, beforeEnd] = [-1, -1];
  for (let at = start + 1; ; at += 1) {
    const nameEnd = plain(bytes, at);
    if (nameEnd === -1 || bytes[nameEnd] !== COLON) return -1;
    if (before !== -1 && !isBefore(bytes, before, beforeEnd, at, nameEnd)) return -1;
    [before, beforeEnd] = [at, nameEnd];
    at = valueEnd(bytes, nameEnd + 1, depth + 1);
    if (at === -1) return -1;
    if (bytes[at] === CLOSING_BRACE) return at + 1;
    if (bytes[at] !== COMMA) return -1;
  }
}

function arrayEnd(bytes: Uint8Array, start: number, depth: number): number {
  if (bytes[start + 1] === CLOSING_BRACKET) return start + 2;
  for (let at = start + 1; ; at += 1) {
    at = valueEnd(bytes, at, depth + 1);
    if (at === -1) return -1;
    if (bytes[at] === CLOSING_BRACKET) return at + 1;
    if (bytes[at] !== COMMA) return -1;
  }
}

const literals = [exactly('true'), exactly('false'), exactly('null')];

function literalEnd(bytes: Uint8Array, start: number): number {
  for (const literal of literals) {
    const end = literal(bytes, start);
    if (end !== -1) return end;
  }
  return -1;
}

/** Any value in its canonical form. */
function valueEnd(bytes: Uint8Array, start: number, depth: number): number {
  const first = bytes[start];
  if (first === QUOTE) return string(bytes, start);
  if (depth > MAX_DEPTH) return -1;
  if (first === OPENING_BRACE) return objectEnd(bytes, start, depth);
  if (first === OPENING_BRACKET) return arrayEnd(bytes, start, depth);
  return isDigit(first) || first === MINUS ? integer(bytes, start) : literalEnd(bytes, start);
}

/** Any object in its canonical form (RFC 8785), with integers only. */
export const object: Scan = (bytes, start) => (bytes[start] === OPENING_BRACE ? objectEnd(bytes, start, 0) : -1);

/** A list of what `item` knows. */
export const listOf =
  (item: Scan): Scan =>
  (bytes, start) => {
    if (bytes[start] !== OPENING_BRACKET) return -1;
    if (bytes[start + 1] === CLOSING_BRACKET) return start + 2;
    for (let at = start + 1; ; at += 1) {
      at = item(bytes, at);
      if (at === -1) return -1;
      if (bytes[at] === CLOSING_BRACKET) return at + 1;
      if (bytes[at] !== COMMA) return -1;
    }
  };
