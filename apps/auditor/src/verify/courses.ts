import { agreement, evolve, fromRecord, matter } from '#domain';
import type { RecordFields } from '#evidence';
import type { Subject } from '../decided/subject.js';
import { isBasis } from './basis.js';
import { behindTimer, earliestDue, IN_TIME, type Lateness, latenessAt, type Overdue, vanished } from './deadlines.js';
import type { Finding, Findings } from './findings.js';
import { growth } from './growth.js';
import { message, place } from './judgements.js';
import { type Ending, timeAfter } from './latest.js';
import { shelf, type Sparing } from './shelf.js';
import { relieved, spared } from './shortened.js';

/** One matter or agreement, folded as far as it was read. */
interface Course {
  subject: Subject;
  at: string;
  index: bigint;
  revision: number;
  /** Deadlines that had passed without a record by its last one, and since when. */
  late: Lateness['late'];
  /** A command that recorded the passing of a deadline, and what was due behind that. */
  timed: { readonly command: string; readonly behind: readonly string[] };
  /** Records that left something behind. */
  changes: number;
  /** What they left, in bytes, without the long texts that are cut. */
  weight: number;
  /** The same with the texts of agreements that are kept in full, of those that no longer are as well. */
  held: number;
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

/** Before every instant. */
const AT_ONCE = '';

/**
 * Of one matter; no honest one comes near. Each record may cost as much as all before it have left behind. What leaves
 * nothing does not count, or one person alone could make a log unverifiable: with comments, or with whatever no rule reads.
 */
const MOST_RECORDS = 5_000;
const MOST_BYTES = 4_000_000;
export const MOST = `> ${MOST_RECORDS}, > ${MOST_BYTES} bytes`;

/** Bytes that are counted without a look at what is left of them. */
const FEW_BYTES = 1_500;

const NO_TIMER = { command: '', behind: [] };

/** No record of it has been read. */
const begun = (kind: Subject['kind']): Course => ({
  subject: kind === 'matter' ? { kind, state: matter.initial } : { kind, state: agreement.initial },
  ...{ at: AT_ONCE, index: -1n, revision: -1, late: IN_TIME.late, timed: NO_TIMER },
  ...{ changes: 0, weight: 0, held: 0, own: [] },
});

function folded(subject: Subject, record: RecordFields): Subject {
  const event = fromRecord(record);
  return subject.kind === 'matter'
    ? { kind: 'matter', state: evolve(matter, subject.state, event as never) }
    : { kind: 'agreement', state: relieved(subject.state, evolve(agreement, subject.state, event as never)) };
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

/** What is late in its present state; what was not known as such began to run with its last record at the latest. */
const lateIn = ({ subject, at: last, late }: Course, at: string): Lateness =>
  latenessAt(subject, at, (key) => late.get(key) ?? last);

/** What is late when the next record comes. What was in time this morning is no day late this evening. */
const latenessOf = (course: Course, at: string): Lateness =>
  course.at !== AT_ONCE && (course.late.size > 0 || dayIn(course.at) !== dayIn(at)) ? lateIn(course, at) : IN_TIME;

/** What is overdue at the end of a log, or why nobody can tell. */
function lastWord(course: Course, stream: string, ending: Ending): readonly Finding[] {
  const { at, index, revision } = course;
  const after = timeAfter(ending, index);
  const now = at > after ? at : after;
  const where = { index, stream, revision };
  // What is not in the file may have recorded it.
  const isOpen = index < ending.hidden && stream !== ending.named;
  if (isOpen && ending.isRange) return [];
  try {
    return lateIn(course, now).overdue.map(({ key, dueAt }) => {
      const code = isOpen ? 'DEADLINE_UNKNOWN' : 'DEADLINE_OMITTED';
      return { code, ...where, expected: key, found: `${dueAt} < ${now}` };
    });
  } catch (error) {
    return [{ code: 'HISTORY_BROKEN', ...where, found: message(error) }];
  }
}

/** What of a record is left in the state. */
function leftOf(before: Subject, after: Subject, bytes: number): number {
  if (before.state === after.state) return 0;
  return bytes < FEW_BYTES ? bytes : Math.max(0, growth(before.state, after.state));
}

/** Of what was overdue, what went away in silence with the record: neither recorded by it, nor due behind what is. */
function silenced(course: Course, { cmd, type }: RecordFields, after: Subject, overdue: readonly Overdue[]) {
  if (overdue.length === 0) return [];
  if (course.timed.command !== cmd.id)
    course.timed = { command: cmd.id, behind: behindTimer(course.subject, after, type) };
  const { behind } = course.timed;
  return vanished(overdue, after, type).filter(({ key }) => !behind.includes(key));
}

/** Matters and agreements by stream, as they are folded, and their deadlines. */
export function courses(found: Findings, sparing: Sparing | undefined) {
  const kept = shelf<Course>({ tell: dueOf, weigh: ({ held }) => held }, sparing);
  return {
    forget: kept.delete,
    /** What the next record of a stream may rest on in its own stream. */
    own: (stream: string): readonly string[] => kept.get(stream)?.own ?? [],
    /**
     * Folds the next record and answers with the state before it; undefined where the stream would hold too much. Throws
     * what the rules throw at it.
     */
    advance: (kind: Subject['kind'], { record, index, length, leaf }: Next): Subject | undefined => {
      const { stream, at, rev: revision } = record;
      const known = kept.get(stream);
      const course = known ?? begun(kind);
      const { record: lean, bytes, held } = spared(record, length);
      const before = course.subject;
      const { late, overdue } = latenessOf(course, at);
      const subject = folded(before, lean);
      const left = leftOf(before, subject, bytes);
      const changes = course.changes + (left > 0 ? 1 : 0);
      const weight = course.weight + Math.min(left, bytes);
      if (changes > MOST_RECORDS || weight > MOST_BYTES) return undefined;
      for (const { dueAt, key } of silenced(course, record, subject, overdue))
        found.add({ code: 'DEADLINE_OMITTED', ...place(record, index), expected: key, found: `${dueAt} < ${at}` });
      if (isBasis(subject, revision)) course.own = [...course.own, leaf()];
      course.subject = subject;
      course.at = at;
      course.index = index;
      course.revision = revision;
      course.late = late;
      course.changes = changes;
      course.weight = weight;
      course.held += Math.min(left, held);
      if (known) kept.grown(Math.min(left, held));
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
