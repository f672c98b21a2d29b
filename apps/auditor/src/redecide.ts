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
import type { Subject } from './decided/again.js';
import { entriesUntil } from './moment.js';
import { emptyRegistry, type Entry, evolved, forget, register, type Registry } from './records.js';
import { reweighedText, summaryText } from './reweighed-text.js';
import type { Named, Request } from './request.js';
import { Unreadable } from './unreadable.js';

/** One matter or agreement as far as it was read, and its last event, which still waits for the one after it. */
interface Course {
  readonly kind: Subject['kind'];
  readonly id: string;
  subject: Subject;
  waiting?: ((next: Recorded<MatterEvent> | undefined) => Reweighed | undefined) | undefined;
  judged: Reweighed[];
  hidden: boolean;
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

/** Every matter and agreement of the file, or the named one, under the book. Throws Unreadable. */
async function courses({ file, at, named }: Request, book: RuleBookContent): Promise<readonly Course[]> {
  const registry = emptyRegistry();
  const found = new Map<string, Course>();
  for await (const entry of entriesUntil(file, at, named && `${named.kind}-${named.id}`)) {
    if (entry.whole) register(registry, entry);
    else forget(registry, entry);
    const course = courseOf(found, entry, named);
    if (course) advance(course, entry, registry, book);
  }
  const list = [...found.values()];
  for (const course of list) close(course);
  if (named && list.length === 0) throw new Unreadable('NO_STREAM', named.id);
  return list;
}

/**
 * Tells of everything that the rule book has a say in what it would have been under another one, with what came before it
 * as it was recorded. Answers whether anything would differ, and whether something cannot be told.
 */
export async function redecide(request: Request, path: string, out: (text: string) => void) {
  const book = await bookIn(path);
  const list = (await courses(request, book)).map((course) => ({ ...course, judged: inCourse(course.judged) }));
  const { language, json } = request;
  for (const { kind, id, judged, hidden } of list) {
    if (!json) out(`${kind} ${id}`);
    for (const judgement of judged)
      out(json ? JSON.stringify({ [kind]: id, ...judgement }) : reweighedText(judgement, language));
    if (hidden) out(json ? JSON.stringify({ [kind]: id, hidden }) : summaryText.hidden(language));
  }
  const all = list.flatMap(({ judged }) => judged);
  // Where nothing was compared, nothing was computed: what is open there is told by its doubt.
  const computed = all.filter(({ compared }) => compared.length > 0).length;
  const differing = all.filter(({ compared }) => compared.some(({ same }) => !same)).length;
  const doubtful = all.filter(({ doubts }) => doubts.length > 0).length;
  if (!json) out(summaryText.counts(`${book.id}@${book.version}`, { computed, differing, doubtful }, language));
  return { differs: differing > 0, doubtful: doubtful > 0 || list.some(({ hidden }) => hidden) };
}
