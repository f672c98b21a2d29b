import type { RecordFields } from '#evidence';
import type { Findings } from './findings.js';
import { uuidSet } from './uuid-set.js';

/** How far a stream has been read. */
interface Reach {
  rev: number;
  at: string;
  command: string;
  /** Leaves that were hidden, by withholding or omission, when its last record was read. */
  hidden: bigint;
  /** From its beginning, without a gap: only then can it be folded. */
  whole: boolean;
}

/** Revisions that are missing before the record; negative where it repeats one. */
const missing = (reach: Reach | undefined, { rev }: RecordFields): number => rev - (reach ? reach.rev + 1 : 0);

/**
 * Ids, revisions and times of the records, stream by stream. What is missing may only be missing where the bundle hides at
 * least as many leaves.
 */
export function streams(found: Findings) {
  const reached = new Map<string, Reach>();
  const ids = uuidSet();
  const commands = uuidSet();
  const place = (record: RecordFields, index: bigint) => ({ index, stream: record.stream, revision: record.rev });

  const unique = (record: RecordFields, index: bigint, before: Reach | undefined) => {
    const { id, cmd } = record;
    if (!ids.add(id)) found.add({ code: 'ID_REPEATED', ...place(record, index), found: id });
    // The records of one command follow one another in its stream, and nowhere else.
    if (before?.command !== cmd.id && !commands.add(cmd.id))
      found.add({ code: 'COMMAND_REPEATED', ...place(record, index), found: cmd.id });
  };

  const contiguous = (record: RecordFields, index: bigint, before: Reach | undefined, hidden: bigint): boolean => {
    const gap = missing(before, record);
    if (gap === 0) return before?.whole ?? true;
    if (gap < 0 || BigInt(gap) > hidden - (before?.hidden ?? 0n)) {
      const expected = String(record.rev - gap);
      found.add({ code: 'REVISION_GAP', ...place(record, index), expected, found: String(record.rev) });
    }
    return false;
  };

  return {
    /** Answers whether the stream is there from its beginning up to this record. */
    take: (record: RecordFields, index: bigint, hidden: bigint): boolean => {
      const before = reached.get(record.stream);
      const { rev, at } = record;
      unique(record, index, before);
      const whole = contiguous(record, index, before, hidden);
      if (before && at < before.at)
        found.add({ code: 'TIME_BACKWARDS', ...place(record, index), expected: before.at, found: at });
      const reach = before ?? { rev, at, command: '', hidden, whole };
      Object.assign(reach, {
        rev,
        at: before && before.at > at ? before.at : at,
        command: record.cmd.id,
        hidden,
        whole,
      });
      if (!before) reached.set(record.stream, reach);
      return whole;
    },
    count: (): number => reached.size,
    has: (stream: string): boolean => reached.has(stream),
  };
}
