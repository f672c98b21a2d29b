import { randomBytes } from '#evidence/crypto';
import { canonical, isPlainObject } from './canonical.js';
import type { Json } from './canonical.js';
import { fail } from './failure.js';
import { sha256Base64Url } from './hash.js';

/** What a record holds in place of an erasable value: the salted digest, 43 characters of base64url. */
export type Sealed = { readonly '#': string };

/** 32 bytes leave two spare bits in the last character, which must be zero: one digest, one spelling. */
const DIGEST = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
const SALT_BYTES = 16;

/** True for `{"#": digest}` and nothing beside it. */
export const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' &&
  value !== null &&
  Object.hasOwn(value, '#') &&
  isPlainObject(value) &&
  Object.keys(value).length === 1 &&
  typeof value['#'] === 'string' &&
  DIGEST.test(value['#']);

/**
 * Digest of a value for the record, and the disclosure for the vault, both base64url (RFC 9901 section 4.2). The salt
 * of at least 128 bits keeps a short value, such as yes or no, from being found by trying.
 */
export function commit(
  name: string,
  value: Json,
  salt: Uint8Array = randomBytes(SALT_BYTES),
): { digest: string; disclosure: string } {
  if (salt.length < SALT_BYTES) fail('SALT_TOO_SHORT');
  const content = canonical([Buffer.from(salt).toString('base64url'), name, value]);
  const disclosure = Buffer.from(content).toString('base64url');
  return { digest: sha256Base64Url(disclosure), disclosure };
}

/** Name and value behind a digest. VerificationFailure when the disclosure is another one or has not the form of RFC 9901. */
export function openDisclosure(digest: string, disclosure: string): { name: string; value: Json } {
  if (sha256Base64Url(disclosure) !== digest) fail('DIGEST_MISMATCH');
  const content = decoded(disclosure);
  if (!Array.isArray(content) || content.length !== 3) return fail('MALFORMED', 'disclosure');
  const [salt, name, value] = content as [unknown, unknown, Json];
  if (typeof salt !== 'string' || typeof name !== 'string') return fail('MALFORMED', 'disclosure');
  return { name, value };
}

function decoded(disclosure: string): unknown {
  try {
    return JSON.parse(Buffer.from(disclosure, 'base64url').toString());
  } catch {
    return fail('MALFORMED', 'disclosure');
  }
}
