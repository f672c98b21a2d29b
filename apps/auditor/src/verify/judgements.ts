import type { RecordFields } from '#evidence';
import { decideAgain, isJudged, type Subject } from '../decided/again.js';
import type { Registry } from '../records.js';
import type { Findings } from './findings.js';

/** A command whose records are not all read yet, and the state before it. */
interface Pending {
  readonly before: Subject;
  readonly index: bigint;
  readonly records: [RecordFields, ...RecordFields[]];
}

export const place = ({ stream, rev: revision }: RecordFields, index: bigint) => ({ index, stream, revision });

/** What a broken history or payload made the rules throw. */
export const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Decides each command again as soon as its records are read: those of one command follow one another in the log. */
export function judgements(registry: Registry, found: Findings) {
  const counts = { decided: 0, confirmed: 0 };
  let pending: Pending | undefined;
  const weigh = ({ before, index, records }: Pending, isLast: boolean) => {
    const [first] = records;
    const verdict = decideAgain(registry, before, records);
    const where = place(first, index);
    if (verdict.is === 'UNFOUNDED') found.add({ code: 'NOT_REDECIDED', ...where, expected: first.type });
    // A checkpoint may fall between the records of one command; the rest of it follows with the next.
    else if (verdict.is === 'CONFIRMED' || (verdict.is === 'BEGUN' && isLast)) counts.confirmed += 1;
    else found.add({ code: 'DECISION_DEVIATES', ...where, expected: verdict.found, found: verdict.recorded });
  };
  const close = (isLast = false) => {
    if (!pending) return;
    const closing = pending;
    pending = undefined;
    counts.decided += 1;
    try {
      weigh(closing, isLast);
    } catch (error) {
      // A payload that the rules trip over was never written by them.
      const { index, records } = closing;
      found.add({
        code: 'DECISION_DEVIATES',
        ...place(records[0], index),
        expected: message(error),
        found: records[0].type,
      });
    }
  };
  let passedOver = '';
  return {
    /** A record whose stream hides a part of itself before it: its decision, if it is one, rests on what is not here. */
    passOver: (kind: Subject['kind'], record: RecordFields, index: bigint) => {
      const { cmd, type } = record;
      if (cmd.id === passedOver || !isJudged(kind, type)) return;
      passedOver = cmd.id;
      counts.decided += 1;
      found.add({ code: 'NOT_REDECIDED', ...place(record, index), expected: type });
    },
    /** Before a record changes anything: what was pending is complete unless the record belongs to it. */
    before: ({ cmd }: RecordFields) => {
      if (pending?.records[0].cmd.id !== cmd.id) close();
    },
    take: (subject: Subject, record: RecordFields, index: bigint) => {
      if (pending) pending.records.push(record);
      else if (isJudged(subject.kind, record.type)) pending = { before: subject, index, records: [record] };
    },
    /** Nothing follows any more. */
    end: () => close(true),
    counts: () => counts,
  };
}
