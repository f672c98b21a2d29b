/** Why evidence was not accepted. Closed: every code has one meaning and a test. */
export const FAILURES = {
  NOT_JSON: 'A value that JSON cannot express.',
  ILL_FORMED_UNICODE: 'A text with a lone surrogate.',
  NOT_AN_INTEGER: 'A number that is no integer within ±(2^53-1).',
  TOO_DEEP: 'Nested deeper than any record needs.',
  TOO_LONG: 'A record longer than 65,535 bytes, or a text in its head longer than 256.',
  MALFORMED: 'A record or disclosure that lacks a member, has one too many, or one of another form.',
  NOT_CANONICAL: 'A text that is not the canonical form of what it says.',
  SALT_TOO_SHORT: 'A salt under 128 bits.',
  DIGEST_MISMATCH: 'A disclosure that does not belong to the digest.',
  MALFORMED_HASH: 'A hash that has not 32 bytes, or a tree with too few or too many of them.',
  EMPTY_TREE: 'A tree of size zero, about which nothing can be proven.',
  OUTSIDE_TREE: 'An index or size beyond the tree.',
  INCLUSION_NOT_PROVEN: 'A proof that does not lead from the leaf to the root.',
  CONSISTENCY_NOT_PROVEN: 'A proof that does not lead from the old root to the new one.',
  MALFORMED_KEY: 'A key of another form or type, or with the id of another key.',
  MALFORMED_NOTE: 'A note or checkpoint of another form.',
  MALFORMED_PROOF: 'A proof in text of another form.',
  MALFORMED_POLICY: 'A policy of another form.',
  BAD_SIGNATURE: 'A signature under the name of a known key that is not its signature.',
  UNSIGNED: 'A note without the signature of a known key.',
  MALFORMED_BUNDLE: 'A bundle of another form.',
  ROOT_MISMATCH: 'Leaves that are not the tree of the checkpoint.',
} as const;

export type FailureCode = keyof typeof FAILURES;

/** Evidence that cannot be trusted, or data that cannot become evidence. `detail` names the member or value at fault. */
export class VerificationFailure extends Error {
  constructor(
    readonly code: FailureCode,
    readonly detail?: string,
  ) {
    super(detail === undefined ? FAILURES[code] : `${FAILURES[code]} (${detail})`);
    this.name = 'VerificationFailure';
  }
}

/** Ends the work on untrusted bytes; usable where a value is expected. */
export function fail(code: FailureCode, detail?: string): never {
  throw new VerificationFailure(code, detail);
}
