import { agreement, evolve, fromRecord, matter } from '#domain';
import type { RecordFields } from '#evidence';
import type { Subject } from '../decided/again.js';
import { emptyRegistry, forget, register } from '../records.js';
import { Unreadable } from '../unreadable.js';
import { earliestDue, overdueAt, vanished } from './deadlines.js';
import type { Finding, Findings } from './findings.js';
import { judgements, message, place } from './judgements.js';
import { isKnown, isSubject, nameOf } from './kinds.js';
import { type Latest, timeAfter } from './latest.js';
import { shelf, type Sparing } from './shelf.js';
import { shortened } from './shortened.js';

/** One matter or agreement, folded as far as it was read. */
interface Course {
  subject: Subject;
  at: string;
  index: bigint;
}

/** Bytes of a record that holds no text worth shortening. */
const SHORT = 1_500;

const begun = (kind: Subject['kind']): Subject =>
  kind === 'matter' ? { kind, state: matter.initial } : { kind, state: agreement.initial };

function folded(subject: Subject, record: RecordFields, bytes: number): Subject {
  const event = fromRecord(bytes < SHORT ? record : { ...record, data: shortened(record.data) });
  return subject.kind === 'matter'
    ? { kind: 'matter', state: evolve(matter, subject.state, event as never) }
    : { kind: 'agreement', state: evolve(agreement, subject.state, event as never) };
}

const dayIn = (instant: string): string => instant.slice(0, 10);

/** Before every instant. */
const AT_ONCE = '';

/** The earliest deadline of a course; where the rules trip over what it holds, that has to be told at the end. */
function dueOf({ subject }: Course): string {
  try {
    return earliestDue(subject);
  } catch {
    return AT_ONCE;
  }
}

/** What is overdue at the end of a log, or why nobody can tell. */
function lastWord({ subject, at, index }: Course, stream: string, latest: Latest): readonly Finding[] {
  const after = timeAfter(latest, index);
  const now = at > after ? at : after;
  const where = { index, stream };
  try {
    return overdueAt(subject, now).map(({ key, dueAt }) => {
      return { code: 'DEADLINE_OMITTED', ...where, expected: key, found: `${dueAt} < ${now}` };
    });
  } catch (error) {
    return [{ code: 'HISTORY_BROKEN', ...where, found: message(error) }];
  }
}

/** Matters and agreements by stream, as they are folded, and their deadlines. */
function folding(judging: ReturnType<typeof judgements>, found: Findings, sparing: Sparing | undefined) {
  const courses = shelf<Course>(dueOf, sparing);
  return {
    forget: courses.delete,
    advance: (kind: Subject['kind'], record: RecordFields, index: bigint, bytes: number) => {
      const { stream, at, type, by } = record;
      const course = courses.get(stream);
      const before = course?.subject ?? begun(kind);
      const overdue = course && dayIn(course.at) !== dayIn(at) ? overdueAt(before, at) : [];
      const subject = folded(before, record, bytes);
      for (const { dueAt, key } of vanished(overdue, subject, type, by.role === 'SYSTEM'))
        found.add({ code: 'DEADLINE_OMITTED', ...place(record, index), expected: key, found: `${dueAt} < ${at}` });
      judging.take(before, record, index);
      if (!course) courses.add(stream, { subject, at, index });
      else {
        course.subject = subject;
        course.at = at;
        course.index = index;
      }
    },
    /** What is still overdue at the end, by the latest instant that anything after the last event tells of. */
    end: (latest: Latest) => {
      const last = timeAfter(latest, 0n);
      for (const [stream, course] of courses.all((due) => due < last))
        for (const finding of lastWord(course, stream, latest)) found.add(finding);
    },
  };
}

export interface Place {
  readonly index: bigint;
  /** Whether the stream is there from its beginning up to this record. */
  readonly whole: boolean;
  /** Length of the record in the file. */
  readonly bytes: number;
}

export interface Manner {
  /** Without it everything is kept as it is. */
  readonly sparing?: Sparing;
  /** Takes what is found in the streams that all others rest on; otherwise it goes with the rest. */
  readonly common?: Findings;
}

/** Folds every stream of a log, decides every decision again, and finds deadlines that passed in silence. */
export function histories(found: Findings, { sparing, common = found }: Manner = {}) {
  const registry = emptyRegistry();
  const judging = judgements(registry, found);
  const streams = folding(judging, found, sparing);
  const broken = new Set<string>();

  const give = (record: RecordFields, code: 'HISTORY_BROKEN' | 'EVENT_UNKNOWN', index: bigint, why: string) => {
    const { kind } = nameOf(record.stream);
    broken.add(record.stream);
    streams.forget(record.stream);
    const list = kind !== '' && isSubject(kind) ? found : common;
    list.add({ code, ...place(record, index), found: `${record.type} ${why}`.trim() });
  };
  const fold = (record: RecordFields, index: bigint, bytes: number) => {
    const { kind, key } = nameOf(record.stream);
    try {
      if (!isKnown(kind, record.type)) give(record, 'EVENT_UNKNOWN', index, '');
      else if (isSubject(kind)) streams.advance(kind, record, index, bytes);
      else register(registry, { kind, key, record, line: 0 });
    } catch (error) {
      give(record, 'HISTORY_BROKEN', index, error instanceof Unreadable ? error.detail : message(error));
    }
  };
  /** What hides a part of itself tells nothing that one could rest on. */
  const hidden = (stream: string) => {
    const { kind, key } = nameOf(stream);
    if (kind === '' || isSubject(kind)) streams.forget(stream);
    else forget(registry, { kind, key });
  };

  return {
    take: (record: RecordFields, { index, whole, bytes }: Place): void => {
      judging.before(record);
      if (!whole) hidden(record.stream);
      else if (!broken.has(record.stream)) fold(record, index, bytes);
    },
    end: (latest: Latest): void => {
      judging.end();
      streams.end(latest);
    },
    counts: judging.counts,
  };
}
