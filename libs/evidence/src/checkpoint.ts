import { fail } from './failure.js';
import { HASH_BYTES } from './merkle.js';
import { base64Bytes } from './note-key.js';

/** Size and root of a log, which its `origin` names: the text that is signed (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Buffer;
}

/** Lines that every checkpoint has. */
const LINES = 3;
/** Begins a further line that names a key. A signature covers no other signature, but it covers this. */
const KEY = 'key ';

/**
 * The three lines of a checkpoint, the text for signNote and cosign; and a line for each key (a vkey) that signs it from now
 * on beside that of the log.
 */
export function checkpointText({ origin, size, root }: Checkpoint, keys: readonly string[] = []): string {
  const text = `${origin}\n${size}\n${root.toString('base64')}\n${keys.map((vkey) => `${KEY}${vkey}\n`).join('')}`;
  parseCheckpoint(text);
  return text;
}

/** Keys that the text of a checkpoint names: whoever signed it vouches for them. */
export const namedKeys = (text: string): ReadonlySet<string> =>
  new Set(text.split('\n').flatMap((line, at) => (at >= LINES && line.startsWith(KEY) ? line.slice(KEY.length) : [])));

/** Reads the text of a note (without signatures). Further lines, which the format permits, are covered by the signature and not read. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n');
  const more = rest.slice(0, -1);
  if (origin === '' || rest.at(-1) !== '' || more.includes('')) fail('MALFORMED_NOTE', 'checkpoint');
  const bytes = base64Bytes(root);
  if (bytes?.length !== HASH_BYTES) return fail('MALFORMED_NOTE', 'root');
  return { origin, size: decimal(size), root: bytes };
}

/** A decimal without leading zeros, of at most 64 bits. */
export function decimal(text: string): bigint {
  if (!/^(0|[1-9]\d{0,19})$/.test(text)) return fail('MALFORMED_NOTE', 'number');
  const value = BigInt(text);
  return value < 1n << 64n ? value : fail('MALFORMED_NOTE', 'number');
}
