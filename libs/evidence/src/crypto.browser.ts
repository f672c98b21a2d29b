import { ed25519 } from '@noble/curves/ed25519.js';
import { sha1 as nobleSha1 } from '@noble/hashes/legacy.js';
import { sha256 as nobleSha256, sha512 } from '@noble/hashes/sha2.js';

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const { Point } = ed25519;

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** A text is hashed as UTF-8. */
export const sha256 = (bytes: Uint8Array | string): Buffer =>
  bufferOf(nobleSha256(typeof bytes === 'string' ? Buffer.from(bytes) : bytes));

/** SHA-256 of the UTF-8 bytes of a text, 64 hex digits. */
export const sha256Hex = (text: string): string => sha256(text).toString('hex');

/** For name-based ids only, which RFC 9562 prescribes it for. */
export const sha1 = (bytes: Uint8Array): Buffer => bufferOf(nobleSha1(bytes));

export const randomBytes = (count: number): Buffer => Buffer.from(crypto.getRandomValues(new Uint8Array(count)));

/** Public key and signatures of the 32 bytes of a seed (RFC 8032). */
export const ed25519Signer = (
  seed: Buffer,
): {
  readonly publicKey: Buffer;
  readonly sign: (bytes: Uint8Array) => Buffer;
} => ({
  publicKey: bufferOf(ed25519.getPublicKey(seed)),
  sign: (bytes) => bufferOf(ed25519.sign(bytes, seed)),
});

/**
 * True for an Ed25519 signature of the bytes; false for whatever is no key or no signature. Decides as OpenSSL does: the
 * equation without cofactor, and R compared byte by byte. The package's own verify multiplies by the cofactor, and so
 * believes signatures of crafted keys that Node refuses: two auditors would come to two results.
 */
export function isEd25519(publicKey: Buffer, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  const r = signature.subarray(0, KEY_BYTES);
  const s = littleEndian(signature.subarray(KEY_BYTES));
  const key = pointIn(publicKey);
  if (s >= Point.Fn.ORDER || !key) return false;
  const k = Point.Fn.create(littleEndian(sha512(Buffer.concat([r, publicKey, bytes]))));
  const expected = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(k)).toBytes();
  return bufferOf(expected).equals(r);
}

/** Undefined for bytes that are no point of the curve. A coordinate beyond the prime counts, as with OpenSSL. */
function pointIn(bytes: Uint8Array) {
  try {
    return Point.fromBytes(bytes, true);
  } catch {
    return undefined;
  }
}

const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
