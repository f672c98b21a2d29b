import {
  areasOf,
  areasReceived,
  type BodyState,
  type Calendar,
  chairOn,
  type Day,
  dayOf,
  type Instant,
  isExternal,
  isInForce,
  latestCalendar,
  type Matter,
  matter,
  type MatterCommand,
  type MatterFacts,
  type RuleBookContent,
  seatsOn,
  tracksOf,
} from '#domain';
import { sha256Hex } from '#evidence';
import type { Folded, Folds } from '#event-store';
import { digestsAbout, isAbsent } from './personal-values.js';
import { type Registry, unregistered } from './registry.js';
import { type Book, bookInForce, pinnedBook } from './rule-books.js';

/** Facts for one command on a matter, and the leaf hashes of the records that they and the decision rest on. */
export interface Resolved {
  readonly facts: MatterFacts;
  readonly after: readonly string[];
}

interface Question {
  /** As it is decided: whom it names it names by pseudonym. */
  readonly command: Pick<MatterCommand, 'type' | 'data'>;
  readonly folded: Folded<Matter>;
  readonly now: Instant;
  /** Pseudonym of the actor. */
  readonly person: string;
}

type Type = MatterCommand['type'];
const NO_CALENDAR: Calendar = { place: '', version: '', holidays: [] };
const LOOK_AT_AREAS: readonly Type[] = ['OpenProcedure'];
const LOOK_AT_BASIS: readonly Type[] = ['RenewDecision', 'EndDecision'];
/** Commands that also before the opening need to know which book would be pinned. */
const LOOK_FOR_BOOK: readonly Type[] = ['OpenProcedure', 'TakeFinalDecision', 'RequestErasure', 'ApproveErasure'];

const last = <T>(items: readonly T[]): T[] => items.slice(-1);

async function bookFor(registry: Registry, { command, folded: { state }, now }: Question): Promise<Book | undefined> {
  if (state.ruleBook) return pinnedBook(registry, state.ruleBook.id, state.ruleBook.version);
  const { body, track } = state;
  const covers = ({ bodies, tracks }: RuleBookContent) => bodies.includes(body) && tracks[track] !== undefined;
  return LOOK_FOR_BOOK.includes(command.type) ? bookInForce(registry, dayOf(now), covers) : undefined;
}

/** Ministries and parties named in the command, beside those that the sender's own identity vouches for. */
function named({ command: { type, data } }: Question): readonly string[] {
  const given = data as {
    lead?: string;
    code?: string;
    to?: string;
    participants?: Readonly<Record<string, readonly string[]>>;
  };
  if (type === 'DraftMatter') return [given.lead ?? ''];
  if (type === 'AddParticipant') return [given.code ?? ''];
  if (type === 'AnnounceLeadTransfer') return [given.to ?? ''];
  return type === 'OpenProcedure' ? Object.values(given.participants ?? {}).flat() : [];
}

async function responsibleFor(registry: Registry, areas: readonly string[], day: Day): Promise<readonly string[]> {
  const ministries = await registry.ministries();
  const states = [...ministries.values()].map(({ state }) => state);
  return [...ministries].flatMap(([code, { state }]) => {
    const held = areasOf(state, day, areasReceived(states, code));
    return held.some((area) => areas.includes(area)) ? [code] : [];
  });
}

async function basisInForce(folds: Folds, { command, now }: Question): Promise<boolean> {
  if (!LOOK_AT_BASIS.includes(command.type)) return false;
  const { by } = command.data as { by?: string };
  return isInForce((await folds.current(matter, `matter-${by ?? ''}`)).state, now);
}

/** What an erasure is about; nothing for other commands and for an erasure that was not requested. */
async function erasable(
  registry: Registry,
  { command: { type, data }, folded: { state, revision } }: Question,
): Promise<Pick<MatterFacts, 'digests' | 'absent'>> {
  const records = () => registry.records(`matter-${state.id}`);
  if (type === 'RequestErasure' && 'person' in data)
    return { absent: await isAbsent(records(), data.person, revision) };
  const asked = type === 'ApproveErasure' && 'erasure' in data ? data.erasure : '';
  const request = Object.hasOwn(state.erasures, asked) ? state.erasures[asked] : undefined;
  return request ? { digests: await digestsAbout(records(), request.person, revision) } : {};
}

function bodyFacts(state: BodyState, day: Day, person: string) {
  const chair = chairOn(state, day);
  return {
    seats: seatsOn(state, day),
    tracks: tracksOf(state),
    external: isExternal(state, person),
    ...(chair?.seat === undefined ? {} : { chairSeat: chair.seat }),
  };
}

/** Proposal version and round that the command is about; a vote commits to the text it approves. */
function ownRecords({ folded: { state, leaves } }: Question): readonly string[] {
  const version = state.versions.find(({ no }) => no === state.current);
  const round = state.rounds.at(-1);
  return [version?.revision, round?.revision].flatMap((revision) =>
    revision === undefined ? [] : last(leaves.slice(revision, revision + 1)),
  );
}

/** Body of the matter; a draft names it itself. */
const bodyOf = ({ command: { data }, folded: { state } }: Question): string =>
  state.phase === 'NONE' && 'body' in data ? data.body : state.body;

async function calendarFor(registry: Registry, book: Book | undefined) {
  if (!book) return { calendar: NO_CALENDAR, leaves: [] };
  const { state, leaves } = await registry.calendar(book.content.place);
  return { calendar: latestCalendar(state) ?? NO_CALENDAR, leaves: last(leaves) };
}

/** Looks up everything that deciding a command on a matter needs from outside its stream, as of `now`. */
export async function matterFacts(registry: Registry, folds: Folds, question: Question): Promise<Resolved> {
  const { command, folded, now, person } = question;
  const today = dayOf(now);
  const code = bodyOf(question);
  const [book, body, unknown, responsible, inEffect, erasing] = await Promise.all([
    bookFor(registry, question),
    registry.body(code),
    unregistered(registry, named(question)),
    LOOK_AT_AREAS.includes(command.type) ? responsibleFor(registry, folded.state.areas, today) : [],
    basisInForce(folds, question),
    erasable(registry, question),
  ]);
  const { calendar, leaves } = await calendarFor(registry, book);
  const unknownBody = command.type === 'DraftMatter' && !body.state ? [code] : [];
  const after = [...ownRecords(question), book?.leaf ?? '', ...last(body.leaves), ...leaves];
  return {
    facts: {
      ...{ hash: sha256Hex, calendar, responsible, basisInForce: inEffect },
      ...bodyFacts(body.state, today, person),
      unknown: [...unknown, ...unknownBody],
      ...(book ? { ruleBook: book.content } : {}),
      ...erasing,
    },
    after: after.filter((leaf) => leaf !== ''),
  };
}
