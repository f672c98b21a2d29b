import type { RecordFields } from '#evidence';
import { refusedEntry } from '../decided/registered.js';
import { isResting, register, type Registry } from '../records.js';
import type { nameOf } from './kinds.js';

/** Of one ministry, body, calendar or rule book; no honest one comes near, though its mandates come and go for decades. */
const MOST_ENTRIES = 20_000;
const MOST_ENTRY_BYTES = 16_000_000;
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

/** Takes what matters rest on into the registry; what the rules refuse now is told, and rested on all the same. */
export function entering(registry: Registry, refused: (record: RecordFields, index: bigint, why: string) => void) {
  const weights = new Map<string, number>();
  /** Why the stream holds more than this program replays; undefined where it does not. */
  const tooMuch = ({ record: { stream, rev }, length }: Entering): string | undefined => {
    const weight = (weights.get(stream) ?? 0) + length;
    if (!weights.has(stream) && weights.size >= MOST_STREAMS) return `> ${MOST_STREAMS} streams`;
    if (rev >= MOST_ENTRIES) return `> ${MOST_ENTRIES}`;
    weights.set(stream, weight);
    return weight > MOST_ENTRY_BYTES ? `> ${MOST_ENTRY_BYTES} bytes` : undefined;
  };
  /** Answers why the record cannot be taken; throws what the rules throw at it. */
  return (entry: Entering): readonly ['HISTORY_TOO_LONG', string] | undefined => {
    const { name, record, leaf } = entry;
    const { kind, key } = name;
    if (kind === '' || !isResting(kind)) return undefined;
    const why = tooMuch(entry);
    if (why !== undefined) return ['HISTORY_TOO_LONG', why];
    const found = refusedEntry(registry, kind, key, record);
    if (found !== undefined) refused(record, entry.index, found);
    register(registry, { kind, key, record, leaf, line: 0, mayLack: false });
    return undefined;
  };
}
