import { isEd25519 } from '#evidence/crypto';
import { fail } from './failure.js';
import { base64Bytes, keyId, keyName } from './note-key.js';
import type { Signer, VerifierKey } from './note-key.js';

/** A signature that was verified. `time` (seconds since 1970) is what a witness says its clock showed. */
export interface NoteSignature {
  readonly key: VerifierKey;
  readonly time?: bigint;
}

/** `text` ends in a newline and is what the signatures cover. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Generous to honest notes, and hopeless for those that want memory or time. */
const MAX_NOTE = 1_000_000;
const MAX_SIGNATURES = 100;
const ID_BYTES = 4;
const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;
const CONTROL = /[^\P{Cc}\n]|\p{Surrogate}/u;
const LINE = /^— (\S+) (\S+)$/u;

/** The text with a signature line of each signer (C2SP signed-note, Ed25519). The text ends in a newline. */
export async function signNote(text: string, signers: readonly Signer[]): Promise<string> {
  if (!text.endsWith('\n') || CONTROL.test(text)) fail('MALFORMED_NOTE', 'text');
  const lines = await Promise.all(
    signers.map(async (signer) => signatureLine({ ...signer, role: 'log' }, await signer.sign(Buffer.from(text)))),
  );
  return `${text}\n${lines.join('')}`;
}

/**
 * A witness' line under a checkpoint (C2SP tlog-cosignature v1, Ed25519): that at `time`, seconds since 1970, it had seen
 * no larger tree. `text` is the note's text without signatures; the answer ends in a newline and goes under the note.
 */
export async function cosign(text: string, signer: Signer, time: bigint): Promise<string> {
  const stamp = Buffer.alloc(TIME_BYTES);
  stamp.writeBigUInt64BE(time);
  const signature = await signer.sign(cosigned(text, time));
  return signatureLine({ ...signer, role: 'witness' }, Buffer.concat([stamp, signature]));
}

/**
 * Text and verified signatures of a note. Lines of unknown keys are ignored. VerificationFailure MALFORMED_NOTE; BAD_SIGNATURE
 * when a line of a known key does not verify; UNSIGNED when no known key signed.
 */
export function openNote(note: string, keys: readonly VerifierKey[]): Note {
  const { text, lines } = noteParts(note);
  const known = new Map(keys.map((key) => [`${key.name} ${keyId(key).toString('hex')}`, key]));
  const signatures = new Map<VerifierKey, NoteSignature>();
  for (const line of lines) {
    const { name, id, signature } = signatureParts(line);
    const key = known.get(`${name} ${id}`);
    if (key !== undefined && !signatures.has(key)) signatures.set(key, verified(text, key, signature));
  }
  return signatures.size === 0 ? fail('UNSIGNED') : { text, signatures: [...signatures.values()] };
}

/** Text and signature lines of a note, nothing verified: for whoever passes a note on. */
export function noteParts(note: string): { text: string; lines: readonly string[] } {
  if (note.length > MAX_NOTE) fail('MALFORMED_NOTE', 'too long');
  if (CONTROL.test(note)) fail('MALFORMED_NOTE', 'control character');
  const end = note.lastIndexOf('\n\n');
  if (end < 0) fail('MALFORMED_NOTE', note === '' ? 'empty' : 'no empty line above signatures');
  if (!note.endsWith('\n')) fail('MALFORMED_NOTE', 'no end of the last line');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) fail('MALFORMED_NOTE', 'too many signatures');
  for (const line of lines) signatureParts(line);
  return { text: note.slice(0, end + 1), lines };
}

function signatureParts(line: string): { name: string; id: string; signature: Buffer } {
  const [, name = '', base64 = ''] = LINE.exec(line) ?? [];
  const bytes = base64Bytes(base64);
  if (bytes === undefined || bytes.length <= ID_BYTES) return fail('MALFORMED_NOTE', 'signature line');
  if (name.includes('+')) return fail('MALFORMED_NOTE', 'key name');
  return { name, id: bytes.toString('hex', 0, ID_BYTES), signature: bytes.subarray(ID_BYTES) };
}

function verified(text: string, key: VerifierKey, signature: Buffer): NoteSignature {
  if (key.role === 'log') {
    const holds = signature.length === SIGNATURE_BYTES && isEd25519(key.publicKey, Buffer.from(text), signature);
    return holds ? { key } : fail('BAD_SIGNATURE', key.name);
  }
  if (signature.length !== TIME_BYTES + SIGNATURE_BYTES) return fail('BAD_SIGNATURE', key.name);
  const time = signature.readBigUInt64BE();
  if (time >= 1n << 63n || !isEd25519(key.publicKey, cosigned(text, time), signature.subarray(TIME_BYTES)))
    return fail('BAD_SIGNATURE', key.name);
  return { key, time };
}

const cosigned = (text: string, time: bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);

const signatureLine = (key: VerifierKey, signature: Buffer): string =>
  `— ${keyName(key.name)} ${Buffer.concat([keyId(key), signature]).toString('base64')}\n`;
