import type { RecordFields } from '#evidence';
import { decideAgain, isJudged, refusedNote, type Verdict } from '../decided/again.js';
import type { Subject } from '../decided/subject.js';
import { isFurther } from '../decided/further.js';
import type { Registry } from '../records.js';
import type { Findings } from './findings.js';
import { halfRecorded } from './half-recorded.js';
import type { Ending } from './latest.js';

/** A command whose records are not all read yet, and the state before it. */
interface Pending {
  readonly before: Subject;
  readonly index: bigint;
  /** Place behind its records. */
  next: bigint;
  readonly records: [RecordFields, ...RecordFields[]];
  /** Whether one of them names as its basis what is hidden. */
  isUnfounded: boolean;
}

const UNFOUNDED: Verdict = { is: 'UNFOUNDED' };

export const place = ({ stream, rev: revision }: RecordFields, index: bigint) => ({ index, stream, revision });

/** What a broken history or payload made the rules throw. */
export const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Types of the events in what a verdict shows, one in a line. */
const typesIn = (shown: string): string =>
  shown
    .split('\n')
    .map((line) => line.slice(0, line.indexOf(' ')))
    .join('\n');

interface Counts {
  decided: number;
  confirmed: number;
}

/** Passes over records whose stream hides a part of itself before them: a decision among them rests on what is not here. */
function passing(found: Findings, counts: Counts) {
  /** The last record of the command that was passed over last. */
  let passed: { readonly record: RecordFields; readonly next: bigint } | undefined;
  return (kind: Subject['kind'], record: RecordFields, index: bigint): void => {
    const { type } = record;
    const isNext = passed !== undefined && isFurther(passed.record, passed.next, record, index);
    if (!isNext && !isJudged(kind, type)) return;
    passed = { record, next: index + 1n };
    if (isNext) return;
    counts.decided += 1;
    found.add({ code: 'NOT_REDECIDED', ...place(record, index), expected: type });
  };
}

/** Decides a command again whose records are all read. */
function weighing(registry: Registry, found: Findings, counts: Counts) {
  const halves = halfRecorded(found);
  const weigh = ({ before, index, next, records, isUnfounded }: Pending): void => {
    const [first] = records;
    const verdict = isUnfounded ? UNFOUNDED : decideAgain(registry, before, records);
    const where = place(first, index);
    if (verdict.is === 'UNFOUNDED') found.add({ code: 'NOT_REDECIDED', ...where, expected: first.type });
    else if (verdict.is === 'CONFIRMED') counts.confirmed += 1;
    else if (verdict.is === 'BEGUN') {
      const recorded = records.map(({ type }) => type).join('\n');
      halves.add({ where, next, expected: typesIn(verdict.found), found: recorded });
    } else found.add({ code: 'DECISION_DEVIATES', ...where, expected: verdict.found, found: verdict.recorded });
  };
  return { halves, weigh };
}

/** Decides each command again as soon as its records are read: those of one command follow one another in the log. */
export function judgements(registry: Registry, found: Findings) {
  const counts: Counts = { decided: 0, confirmed: 0 };
  const { halves, weigh } = weighing(registry, found, counts);
  let pending: Pending | undefined;
  const close = () => {
    if (!pending) return;
    const closing = pending;
    pending = undefined;
    counts.decided += 1;
    try {
      weigh(closing);
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
  /** What nobody decided had to be admissible all the same. */
  const note = (before: Subject, record: RecordFields, index: bigint) => {
    const refused = refusedNote(registry, before, record);
    if (refused !== undefined)
      found.add({ code: 'DECISION_DEVIATES', ...place(record, index), expected: refused, found: record.type });
  };
  return {
    passOver: passing(found, counts),
    /** Before a record changes anything: what was pending is complete unless the record belongs to it. */
    before: (record: RecordFields, index: bigint) => {
      if (pending && !isFurther(pending.records[0], pending.next, record, index)) close();
    },
    /** `isUnfounded` where it names as its basis what is hidden. */
    take: (subject: Subject, record: RecordFields, index: bigint, isUnfounded: boolean) => {
      halves.goesOn(record.stream);
      if (pending) {
        pending.records.push(record);
        pending.next += 1n;
        pending.isUnfounded ||= isUnfounded;
      } else if (isJudged(subject.kind, record.type))
        pending = { before: subject, index, next: index + 1n, records: [record], isUnfounded };
      else if (isUnfounded) found.add({ code: 'NOT_REDECIDED', ...place(record, index), expected: record.type });
      else note(subject, record, index);
    },
    end: (ending: Ending) => {
      close();
      counts.confirmed += halves.end(ending);
    },
    counts: () => counts,
  };
}
