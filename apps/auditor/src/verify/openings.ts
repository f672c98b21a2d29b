import {
  digestsIn,
  isSealed,
  type JsonObject,
  openDisclosure,
  parseRecord,
  type RecordFields,
  sha256Base64Url,
  type Skimmed,
} from '#evidence';
import type { Findings } from './findings.js';
import { attempt } from './trust.js';

/** What the record of an erasure names; nothing else that it may hold is remembered. */
function digestsOf({ digests }: JsonObject): readonly string[] {
  const named: readonly unknown[] = Array.isArray(digests) ? digests : [];
  return named.flatMap((digest) => {
    const seal = { '#': digest };
    return isSealed(seal) ? [seal['#']] : [];
  });
}

/**
 * Opened values against the seals of the record that they follow; each seal is opened once at most. What the log says is
 * erased is opened nowhere, neither before the erasure nor behind a later record that carries the value on.
 */
export function openings(found: Findings) {
  let record: Skimmed | undefined;
  /** Its bytes, in room that is used again and grows with the longest one: most records are never opened. */
  let room = Buffer.alloc(0);
  let length = 0;
  let index = 0n;
  let sealed: Set<string> | undefined;
  let count = 0;
  const opened = new Set<string>();
  const erased = new Set<string>();
  return {
    /** What follows belongs to this record; to none, where there is nothing that could be opened. */
    after: (next: Skimmed | undefined, bytes: Uint8Array, at: bigint) => {
      record = next;
      if (bytes.length > room.length) room = Buffer.alloc(2 * bytes.length);
      room.set(bytes);
      length = bytes.length;
      index = at;
      sealed = undefined;
    },
    /** Something else came: what follows stands behind no record. */
    close: () => {
      record = undefined;
      sealed = new Set();
    },
    open: (disclosure: string) => {
      sealed ??= new Set(record ? digestsIn(parseRecord(room.toString('utf8', 0, length)).data) : []);
      const digest = sha256Base64Url(disclosure);
      const known = sealed.delete(digest);
      const value = attempt(
        () => openDisclosure(digest, disclosure),
        () => undefined,
      );
      const where = record ? { stream: record.stream, revision: record.rev } : {};
      if (erased.has(digest)) found.add({ code: 'ERASED_OPENED', index, ...where, found: digest });
      if (known && value) {
        count += 1;
        opened.add(digest);
      } else found.add({ code: 'OPENING_MISMATCH', index, ...where, found: digest });
    },
    /** What is erased from here on must not have been opened: somebody kept it. */
    erased: (record: RecordFields, at: bigint) => {
      const { stream, rev: revision, data } = record;
      for (const digest of digestsOf(data as JsonObject)) {
        erased.add(digest);
        if (opened.has(digest)) found.add({ code: 'ERASED_OPENED', index: at, stream, revision, found: digest });
      }
    },
    count: (): number => count,
  };
}
