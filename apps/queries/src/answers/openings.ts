import { erasedIn, type LegalBasis } from '#domain';
import { invalidPayload } from '#edge';
import { digestsIn, openDisclosure } from '#evidence';
import { secrecyOf, veiled } from '../ballot-secrecy.js';
import { type MatterParams, sight } from '../matters.js';
import type { Sources } from '../sources.js';
import { mayExport, type Viewer } from '../viewer.js';

export interface OpeningsParams extends MatterParams {
  /** Of the values that are to be shown; all of the matter unless told. */
  readonly digests?: readonly string[];
}

export interface OpeningsAnswer {
  /** What proves a value to whoever holds the record: its digest is that of the disclosure (RFC 9901, section 4.2). */
  readonly openings: readonly { readonly revision: number; readonly digest: string; readonly disclosure: string }[];
  /** Values that nobody can show any more. */
  readonly erased: readonly { readonly revision: number; readonly digest: string; readonly legalGround: LegalBasis }[];
}

/** Openings of chosen values, to show one decision without the others. Throws FORBIDDEN, NOT_FOUND, INVALID_PAYLOAD. */
export async function openings(sources: Sources, params: OpeningsParams, viewer: Viewer): Promise<OpeningsAnswer> {
  mayExport(viewer);
  const { records, present } = await sight(sources, viewer, params);
  const secrecy = await secrecyOf(sources, viewer, present);
  const revisions = new Map<string, number>();
  for (const record of records) {
    for (const digest of digestsIn(veiled(record, secrecy) ?? {})) {
      if (!revisions.has(digest)) revisions.set(digest, record.rev);
    }
  }
  const chosen = [...new Set(params.digests ?? revisions.keys())];
  if (!chosen.every((digest) => revisions.has(digest))) {
    throw invalidPayload([{ field: 'digests', problem: 'every digest must be one of a record of this matter' }]);
  }
  const gone = erasedIn(present).digests;
  const disclosures = await sources.vault.disclosures(
    chosen.filter((digest) => !gone.has(digest)),
    `matter-${params.matter}`,
  );
  const revisionOf = (digest: string): number => revisions.get(digest) ?? 0;
  return {
    openings: [...disclosures].map(([digest, disclosure]) => {
      // A row that was altered is no opening.
      openDisclosure(digest, disclosure);
      return { revision: revisionOf(digest), digest, disclosure };
    }),
    erased: chosen.flatMap((digest) => {
      const legalGround = gone.get(digest);
      return legalGround ? [{ revision: revisionOf(digest), digest, legalGround }] : [];
    }),
  };
}
