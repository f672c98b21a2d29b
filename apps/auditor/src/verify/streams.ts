import type { Skimmed } from '#evidence';
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
const missing = (reach: Reach | undefined, { rev }: Skimmed): number => rev - (reach ? reach.rev + 1 : 0);

/**
 * Ids, revisions and times of so many records, stream by stream. What is missing may only be missing where the bundle hides
 * at least as many leaves.
 */
export function streams(found: Findings, expected: number) {
  const reached = new Map<string, Reach>();
  const ids = uuidSet(expected);
  const commands = uuidSet(expected);
  let absent = 0n;
  const place = (record: Skimmed, index: bigint) => ({ index, stream: record.stream, revision: record.rev });

  const unique = (record: Skimmed, index: bigint, before: Reach | undefined) => {
    const { id, command } = record;
    if (!ids.add(id)) found.add({ code: 'ID_REPEATED', ...place(record, index), found: id });
    // The records of one command follow one another in its stream, of the same instant, and nowhere else.
    const isNext = before?.command === command && before.at === record.at;
    if (!isNext && !commands.add(command))
      found.add({ code: 'COMMAND_REPEATED', ...place(record, index), found: command });
  };

  const contiguous = (record: Skimmed, index: bigint, before: Reach | undefined, hidden: bigint): boolean => {
    const gap = missing(before, record);
    if (gap === 0) return before?.whole ?? true;
    absent += BigInt(Math.max(gap, 0));
    // All that is missing in any stream must have its place among what is hidden.
    if (gap < 0 || absent > hidden || BigInt(gap) > hidden - (before?.hidden ?? 0n)) {
      const expected = String(record.rev - gap);
      found.add({ code: 'REVISION_GAP', ...place(record, index), expected, found: String(record.rev) });
    }
    return false;
  };

  return {
    /** Answers whether the stream is there from its beginning up to this record. */
    take: (record: Skimmed, index: bigint, hidden: bigint): boolean => {
      const before = reached.get(record.stream);
      const { rev, at, command } = record;
      unique(record, index, before);
      const whole = contiguous(record, index, before, hidden);
      if (before && at < before.at)
        found.add({ code: 'TIME_BACKWARDS', ...place(record, index), expected: before.at, found: at });
      if (!before) {
        reached.set(record.stream, { rev, at, command, hidden, whole });
        return whole;
      }
      before.rev = rev;
      if (at > before.at) before.at = at;
      before.command = command;
      before.hidden = hidden;
      before.whole = whole;
      return whole;
    },
    count: (): number => reached.size,
    has: (stream: string): boolean => reached.has(stream),
  };
}
