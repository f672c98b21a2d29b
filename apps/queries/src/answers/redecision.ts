import {
  type AgreementEvent,
  agreementUnderOtherBook,
  calendar,
  type CalendarState,
  type Event,
  evolve,
  fromRecord,
  inCourse,
  latestCalendar,
  matter,
  agreement,
  type MatterEvent,
  pinnedFor,
  type Recorded,
  refuse,
  type Reweighed,
  rulebook,
  type RuleBookContent,
  ruleBookVersion,
  underOtherBook,
} from '#domain';
import { type RecordFields, sha256Hex } from '#evidence';
import { type AgreementParams, sight as sightOfAgreement } from '../agreements.js';
import { type Secrecy, secrecyOf, veiled } from '../ballot-secrecy.js';
import { type MatterParams, sight } from '../matters.js';
import type { Sources } from '../sources.js';
import { told } from '../streams.js';
import type { Viewer } from '../viewer.js';

export interface RedecisionAnswer {
  readonly ruleBook: string;
  readonly judgements: readonly Reweighed[];
}

interface Under {
  /** `ID@version` of an adopted rule book. */
  readonly ruleBook: string;
}

async function adopted(sources: Sources, id: string, version: string): Promise<RuleBookContent | undefined> {
  const { now } = await told(sources.store, rulebook, `rulebook-${id}`);
  const found = ruleBookVersion(now.state, version);
  return found?.status === 'ADOPTED' ? found.content : undefined;
}

async function bookNamed(sources: Sources, ruleBook: string): Promise<RuleBookContent> {
  const [id = '', version = ''] = ruleBook.split('@');
  return (await adopted(sources, id, version)) ?? refuse('NOT_FOUND', { ruleBook });
}

/** The version of a calendar that was the latest when the event was recorded. */
function calendarsOf(records: readonly RecordFields[]) {
  return (at: string) => {
    const published = records.filter((record) => record.at <= at);
    const initial: CalendarState = calendar.initial;
    return latestCalendar(published.reduce((state, record) => evolve(calendar, state, fromRecord(record)), initial));
  };
}

/**
 * What may be told of a matter: votes of a running round that are still secret are not told by how they would be counted,
 * nor by naming a record that the history keeps back, as a rule book that does not cover the matter would.
 */
function tellable(records: readonly RecordFields[], secrecy: Secrecy | undefined) {
  const kept = new Set(records.filter((record) => veiled(record, secrecy) === undefined).map(({ rev }) => rev));
  return ({ revision, type, of }: Reweighed): boolean => {
    const isOpening = type === 'RoundOpened' || type === 'RoundExtended';
    return !kept.has(revision) && (isOpening || of === undefined || of !== secrecy?.round);
  };
}

/** What of the matter would have been otherwise under another rule book that is recorded; nothing is changed. */
export async function redecision(
  sources: Sources,
  params: MatterParams & Under,
  viewer: Viewer,
): Promise<RedecisionAnswer> {
  const { records, present, state: last } = await sight(sources, viewer, params);
  const { ruleBook } = params;
  const book = await bookNamed(sources, ruleBook);
  const calendarAt = calendarsOf((await told(sources.store, calendar, `calendar-${book.place}`)).now.records);
  const pinnedLast = last.ruleBook && (await adopted(sources, last.ruleBook.id, last.ruleBook.version));
  const events = records.map((record) => fromRecord<MatterEvent>(record));
  let state = matter.initial;
  const judgements = events.flatMap((event, at) => {
    const before = state;
    state = evolve(matter, state, event);
    const named = pinnedFor(before, event);
    const isLast = named?.id === last.ruleBook?.id && named?.version === last.ruleBook?.version;
    const found = calendarAt(event.entry.at);
    const using = {
      ...{ book, hash: sha256Hex },
      ...(pinnedLast && isLast ? { pinned: pinnedLast } : {}),
      ...(found ? { calendar: found } : {}),
    };
    return underOtherBook(using, before, event, events[at + 1]) ?? [];
  });
  const secrecy = await secrecyOf(sources, viewer, present);
  // What is kept back casts no doubt on what follows: that its result would differ would tell of its votes.
  return { ruleBook, judgements: inCourse(judgements.filter(tellable(records, secrecy))) };
}

export async function agreementRedecision(
  sources: Sources,
  params: AgreementParams & Under,
  viewer: Viewer,
): Promise<RedecisionAnswer> {
  const { records } = await sightOfAgreement(sources, viewer, params);
  const book = await bookNamed(sources, params.ruleBook);
  let state = agreement.initial;
  const judgements = records.flatMap((record) => {
    const before = state;
    const event: Recorded<AgreementEvent & Event> = fromRecord(record);
    state = evolve(agreement, state, event);
    return agreementUnderOtherBook(book, before, event) ?? [];
  });
  return { ruleBook: params.ruleBook, judgements: inCourse(judgements) };
}
