import {
  createPrivateKey,
  createPublicKey,
  hash,
  type KeyObject,
  randomBytes as random,
  sign,
  verify,
} from 'node:crypto';

const KEY_BYTES = 32;
/** Header of an Ed25519 seed in PKCS #8 (RFC 8410 section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A text is hashed as UTF-8. By way of a text of 32 characters, which takes half as long as a buffer from over there. */
export const sha256 = (bytes: Uint8Array | string): Buffer => Buffer.from(hash('sha256', bytes, 'binary'), 'binary');

/** SHA-256 of the UTF-8 bytes of a text, 64 hex digits. */
export const sha256Hex = (text: string): string => hash('sha256', text, 'hex');

/** For name-based ids only, which RFC 9562 prescribes it for. */
export const sha1 = (bytes: Uint8Array): Buffer => hash('sha1', bytes, 'buffer');

export const randomBytes = (count: number): Buffer => random(count);

/** Public key and signatures of the 32 bytes of a seed (RFC 8032). */
export function ed25519Signer(seed: Buffer): {
  readonly publicKey: Buffer;
  readonly sign: (bytes: Uint8Array) => Buffer;
} {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  return { publicKey: publicOf(key), sign: (bytes) => sign(null, bytes, key) };
}

/** True for an Ed25519 signature of the bytes; false for whatever is no key or no signature. */
export function isEd25519(publicKey: Buffer, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES) return false;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') };
  return verify(null, bytes, createPublicKey({ key: jwk, format: 'jwk' }), signature);
}

const publicOf = (key: KeyObject): Buffer =>
  Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url');
