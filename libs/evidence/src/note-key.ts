import { ed25519Signer, randomBytes, sha256 } from '#evidence/crypto';
import { fail } from './failure.js';

/** Signature types of C2SP: a log's own Ed25519 signature, and a witness' with its time (tlog-cosignature v1). */
export const KEY_TYPES = { log: 0x01, witness: 0x04 } as const;
export type KeyRole = keyof typeof KEY_TYPES;

/** A key whose signatures are believed. `publicKey` has the 32 bytes of RFC 8032. */
export interface VerifierKey {
  readonly name: string;
  readonly role: KeyRole;
  readonly publicKey: Buffer;
}

/** The one port to a private key: whatever signs (a file, a token) answers with the 64 bytes of Ed25519. */
export interface Signer {
  readonly name: string;
  readonly publicKey: Buffer;
  readonly sign: (bytes: Buffer) => Promise<Buffer> | Buffer;
}

const KEY_BYTES = 32;
const PRIVATE = 'PRIVATE+KEY+';

/** Key id of signed-note: the first four bytes of SHA-256(name || 0x0A || type || public key). */
export const keyId = ({ name, role, publicKey }: VerifierKey): Buffer =>
  sha256(Buffer.concat([Buffer.from(`${name}\n`), typed(role, publicKey)])).subarray(0, 4);

/** `name+hex key id+base64(type || public key)`, as other tools of C2SP write a public key. */
export const encodeVkey = (key: VerifierKey): string =>
  `${keyName(key.name)}+${keyId(key).toString('hex')}+${typed(key.role, key.publicKey).toString('base64')}`;

/** Back from encodeVkey. VerificationFailure MALFORMED_KEY for another form, type or key id. */
export function parseVkey(text: string): VerifierKey {
  const { name, id, type, bytes } = parts(text);
  const role = type === KEY_TYPES.log ? 'log' : type === KEY_TYPES.witness ? 'witness' : fail('MALFORMED_KEY', 'type');
  const key: VerifierKey = { name, role, publicKey: bytes };
  return keyId(key).toString('hex') === id ? key : fail('MALFORMED_KEY', 'key id');
}

/** A new private key as text, `PRIVATE+KEY+name+hex key id+base64(0x01 || seed)`: the form of golang.org/x/mod/sumdb/note. */
export const generateSkey = (name: string): string => encodeSkey(name, randomBytes(KEY_BYTES));

/** The signer of a private key in text. It signs notes and cosignatures alike; never use one key for both. */
export function parseSkey(text: string): Signer {
  if (!text.startsWith(PRIVATE)) fail('MALFORMED_KEY', 'private key');
  const { name, type, bytes: seed } = parts(text.slice(PRIVATE.length));
  // Not what it found: the text may be the secret itself.
  if (type !== KEY_TYPES.log || encodeSkey(name, seed) !== text) fail('MALFORMED_KEY', 'private key');
  return { name, ...ed25519Signer(seed) };
}

/** Key names have no spaces and no plus; a control character would end the line they stand in. */
export const keyName = (name: string): string =>
  /^[^\s+\p{Cc}\p{Surrogate}]+$/u.test(name) ? name : fail('MALFORMED_KEY', 'name');

/** The bytes behind strict base64: one spelling per value. Undefined for anything else. */
export function base64Bytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

function parts(text: string): { name: string; id: string; type: number; bytes: Buffer } {
  // Base64 may hold a plus as well: only the first two separate.
  const [, name = '', id = '', base64 = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = base64Bytes(base64);
  if (bytes?.length !== 1 + KEY_BYTES) return fail('MALFORMED_KEY');
  return { name: keyName(name), id, type: bytes.readUInt8(0), bytes: bytes.subarray(1) };
}

function encodeSkey(name: string, seed: Buffer): string {
  const id = keyId({ name: keyName(name), role: 'log', publicKey: ed25519Signer(seed).publicKey }).toString('hex');
  return `${PRIVATE}${name}+${id}+${typed('log', seed).toString('base64')}`;
}

const typed = (role: KeyRole, bytes: Buffer): Buffer => Buffer.concat([Buffer.of(KEY_TYPES[role]), bytes]);
