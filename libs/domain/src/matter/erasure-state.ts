import type { LegalBasis } from '../rulebook/content.js';

/** A request to erase what a person said here; approved as soon as there are digests. */
export interface Erasure {
  /** Pseudonyms. */
  readonly person: string;
  readonly requestedBy: string;
  readonly legalGround: LegalBasis;
  /** Of the values that are gone. */
  readonly digests?: readonly string[];
}
