import { agreement, evolve, fromRecord, matter } from '#domain';
import type { RecordFields } from '#evidence';
import type { Subject } from '../decided/again.js';
import { emptyRegistry, register } from '../records.js';
import { Unreadable } from '../unreadable.js';
import { overdueAt, vanished } from './deadlines.js';
import type { Findings } from './findings.js';
import { judgements, message, place } from './judgements.js';
import { isKnown, isSubject, nameOf } from './kinds.js';
import { latest } from './latest.js';
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

/** Matters and agreements by stream, as they are folded, and their deadlines. */
function folding(judging: ReturnType<typeof judgements>, found: Findings) {
  const courses = new Map<string, Course>();
  return {
    forget: (stream: string) => courses.delete(stream),
    advance: (kind: Subject['kind'], record: RecordFields, index: bigint, bytes: number) => {
      const { stream, at, type, by } = record;
      const course = courses.get(stream);
      const before = course?.subject ?? begun(kind);
      const overdue = course && dayIn(course.at) !== dayIn(at) ? overdueAt(before, at) : [];
      const subject = folded(before, record, bytes);
      for (const { dueAt, key } of vanished(overdue, subject, type, by.role === 'SYSTEM'))
        found.add({ code: 'DEADLINE_OMITTED', ...place(record, index), expected: key, found: `${dueAt} < ${at}` });
      judging.take(before, record, index);
      if (course) Object.assign(course, { subject, at, index });
      else courses.set(stream, { subject, at, index });
    },
    /** What is still overdue at the end, by the latest instant that anything after the last event tells of. */
    end: (until: (at: string, index: bigint) => string) => {
      for (const [stream, { subject, at, index }] of courses) {
        const now = until(at, index);
        for (const { key, dueAt } of overdueAt(subject, now))
          found.add({ code: 'DEADLINE_OMITTED', index, stream, expected: key, found: `${dueAt} < ${now}` });
      }
    },
  };
}

/** Folds every stream of a log, decides every decision again, and finds deadlines that passed in silence. */
export function histories(found: Findings) {
  const registry = emptyRegistry();
  const judging = judgements(registry, found);
  const streams = folding(judging, found);
  const times = latest();
  const broken = new Set<string>();

  const give = (record: RecordFields, code: 'HISTORY_BROKEN' | 'EVENT_UNKNOWN', index: bigint, why: string) => {
    broken.add(record.stream);
    streams.forget(record.stream);
    found.add({ code, ...place(record, index), found: `${record.type} ${why}`.trim() });
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

  return {
    /** `whole` tells whether the stream is there from its beginning. */
    take: (record: RecordFields, index: bigint, whole: boolean, bytes: number) => {
      judging.before(record);
      times.add(index, record.at);
      if (!whole) streams.forget(record.stream);
      else if (!broken.has(record.stream)) fold(record, index, bytes);
    },
    /** `seen` is the instant at which witnesses saw the log as it stands. */
    end: (seen = '') => {
      judging.end();
      streams.end((at, index) => [at, times.from(index) ?? '', seen].reduce((a, b) => (a > b ? a : b)));
    },
    counts: judging.counts,
  };
}
