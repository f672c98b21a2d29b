import type { Skimmed } from '#evidence';
import type { Findings } from './findings.js';
import { reaches } from './reaches.js';
import { uuidSet, wordsOf } from './uuid-set.js';

const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();

/**
 * Ids, revisions and times of so many records, stream by stream. What is missing may only be missing where the bundle hides
 * at least as many leaves.
 */
export function streams(found: Findings, expected: number) {
  const reached = reaches();
  const ids = uuidSet(expected);
  const commands = uuidSet(expected);
  const [idWords, commandWords] = [wordsOf(), wordsOf()];
  let absent = 0n;
  const place = (record: Skimmed, index: bigint) => ({ index, stream: record.stream, revision: record.rev });

  const unique = (record: Skimmed, index: bigint, isNext: boolean) => {
    const { id, command } = record;
    if (!ids.add(idWords(id))) found.add({ code: 'ID_REPEATED', ...place(record, index), found: id });
    if (!isNext && !commands.add(commandWords(command)))
      found.add({ code: 'COMMAND_REPEATED', ...place(record, index), found: command });
  };

  const contiguous = (record: Skimmed, index: bigint, row: number | undefined, hidden: bigint): boolean => {
    const expectedRev = row === undefined ? 0 : reached.rev(row) + 1;
    // What is missing before the record; negative where it repeats one.
    const gap = record.rev - expectedRev;
    if (gap === 0) return row === undefined || reached.isWhole(row);
    absent += BigInt(Math.max(gap, 0));
    const before = row === undefined ? 0n : reached.hidden(row);
    // All that is missing in any stream must have its place among what is hidden.
    if (gap < 0 || absent > hidden || BigInt(gap) > hidden - before) {
      const expected = String(expectedRev);
      found.add({ code: 'REVISION_GAP', ...place(record, index), expected, found: String(record.rev) });
    }
    return false;
  };

  return {
    /** Answers whether the stream is there from its beginning up to this record. */
    take: (record: Skimmed, index: bigint, hidden: bigint): boolean => {
      const { stream, rev } = record;
      const row = reached.row(stream);
      const command = commandWords(record.command);
      const at = Date.parse(record.at);
      const before = row === undefined ? at : reached.at(row);
      // The records of one command follow one another in its stream, of the same instant, and nowhere else.
      unique(record, index, row !== undefined && before === at && reached.isCommand(row, command));
      const whole = contiguous(record, index, row, hidden);
      if (at < before)
        found.add({ code: 'TIME_BACKWARDS', ...place(record, index), expected: instant(before), found: record.at });
      const latest = at > before ? at : before;
      reached.set(row ?? reached.add(stream), { rev, at: latest, command, hidden, whole });
      return whole;
    },
    count: reached.count,
    has: (stream: string): boolean => reached.row(stream) !== undefined,
  };
}
