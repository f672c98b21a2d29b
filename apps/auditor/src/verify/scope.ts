import type { Manifest } from '#evidence';
import type { Findings } from './findings.js';

const FOREVER = 1n << 64n;

/** Which leaves a manifest promises, of a log of that size: `allowsOmission` tells whether leaves may be omitted there. */
export function scopeOf(manifest: Manifest, size: bigint, found: Findings) {
  const from = manifest.kind === 'range' ? manifest.from : 0n;
  const to = manifest.kind === 'range' ? manifest.to : FOREVER;
  // Leaves that there are not would be promised, and all others omitted.
  if (manifest.kind === 'range' && to > size)
    found.add({ code: 'SCOPE_MISMATCH', expected: `<= ${size}`, found: String(to) });
  return {
    allowsOmission: (start: bigint, count: bigint): boolean =>
      manifest.kind === 'stream' || (manifest.kind === 'range' && (start + count <= from || start >= to)),
    /** Records outside a range are not what was announced; withheld ones count as announced. */
    allowsLeaf: (index: bigint): boolean => index >= from && index < to,
  };
}

export const scopeText = (manifest: Manifest): string => {
  if (manifest.kind === 'range') return `${manifest.from}..${manifest.to}`;
  return manifest.kind === 'stream' ? manifest.stream : 'log';
};
