import {
  type Actor,
  type AgreementFacts,
  type BodyState,
  type Calendar,
  chairOn,
  type Day,
  dayOf,
  FUNCTIONS,
  isExternal,
  latestCalendar,
  type Matter,
  type MatterFacts,
  mandatesOf,
  type Meta,
  type RuleBookContent,
  seatsOn,
  tracksOf,
} from '#domain';
import { type RecordFields, sha256Hex } from '#evidence';
import type { Registry } from '../records.js';
import type { Asked } from './asking.js';
import { agreementBook, bookFor } from './books.js';
import { isOfMinistry, responsibleFor, unregistered } from './houses.js';

/** Who decided, when and how, as the record tells; mandates as the ministry's stream tells. */
export function metaOf({ ministries }: Registry, { by, at, ch, received, ev }: RecordFields): Meta {
  const code = FUNCTIONS.find((known) => known === by.role) ?? 'SEC';
  const inMinistry = isOfMinistry(by.role);
  const ministry = inMinistry ? ministries.get(by.org) : undefined;
  const mandates = ministry ? mandatesOf(ministry, by.sub, dayOf(at)) : [];
  const actor: Actor = inMinistry
    ? { person: by.sub, function: code, ministry: by.org, mandates }
    : { person: by.sub, function: code, origin: by.org, mandates };
  const channel = (ch ?? 'PORTAL') as Meta['channel'];
  const meta = { now: at, actor, onBehalfOf: by.for ?? by.org, channel };
  const receipt = received === undefined ? undefined : { receivedAt: received };
  return Object.assign(meta, receipt, ev && { evidence: ev });
}

/** Answers about one body that are kept at most. */
const MAX_ANSWERS = 1_000;

const NO_CALENDAR: Calendar = { place: '', version: '', holidays: [] };

/** What a body, its rule book and the calendar give to every decision of one day. */
function factsOn(body: BodyState, book: RuleBookContent | undefined, calendar: Calendar, day: Day): MatterFacts {
  const chair = chairOn(body, day);
  return {
    hash: sha256Hex,
    calendar,
    seats: seatsOn(body, day),
    tracks: tracksOf(body),
    external: false,
    unknown: [],
    basisInForce: true,
    responsible: [],
    ...(book === undefined ? {} : { ruleBook: book }),
    ...(chair?.seat === undefined ? {} : { chairSeat: chair.seat }),
  };
}

/** Stands for no book: drafts have none yet, and alternate with what is under one. */
const NO_BOOK = {};

/** Given once for each body, book and day while the calendar is the same: most decisions of a day are given nothing else. */
const known = new WeakMap<NonNullable<BodyState>, WeakMap<object, Map<Day, MatterFacts>>>();
function sharedFacts(body: BodyState, book: RuleBookContent | undefined, calendar: Calendar, day: Day): MatterFacts {
  if (body === undefined) return factsOn(body, book, calendar, day);
  const books = known.get(body) ?? new WeakMap<object, Map<Day, MatterFacts>>();
  const days = books.get(book ?? NO_BOOK) ?? new Map<Day, MatterFacts>();
  const before = days.get(day);
  if (before?.calendar === calendar) return before;
  const facts = factsOn(body, book, calendar, day);
  if (days.size >= MAX_ANSWERS) days.clear();
  known.set(body, books.set(book ?? NO_BOOK, days.set(day, facts)));
  return facts;
}

/** Digests of an erasure: that they are all of the person's is not decided again. */
const digestsIn = ({ data }: RecordFields): readonly string[] =>
  (data as { digests?: readonly string[] }).digests ?? [];

/** Body of the matter; a draft names it itself. */
export function bodyOf(state: Matter, asked: Asked | undefined): string {
  const { body } = asked?.data ?? {};
  return state.phase === 'NONE' && typeof body === 'string' ? body : state.body;
}

/** Codes of houses that the command names although they are not registered; a draft also names its body. */
function unknownIn(registry: Registry, state: Matter, asked: Asked): readonly string[] {
  const houses = unregistered(registry, asked);
  const body = bodyOf(state, asked);
  return asked.type === 'DraftMatter' && !registry.bodies.has(body) ? [...houses, body] : houses;
}

/** What a decision on a matter was given from outside, from the records before it. */
export function matterFactsOf(registry: Registry, state: Matter, record: RecordFields, asked: Asked): MatterFacts {
  const { at, by, type } = record;
  const day = dayOf(at);
  const book = bookFor(registry, state, record);
  const body = registry.bodies.get(state.body);
  const calendar = (book && latestCalendar(registry.calendars.get(book.place) ?? [])) ?? NO_CALENDAR;
  const shared = sharedFacts(body, book, calendar, day);
  const external = isExternal(body, by.sub);
  const unknown = unknownIn(registry, state, asked);
  if (type === 'ProcedureOpened') {
    const responsible = responsibleFor(registry, state.areas, day, registry.isUnseen);
    return { ...shared, external, unknown, responsible };
  }
  if (type === 'ValuesErased') return { ...shared, external, digests: digestsIn(record) };
  return external || unknown.length > 0 ? { ...shared, external, unknown } : shared;
}

export function agreementFactsOf(registry: Registry, record: RecordFields, asked: Asked): AgreementFacts {
  const ruleBook = agreementBook(registry, record);
  return { hash: sha256Hex, unknown: unregistered(registry, asked), ...(ruleBook ? { ruleBook } : {}) };
}
