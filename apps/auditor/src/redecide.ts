import {
  agreement,
  type AgreementEvent,
  agreementUnderOtherBook,
  fromRecord,
  inCourse,
  latestCalendar,
  matter,
  type MatterEvent,
  type Matter,
  pinnedFor,
  type Recorded,
  type Reweighed,
  type RuleBookContent,
  ruleBookVersion,
  underOtherBook,
} from '#domain';
import { type RecordFields, sha256Hex } from '#evidence';
import { bookIn } from './book-file.js';
import type { Subject } from './decided/subject.js';
import type { End } from './leaves.js';
import { placed } from './moment.js';
import type { Lines } from './output.js';
import { emptyRegistry, type Entry, evolved, forget, register, type Registry } from './records.js';
import { reweighedLines, summaryText } from './reweighed-text.js';
import type { Named, Request } from './request.js';
import { type Tail, tails, tailText } from './tails.js';
import { Unreadable } from './unreadable.js';

/** One matter or agreement as far as it was read, and its last event, which still waits for the one after it. */
interface Course {
  readonly kind: Subject['kind'];
  readonly id: string;
  subject: Subject;
  waiting?: ((next: Recorded<MatterEvent> | undefined) => Reweighed | undefined) | undefined;
  judged: Reweighed[];
  hidden: boolean;
  /** Where it is not promised that nothing of it is missing behind its last record. */
  tail?: Tail;
}

const begun = (kind: Subject['kind']): Subject =>
  kind === 'matter' ? { kind, state: matter.initial } : { kind, state: agreement.initial };

function after({ kind, state }: Subject, entry: Entry): Subject {
  if (kind === 'matter') return { kind, state: evolved(matter, entry, state) };
  return { kind, state: evolved(agreement, entry, state) };
}

function usingFor(
  { calendars, ruleBooks }: Registry,
  book: RuleBookContent,
  state: Matter,
  event: Recorded<MatterEvent>,
) {
  const named = pinnedFor(state, event);
  const version = named && ruleBookVersion(ruleBooks.get(named.id), named.version);
  const calendar = latestCalendar(calendars.get(book.place) ?? []);
  return {
    ...{ book, hash: sha256Hex },
    ...(version?.status === 'ADOPTED' ? { pinned: version.content } : {}),
    ...(calendar ? { calendar } : {}),
  };
}

/** The judgement on one record, as soon as the next one of its stream is known. */
function judging(registry: Registry, book: RuleBookContent, before: Subject, record: RecordFields): Course['waiting'] {
  if (before.kind === 'agreement')
    return () => agreementUnderOtherBook(book, before.state, fromRecord<AgreementEvent>(record));
  const event = fromRecord<MatterEvent>(record);
  const using = usingFor(registry, book, before.state, event);
  return (next) => underOtherBook(using, before.state, event, next);
}

function close(course: Course, next?: Recorded<MatterEvent>): void {
  const found = course.waiting?.(next);
  if (found) course.judged.push(found);
  course.waiting = undefined;
}

function advance(course: Course, entry: Entry, registry: Registry, book: RuleBookContent): void {
  if (!entry.whole) {
    course.hidden = true;
    return;
  }
  close(course, fromRecord<MatterEvent>(entry.record));
  course.waiting = judging(registry, book, course.subject, entry.record);
  course.subject = after(course.subject, entry);
}

/** The course that an entry belongs to; none where it is not asked for. */
function courseOf(found: Map<string, Course>, { kind, key: id, record }: Entry, named: Named | undefined) {
  if (kind !== 'matter' && kind !== 'agreement') return undefined;
  if (named && (named.kind !== kind || named.id !== id)) return undefined;
  const known = found.get(record.stream);
  const course: Course = known ?? { kind, id, subject: begun(kind), judged: [], hidden: false };
  if (!known) found.set(record.stream, course);
  return course;
}

/** Follows the records of a file up to the place, and answers with its courses. */
function following(book: RuleBookContent, named: Named | undefined) {
  const registry = emptyRegistry();
  const found = new Map<string, Course>();
  return {
    take: (entry: Entry): void => {
      if (entry.whole) register(registry, entry);
      else forget(registry, entry);
      const course = courseOf(found, entry, named);
      if (course) advance(course, entry, registry, book);
    },
    end: (): ReadonlyMap<string, Course> => {
      for (const course of found.values()) {
        close(course);
        course.judged = [...inCourse(course.judged)];
      }
      return found;
    },
  };
}

/** Every matter and agreement of the file, or the named one, under the book. Throws Unreadable. */
async function courses({ file, at, named }: Request, book: RuleBookContent): Promise<readonly Course[]> {
  const { take, end } = following(book, named);
  const stream = named && `${named.kind}-${named.id}`;
  const behind = tails(at, (name) => (stream === undefined ? /^(matter|agreement)-/.test(name) : name === stream));
  let ending: End = { places: 0n };
  const ended = (found: End) => (ending = found);
  for await (const one of placed(file, { place: at, stream, ended })) {
    behind.take(one);
    if (one.isUntil) take(one.entry);
  }
  const found = end();
  if (named && found.size === 0) throw new Unreadable('NO_STREAM', named.id);
  for (const [name, course] of found) {
    const tail = behind.of(name, ending);
    if (tail?.promised === false && !course.hidden) course.tail = tail;
  }
  return [...found.values()];
}

/** Tells one of them; `?` is what cannot be concluded. */
function tell({ kind, id, judged, hidden, tail }: Course, { json, language }: Request, { out }: Lines): void {
  if (!json) out(`${kind} ${id}`);
  for (const judgement of judged)
    out(...(json ? [JSON.stringify({ [kind]: id, ...judgement })] : reweighedLines(judgement, language)));
  if (hidden) out(json ? JSON.stringify({ [kind]: id, hidden }) : summaryText.hidden(language));
  if (tail) out(json ? JSON.stringify({ [kind]: id, mayGoOn: tail }) : `  ? ${tailText(tail, language)}`);
}

/**
 * Tells of everything that the rule book has a say in what it would have been under another one, with what came before it
 * as it was recorded. Answers whether anything would differ, and whether something cannot be told.
 */
export async function redecide(request: Request, path: string, output: Lines) {
  const book = await bookIn(path);
  const list = await courses(request, book);
  for (const course of list) tell(course, request, output);
  const { language, json } = request;
  const all = list.flatMap(({ judged }) => judged);
  // Where nothing was compared, nothing was computed: what is open there is told by its doubt.
  const computed = all.filter(({ compared }) => compared.length > 0).length;
  const differing = all.filter(({ compared }) => compared.some(({ same }) => !same)).length;
  const doubtful = all.filter(({ doubts }) => doubts.length > 0).length;
  if (!json) output.out(summaryText.counts(`${book.id}@${book.version}`, { computed, differing, doubtful }, language));
  const isOpen = list.some(({ hidden, tail }) => hidden || tail !== undefined);
  return { differs: differing > 0, doubtful: doubtful > 0 || isOpen };
}
