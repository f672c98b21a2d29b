import type { RecordFields } from '#evidence';
import { refusedEntry } from '../decided/registered.js';
import { isResting, register, type Registry, type Resting } from '../records.js';
import type { nameOf } from './kinds.js';

/**
 * Records of one such stream; no honest one comes near, though mandates come and go for decades. An adoption of a rule book
 * costs as much as there were adoptions before it.
 */
const MOST_ENTRIES: { readonly [K in Resting]: number } = {
  ...{ ministry: 20_000, body: 20_000, calendar: 5_000, rulebook: 3_000 },
};
const MOST_ENTRY_BYTES = 16_000_000;
/** Of one person: each time that he acts, all of them are looked through. */
const MOST_MANDATES = 1_000;
/** Of these together; each thread knows all of them. */
const MOST_STREAMS = 1_000;

/** A record of such a stream, and its length in the file. */
interface Entering {
  readonly name: ReturnType<typeof nameOf>;
  readonly record: RecordFields;
  readonly index: bigint;
  readonly length: number;
  readonly leaf: () => string;
}

/** Why what was taken so far is too much for this program; undefined where it is not. */
function measuring() {
  const weights = new Map<string, number>();
  const mandates = new Map<string, number>();
  const grown = (sizes: Map<string, number>, name: string, by: number): number => {
    const size = (sizes.get(name) ?? 0) + by;
    sizes.set(name, size);
    return size;
  };
  return (kind: Resting, { record: { stream, rev, type, data }, length }: Entering): string | undefined => {
    if (!weights.has(stream) && weights.size >= MOST_STREAMS) return `> ${MOST_STREAMS} streams`;
    if (rev >= MOST_ENTRIES[kind]) return `> ${MOST_ENTRIES[kind]}`;
    if (grown(weights, stream, length) > MOST_ENTRY_BYTES) return `> ${MOST_ENTRY_BYTES} bytes`;
    if (type !== 'MandateGranted') return undefined;
    const { person } = data as { readonly person?: unknown };
    return grown(mandates, JSON.stringify([stream, person]), 1) > MOST_MANDATES
      ? `> ${MOST_MANDATES} of one`
      : undefined;
  };
}

/** Takes what matters rest on into the registry; what the rules refuse now is told, and rested on all the same. */
export function entering(registry: Registry, refused: (record: RecordFields, index: bigint, why: string) => void) {
  const tooMuch = measuring();
  /** Answers why the record cannot be taken; throws what the rules throw at it. */
  return (entry: Entering): readonly ['HISTORY_TOO_LONG', string] | undefined => {
    const { name, record, leaf } = entry;
    const { kind, key } = name;
    if (kind === '' || !isResting(kind)) return undefined;
    const why = tooMuch(kind, entry);
    if (why !== undefined) return ['HISTORY_TOO_LONG', why];
    const found = refusedEntry(registry, kind, key, record);
    if (found !== undefined) refused(record, entry.index, found);
    register(registry, { kind, key, record, leaf, line: 0, mayLack: false });
    return undefined;
  };
}
