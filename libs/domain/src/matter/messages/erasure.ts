import type { LegalBasis } from '../../rulebook/content.js';
import type { InMatter } from './parts.js';

/** Erasure of what a person said or of what was said about a person. Payload of each command. Source: catalogue 4.4. */
export interface ErasurePayloads {
  RequestErasure: InMatter & { readonly erasure: string; readonly person: string; readonly legalGround: LegalBasis };
  ApproveErasure: InMatter & { readonly erasure: string };
}

/** Payload of each event. Source: catalogue 4.4. */
export interface ErasureEvents {
  ErasureRequested: ErasurePayloads['RequestErasure'];
  ValuesErased: {
    readonly erasure: string;
    /** Of the values that are gone; what is kept of them is this and nothing else. */
    readonly digests: readonly string[];
    readonly legalGround: LegalBasis;
  };
}
