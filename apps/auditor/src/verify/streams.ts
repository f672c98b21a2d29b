import { eventId, type Skimmed } from '#evidence';
import type { Findings } from './findings.js';
import { instantOf } from './instant.js';
import { reaches } from './reaches.js';
import { uuidSet, wordsOf } from './uuid-set.js';

/**
 * Tells of each record whether it goes on with the command of the one before it: the records of one command stand next to
 * one another in the log, in one stream, with the same instant, and their ids follow from the command's.
 */
function goingOn() {
  let last: Skimmed | undefined;
  let lastIndex = 0n;
  /** Of the last record within its command; undefined where the record before it in its stream is hidden. */
  let place: number | undefined;
  const isNext = (a: Skimmed, b: Skimmed, index: bigint): boolean => {
    if (a.command !== b.command || a.stream !== b.stream || a.at !== b.at) return false;
    // Of what is hidden between them nothing belongs to others.
    if (index - lastIndex !== BigInt(b.rev - a.rev)) return false;
    return place === undefined || b.id === eventId(b.command, place + b.rev - a.rev);
  };
  /** `isJoined` tells whether the record before it in its stream, if there is one, is here. */
  return (record: Skimmed, index: bigint, isJoined: boolean): boolean => {
    const before = last;
    const goesOn = before !== undefined && isNext(before, record, index);
    if (!goesOn) place = isJoined ? 0 : undefined;
    else if (place !== undefined) place += record.rev - before.rev;
    last = record;
    lastIndex = index;
    return goesOn;
  };
}

const placeOf = (record: Skimmed, index: bigint) => ({ index, stream: record.stream, revision: record.rev });

/** No id stands for two records, and no command for two requests; of so many records. */
function uniqueness(found: Findings, expected: number) {
  const ids = uuidSet(expected);
  const commands = uuidSet(expected);
  const goesOn = goingOn();
  const [idWords, commandWords] = [wordsOf(), wordsOf()];
  return (record: Skimmed, index: bigint, isJoined: boolean): void => {
    const { id, command } = record;
    if (!ids.add(idWords(id))) found.add({ code: 'ID_REPEATED', ...placeOf(record, index), found: id });
    if (!goesOn(record, index, isJoined) && !commands.add(commandWords(command)))
      found.add({ code: 'COMMAND_REPEATED', ...placeOf(record, index), found: command });
  };
}

/**
 * Ids, revisions and times of so many records, stream by stream. What is missing may only be missing where the bundle hides
 * at least as many leaves.
 */
export function streams(found: Findings, expected: number) {
  const reached = reaches();
  const unique = uniqueness(found, expected);
  let absent = 0n;

  /** Revision that the next record of a stream should have. */
  const due = (row: number | undefined): number => (row === undefined ? 0 : reached.rev(row) + 1);

  const contiguous = (record: Skimmed, index: bigint, row: number | undefined, hidden: bigint): boolean => {
    const expectedRev = due(row);
    // What is missing before the record; negative where it repeats one.
    const gap = record.rev - expectedRev;
    if (gap === 0) return row === undefined || reached.isWhole(row);
    absent += BigInt(Math.max(gap, 0));
    const before = row === undefined ? 0n : reached.hidden(row);
    // All that is missing in any stream must have its place among what is hidden.
    if (gap < 0 || absent > hidden || BigInt(gap) > hidden - before) {
      const expected = String(expectedRev);
      found.add({ code: 'REVISION_GAP', ...placeOf(record, index), expected, found: String(record.rev) });
    }
    return false;
  };

  return {
    /** Answers whether the stream is there from its beginning up to this record. */
    take: (record: Skimmed, index: bigint, hidden: bigint): boolean => {
      const { stream, rev } = record;
      const row = reached.row(stream);
      const at = Date.parse(record.at);
      const before = row === undefined ? at : reached.at(row);
      unique(record, index, rev === due(row));
      const whole = contiguous(record, index, row, hidden);
      if (at < before)
        found.add({ code: 'TIME_BACKWARDS', ...placeOf(record, index), expected: instantOf(before), found: record.at });
      const latest = at > before ? at : before;
      reached.set(row ?? reached.add(stream), { rev, at: latest, hidden, whole });
      return whole;
    },
    count: reached.count,
    has: (stream: string): boolean => reached.row(stream) !== undefined,
    /** Whether anything behind the last record of a stream is hidden, of so many leaves that are. */
    mayGoOn: (stream: string, hidden: bigint): boolean => {
      const row = reached.row(stream);
      return row !== undefined && reached.hidden(row) < hidden;
    },
  };
}
