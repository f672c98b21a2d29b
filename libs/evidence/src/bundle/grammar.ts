import { canonical, isPlainObject } from '../canonical.js';
import { fail } from '../failure.js';

/** First line of every bundle: format and version. */
export const MAGIC = '#govlog 1';

/** What a bundle holds of its log. `stream` names the matter or agreement that it is about. */
export type Manifest =
  | { readonly kind: 'log' }
  | { readonly kind: 'range'; readonly from: bigint; readonly to: bigint }
  | { readonly kind: 'stream'; readonly stream: string };

/** Lines longer than this are no lines of a bundle: 65,535 bytes of a record, and a disclosure in base64url of as much. */
export const MAX_LINE_BYTES = 96_000;
/** After so many leaves, and after the last one, a line of sums tells which of them was changed. */
export const SUM_EVERY = 256;
/** Hex digits of each leaf hash in a line of sums. */
export const SUM_DIGITS = 8;
/** A log has fewer than 2^62 records. */
const MAX_LEVEL = 61;

const HASH = /^[0-9a-f]{64}$/;
const INDEX = /^(0|[1-9][0-9]{0,18})$/;
const DISCLOSURE = /^[A-Za-z0-9_-]+$/;

/** A line of the body. A record stays bytes: its leaf is hashed from them before anybody reads them. */
export type BodyLine =
  | { readonly is: 'record' }
  | { readonly is: 'withheld'; readonly hash: Buffer }
  | { readonly is: 'proof'; readonly level: number; readonly hash: Buffer }
  | { readonly is: 'opening'; readonly disclosure: string }
  | { readonly is: 'sum'; readonly digits: string }
  | { readonly is: 'unknown' };

const RECORD: BodyLine = { is: 'record' };
const UNKNOWN: BodyLine = { is: 'unknown' };
const OPENING_BRACE = 0x7b;

const hashIn = (hex: string): Buffer => Buffer.from(hex, 'hex');

function proof(text: string): BodyLine {
  const [level = '', hash = '', ...more] = text.split(' ');
  if (!INDEX.test(level) || Number(level) > MAX_LEVEL || !HASH.test(hash) || more.length > 0) return UNKNOWN;
  return { is: 'proof', level: Number(level), hash: hashIn(hash) };
}

function sum(digits: string): BodyLine {
  const whole = digits.length > 0 && digits.length <= SUM_EVERY * SUM_DIGITS && digits.length % SUM_DIGITS === 0;
  return whole && /^[0-9a-f]+$/.test(digits) ? { is: 'sum', digits } : UNKNOWN;
}

const controls: { readonly [word: string]: (rest: string) => BodyLine } = {
  '#proof': proof,
  '#sum': sum,
  '#opening': (rest) => (DISCLOSURE.test(rest) ? { is: 'opening', disclosure: rest } : UNKNOWN),
};

/** Reads one line of the body, without its newline. What has none of the forms is `unknown`, never an exception. */
export function bodyLine(bytes: Uint8Array): BodyLine {
  if (bytes[0] === OPENING_BRACE) return RECORD;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (text.startsWith('-')) {
    const hash = text.slice(1);
    return HASH.test(hash) ? { is: 'withheld', hash: hashIn(hash) } : UNKNOWN;
  }
  const space = text.indexOf(' ');
  const word = text.slice(0, Math.max(space, 0));
  return Object.hasOwn(controls, word) ? (controls[word]?.(text.slice(space + 1)) ?? UNKNOWN) : UNKNOWN;
}

/** The manifest as it stands in its line: canonical JSON; indices as decimal text, for they may exceed 2^53. */
export function manifestText(manifest: Manifest): string {
  if (manifest.kind !== 'range') return canonical(manifest);
  return canonical({ kind: 'range', from: String(manifest.from), to: String(manifest.to) });
}

function members(text: string): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(text);
    if (isPlainObject(found)) return { ...found };
  } catch {
    // Told below as any other malformed manifest.
  }
  return fail('MALFORMED_BUNDLE', 'manifest');
}

function rangeIn({ from, to }: Readonly<Record<string, unknown>>): Manifest {
  if (typeof from !== 'string' || typeof to !== 'string' || !INDEX.test(from) || !INDEX.test(to)) {
    return fail('MALFORMED_BUNDLE', 'manifest');
  }
  return BigInt(from) < BigInt(to)
    ? { kind: 'range', from: BigInt(from), to: BigInt(to) }
    : fail('MALFORMED_BUNDLE', 'manifest');
}

/** Strict: VerificationFailure unless the text is the canonical one of a known kind. */
export function readManifest(text: string): Manifest {
  const found = members(text);
  const { kind, stream } = found;
  const manifest: Manifest =
    kind === 'range'
      ? rangeIn(found)
      : kind === 'stream' && typeof stream === 'string' && stream !== ''
        ? { kind, stream }
        : { kind: 'log' };
  return manifestText(manifest) === text ? manifest : fail('MALFORMED_BUNDLE', 'manifest');
}
