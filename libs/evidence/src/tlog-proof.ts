import { parseCheckpoint, decimal } from './checkpoint.js';
import type { Checkpoint } from './checkpoint.js';
import { fail } from './failure.js';
import { HASH_BYTES } from './merkle.js';
import { verifyInclusion } from './merkle-verify.js';
import { base64Bytes } from './note-key.js';
import type { VerifierKey } from './note-key.js';
import { openNote } from './note.js';
import type { NoteSignature } from './note.js';

/** That one leaf is in the log of a signed checkpoint: the receipt of a record (C2SP tlog-proof). */
export interface TlogProof {
  readonly index: bigint;
  readonly proof: readonly Buffer[];
  /** The signed note, cosignatures included. */
  readonly checkpoint: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^64 leaves needs no longer path. */
const MAX_PATH = 64;

/** The text of a proof; it ends as the note ends. */
export const tlogProof = ({ index, proof, checkpoint }: TlogProof): string =>
  [HEADER, `index ${index}`, ...proof.map((hash) => hash.toString('base64')), '', checkpoint].join('\n');

/** Form only. Opaque extra data, which the format permits, is not authenticated and therefore not read. */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  if (end < 0) fail('MALFORMED_PROOF');
  const [header, ...lines] = text.slice(0, end).split('\n');
  if (header !== HEADER) fail('MALFORMED_PROOF', 'first line');
  if (lines[0]?.startsWith('extra ') === true) {
    if (base64Bytes(lines[0].slice('extra '.length)) === undefined) fail('MALFORMED_PROOF', 'extra');
    lines.shift();
  }
  const [index = '', ...path] = lines;
  if (!index.startsWith('index ') || path.length > MAX_PATH) fail('MALFORMED_PROOF', 'index');
  return {
    index: decimal(index.slice('index '.length)),
    proof: path.map(hashLine),
    checkpoint: text.slice(end + 2),
  };
}

/** A 32-byte hash in base64, as a line of a proof holds it. */
export function hashLine(line: string): Buffer {
  const bytes = base64Bytes(line);
  return bytes?.length === HASH_BYTES ? bytes : fail('MALFORMED_PROOF', 'hash');
}

/**
 * What a receipt proves of a leaf (its hash): index, checkpoint and who signed it. The checkpoint must be of the log whose
 * key signed. VerificationFailure otherwise; whether the quorum is reached is for quorumMet to say.
 */
export function verifyTlogProof(
  text: string,
  leaf: Buffer,
  keys: readonly VerifierKey[],
): { index: bigint; checkpoint: Checkpoint; signatures: readonly NoteSignature[] } {
  const { index, proof, checkpoint: note } = parseTlogProof(text);
  const { text: signed, signatures } = openNote(note, keys);
  const checkpoint = parseCheckpoint(signed);
  if (!signatures.some(({ key }) => key.role === 'log' && key.name === checkpoint.origin)) fail('UNSIGNED', 'log');
  verifyInclusion({ leaf, index, proof, size: checkpoint.size, root: checkpoint.root });
  return { index, checkpoint, signatures };
}
