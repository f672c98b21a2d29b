import {
  type Actor,
  type AgreementFacts,
  areasOf,
  areasReceived,
  type BodyState,
  type Calendar,
  chairOn,
  type Day,
  dayOf,
  FUNCTIONS,
  inForce,
  isExternal,
  isMinistryFunction,
  latestCalendar,
  type Matter,
  type MatterFacts,
  mandatesOf,
  type Meta,
  type MinistryState,
  type RuleBookContent,
  seatsOn,
  tracksOf,
} from '#domain';
import { type RecordFields, sha256Hex } from '#evidence';
import { bookOf } from '../facts.js';
import type { Registry } from '../records.js';

const OF_MINISTRIES: ReadonlySet<string> = new Set(
  FUNCTIONS.filter((code) => isMinistryFunction(code) || code === 'LAND'),
);

/** Whether the function is one of a house, whose stream holds its mandates. */
export const isOfMinistry = (role: string): boolean => OF_MINISTRIES.has(role);

/** Answers about one state that are kept at most. */
const MAX_ANSWERS = 1_000;

/** Keeps answers about a state: states never change, and the records of some days ask the same again and again. */
function remembering<S extends object, T>(answer: (state: S, key: string, day: Day) => T) {
  const known = new WeakMap<S, Map<string, T>>();
  return (state: S, key: string, day: Day): T => {
    const answers = known.get(state) ?? new Map<string, T>();
    const name = `${day} ${key}`;
    const found = answers.get(name);
    if (found !== undefined) return found;
    if (answers.size >= MAX_ANSWERS) answers.clear();
    const given = answer(state, key, day);
    known.set(state, answers.set(name, given));
    return given;
  };
}

const mandatesIn = remembering((state: NonNullable<MinistryState>, person, day) => mandatesOf(state, person, day));

/** Who decided, when and how, as the record tells; mandates as the ministry's stream tells. */
export function metaOf({ ministries }: Registry, { by, at, ch, received, ev }: RecordFields): Meta {
  const code = FUNCTIONS.find((known) => known === by.role) ?? 'SEC';
  const inMinistry = isOfMinistry(by.role);
  const ministry = inMinistry ? ministries.get(by.org) : undefined;
  const mandates = ministry ? mandatesIn(ministry, by.sub, dayOf(at)) : [];
  const actor: Actor = inMinistry
    ? { person: by.sub, function: code, ministry: by.org, mandates }
    : { person: by.sub, function: code, origin: by.org, mandates };
  const channel = (ch ?? 'PORTAL') as Meta['channel'];
  const meta = { now: at, actor, onBehalfOf: by.for ?? by.org, channel };
  const receipt = received === undefined ? undefined : { receivedAt: received };
  return Object.assign(meta, receipt, ev && { evidence: ev });
}

/** The book that the record names, if it is in force on the day. */
function bookInForce({ ruleBooks }: Registry, named: RecordFields['rb'], day: Day): RuleBookContent | undefined {
  const found = named && inForce(ruleBooks.get(named.id), day);
  return found?.version === named?.version ? found?.content : undefined;
}

/** All ministries in one value, the same as long as none of them changes. */
const together = new WeakMap<Registry, readonly (readonly [code: string, state: MinistryState])[]>();
function allOf(registry: Registry) {
  const { ministries } = registry;
  const known = together.get(registry) ?? [];
  if (known.length === ministries.size && known.every(([code, state]) => ministries.get(code) === state)) return known;
  const all = [...ministries];
  together.set(registry, all);
  return all;
}

/** Areas of each ministry on the day. */
const areasIn = remembering((all: ReturnType<typeof allOf>, _, day) => {
  const states = all.map(([, state]) => state);
  return all.map(([code, state]) => ({ code, areas: areasOf(state, day, areasReceived(states, code)) }));
});

/** Ministries that were responsible for one of the areas on the day. */
const responsibleFor = (registry: Registry, areas: readonly string[], day: Day): readonly string[] =>
  areasIn(allOf(registry), '', day)
    .filter((house) => house.areas.some((area) => areas.includes(area)))
    .map(({ code }) => code);

/** The matter as the decision found it: where the procedure is being opened, with the book that the event pins. */
export function pinned(registry: Registry, state: Matter, { type, data, at }: RecordFields): Matter {
  if (type !== 'ProcedureOpened') return state;
  const { ruleBook } = data as { readonly ruleBook?: RecordFields['rb'] };
  const book = bookInForce(registry, ruleBook, dayOf(at));
  const covers = book?.bodies.includes(state.body) && book.tracks[state.track] !== undefined;
  return covers && ruleBook ? { ...state, ruleBook } : state;
}

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

/** An erasure needs a rule book for its retention period, also where no procedure was ever opened. */
export const needsBook = ({ type }: RecordFields): boolean => type === 'ErasureRequested' || type === 'ValuesErased';

/** The book that the matter is pinned to; where it is to none and needs one, that in force for its body and track. */
export function bookFor(registry: Registry, state: Matter, record: RecordFields): RuleBookContent | undefined {
  if (state.ruleBook || !needsBook(record)) return bookOf(registry, state);
  for (const book of registry.ruleBooks.values()) {
    const content = inForce(book, dayOf(record.at))?.content;
    if (content?.bodies.includes(state.body) && content.tracks[state.track] !== undefined) return content;
  }
  return undefined;
}

/** Digests of an erasure: that they are all of the person's is not decided again. */
const digestsIn = ({ data }: RecordFields): readonly string[] =>
  (data as { digests?: readonly string[] }).digests ?? [];

/** What a decision on a matter was given from outside, from the records before it. */
export function matterFactsOf(registry: Registry, state: Matter, record: RecordFields): MatterFacts {
  const { at, by, type } = record;
  const day = dayOf(at);
  const book = bookFor(registry, state, record);
  const body = registry.bodies.get(state.body);
  const calendar = (book && latestCalendar(registry.calendars.get(book.place) ?? [])) ?? NO_CALENDAR;
  const shared = sharedFacts(body, book, calendar, day);
  const external = isExternal(body, by.sub);
  if (type === 'ProcedureOpened')
    return { ...shared, external, responsible: responsibleFor(registry, state.areas, day) };
  if (type === 'ValuesErased') return { ...shared, external, digests: digestsIn(record) };
  return external ? { ...shared, external } : shared;
}

export function agreementFactsOf(registry: Registry, { at, rb }: RecordFields): AgreementFacts {
  const ruleBook = bookInForce(registry, rb, dayOf(at));
  return { hash: sha256Hex, unknown: [], ...(ruleBook ? { ruleBook } : {}) };
}
