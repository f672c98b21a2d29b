import { sha256 } from '#evidence/crypto';

/** SHA-256 of a text, base64url without padding (43 characters): the form of RFC 9901 digests. */
export const sha256Base64Url = (text: string): string => sha256(text).toString('base64url');

/** Leaf of the log for a record's text: SHA-256(0x00 || UTF-8 bytes), 64 hex digits. Source: RFC 9162 section 2.1.1. */
export const leafHash = (record: string): string => leafOf(Buffer.from(record)).toString('hex');

/** Prefix and room for most records. Used again each time: hashing is done before anybody else can write here. */
const LEAF = Buffer.alloc(4_096);

/** Leaf hash of a record's UTF-8 bytes as they lie in a file; the same as leafHash of its text. */
export function leafOf(record: Uint8Array): Buffer {
  const size = 1 + record.length;
  const bytes = size <= LEAF.length ? LEAF.subarray(0, size) : Buffer.alloc(size);
  bytes.set(record, 1);
  return sha256(bytes);
}
