import { digestsIn, openDisclosure, type RecordFields, sha256Base64Url } from '#evidence';
import type { Findings } from './findings.js';
import { attempt } from './trust.js';

/** Opened values against the seals of the record that they follow; each seal is opened once at most. */
export function openings(found: Findings) {
  let record: RecordFields | undefined;
  let index = 0n;
  let sealed: Set<string> | undefined;
  let opened = 0;
  return {
    after: (next: RecordFields | undefined, at: bigint) => {
      record = next;
      index = at;
      sealed = undefined;
    },
    open: (disclosure: string) => {
      sealed ??= new Set(record ? digestsIn(record.data) : []);
      const digest = sha256Base64Url(disclosure);
      const known = sealed.delete(digest);
      const value = attempt(
        () => openDisclosure(digest, disclosure),
        () => undefined,
      );
      if (known && value) opened += 1;
      else {
        const where = record ? { stream: record.stream, revision: record.rev } : {};
        found.add({ code: 'OPENING_MISMATCH', index, ...where, found: digest });
      }
    },
    count: (): number => opened,
  };
}
