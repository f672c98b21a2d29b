import { agreement, evolve, fromRecord, matter } from '#domain';
import type { RecordFields } from '#evidence';
import type { Subject } from '../decided/again.js';
import { earliestDue, IN_TIME, type Lateness, latenessAt, vanished } from './deadlines.js';
import type { Finding, Findings } from './findings.js';
import { message, place } from './judgements.js';
import { type Ending, timeAfter } from './latest.js';
import { shelf, type Sparing } from './shelf.js';
import { shortened } from './shortened.js';

/** One matter or agreement, folded as far as it was read. */
interface Course {
  subject: Subject;
  at: string;
  index: bigint;
  revision: number;
  /** Whether a deadline had passed in silence by its last record. */
  isLate: boolean;
  /** Of its records, in bytes, without the long texts that are cut. */
  weight: number;
  /** Leaves of its versions and rounds: what its later records may rest on. */
  own: readonly string[];
}

/** A record of a stream that is there from its beginning, and its length in the file. */
interface Next {
  readonly record: RecordFields;
  readonly index: bigint;
  readonly length: number;
  readonly leaf: () => string;
}

/** Bytes of a record that holds no text worth shortening. */
const SHORT = 1_500;
/** Before every instant. */
const AT_ONCE = '';

/** Of one matter; no honest one comes near. Each record may cost as much as all before it. */
export const MOST_BYTES = 4_000_000;

/** No record of it has been read. */
const begun = (kind: Subject['kind']): Course => ({
  subject: kind === 'matter' ? { kind, state: matter.initial } : { kind, state: agreement.initial },
  ...{ at: AT_ONCE, index: -1n, revision: -1, isLate: false, weight: 0, own: [] },
});

/** The record with long texts cut. */
const sparedOf = (record: RecordFields, length: number): RecordFields =>
  length < SHORT ? record : { ...record, data: shortened(record.data) };

/** What is left of a record of such a length. */
const bytesOf = (spared: RecordFields, length: number): number =>
  length < SHORT ? length : JSON.stringify(spared.data).length;

function folded(subject: Subject, record: RecordFields): Subject {
  const event = fromRecord(record);
  return subject.kind === 'matter'
    ? { kind: 'matter', state: evolve(matter, subject.state, event as never) }
    : { kind: 'agreement', state: evolve(agreement, subject.state, event as never) };
}

const dayIn = (instant: string): string => instant.slice(0, 10);

/** The earliest deadline of a course; where the rules trip over what it holds, that has to be told at the end. */
function dueOf({ subject }: Course): string {
  try {
    return earliestDue(subject);
  } catch {
    return AT_ONCE;
  }
}

/** Whether the record begins a version or a round. */
function isBasis({ kind, state }: Subject, revision: number): boolean {
  if (state.versions.at(-1)?.revision === revision) return true;
  return kind === 'matter' && state.rounds.at(-1)?.revision === revision;
}

/** What is late when the next record comes. What was in time this morning is no day late this evening. */
const latenessOf = (course: Course, at: string): Lateness =>
  course.at !== AT_ONCE && (course.isLate || dayIn(course.at) !== dayIn(at)) ? latenessAt(course.subject, at) : IN_TIME;

/** What is overdue at the end of a log, or why nobody can tell. */
function lastWord({ subject, at, index, revision }: Course, stream: string, ending: Ending): readonly Finding[] {
  const after = timeAfter(ending, index);
  const now = at > after ? at : after;
  const where = { index, stream, revision };
  // What is not in the file may have recorded it.
  const isOpen = index < ending.hidden && stream !== ending.named;
  if (isOpen && ending.isRange) return [];
  try {
    return latenessAt(subject, now).overdue.map(({ key, dueAt }) => {
      const code = isOpen ? 'DEADLINE_UNKNOWN' : 'DEADLINE_OMITTED';
      return { code, ...where, expected: key, found: `${dueAt} < ${now}` };
    });
  } catch (error) {
    return [{ code: 'HISTORY_BROKEN', ...where, found: message(error) }];
  }
}

/** Matters and agreements by stream, as they are folded, and their deadlines. */
export function courses(found: Findings, sparing: Sparing | undefined) {
  const kept = shelf<Course>({ tell: dueOf, weigh: ({ weight }) => weight }, sparing);
  return {
    forget: kept.delete,
    /** What the next record of a stream may rest on in its own stream. */
    own: (stream: string): readonly string[] => kept.get(stream)?.own ?? [],
    /**
     * Folds the next record and answers with the state before it; undefined where the stream would hold too much. Throws
     * what the rules throw at it.
     */
    advance: (kind: Subject['kind'], { record, index, length, leaf }: Next): Subject | undefined => {
      const { stream, at, type, rev: revision } = record;
      const known = kept.get(stream);
      const course = known ?? begun(kind);
      const spared = sparedOf(record, length);
      const bytes = bytesOf(spared, length);
      if (course.weight + bytes > MOST_BYTES) return undefined;
      const before = course.subject;
      const { isLate, overdue } = latenessOf(course, at);
      const subject = folded(before, spared);
      for (const { dueAt, key } of vanished(overdue, subject, type))
        found.add({ code: 'DEADLINE_OMITTED', ...place(record, index), expected: key, found: `${dueAt} < ${at}` });
      if (isBasis(subject, revision)) course.own = [...course.own, leaf()];
      course.subject = subject;
      course.at = at;
      course.index = index;
      course.revision = revision;
      course.isLate = isLate;
      course.weight += bytes;
      if (known) kept.grown(bytes);
      else kept.add(stream, course);
      return before;
    },
    /** What is still overdue at the end, by the latest instant that anything after the last event tells of. */
    end: (ending: Ending): void => {
      const last = timeAfter(ending, 0n);
      for (const [stream, course] of kept.all((due) => due < last))
        for (const finding of lastWord(course, stream, ending)) found.add(finding);
    },
  };
}
