import {
  type Calendar,
  dayOf,
  latestCalendar,
  type Matter,
  type MatterFacts,
  type RuleBookContent,
  ruleBookVersion,
  seatsOn,
} from '#domain';
import { sha256Hex } from '#evidence';
import type { Registry } from './records.js';

const NO_CALENDAR: Calendar = { place: '', version: '', holidays: [] };

/** The pinned rule book, if the file holds its adoption. */
export function bookOf({ ruleBooks }: Registry, { ruleBook }: Matter): RuleBookContent | undefined {
  const version = ruleBook && ruleBookVersion(ruleBooks.get(ruleBook.id), ruleBook.version);
  return version?.status === 'ADOPTED' ? version.content : undefined;
}

/** What the decision was given from outside its stream, from the records before it. `ended` stands in for a missing body. */
export function factsOf(registry: Registry, state: Matter, at: string, ended: readonly string[]): MatterFacts {
  const book = bookOf(registry, state);
  const body = registry.bodies.get(state.body);
  const holidays = book && latestCalendar(registry.calendars.get(book.place) ?? []);
  return {
    hash: sha256Hex,
    ...(book ? { ruleBook: book } : {}),
    calendar: holidays ?? NO_CALENDAR,
    seats: body ? seatsOn(body, dayOf(at)) : ended.map((seat) => ({ seat, voting: true, ended: true, deputies: [] })),
    ...{ tracks: [state.track], responsible: [], unknown: [], external: false, basisInForce: true },
  };
}
