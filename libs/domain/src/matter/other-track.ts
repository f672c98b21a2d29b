import type { Recorded } from '../decider.js';
import { deadline } from '../deadline.js';
import type { RuleBookContent, TrackRules } from '../rulebook/content.js';
import { at, type Day, type Instant } from '../time.js';
import { compared, type Comparison, type Reweighed } from '../under-book.js';
import { type Calendar, nextWorkingDay } from '../working-days.js';
import type { MatterEvent } from './events.js';
import type { Round } from './round-state.js';
import type { Matter } from './state.js';

/** Another rule book, and what is needed to compute with it. */
export interface OtherBook {
  readonly book: RuleBookContent;
  /** The book that was pinned; without it nobody knows which lengths and rules were its usual ones. */
  readonly pinned?: RuleBookContent;
  /** Of the place of the other book; without it no deadline can be computed. */
  readonly calendar?: Calendar;
  readonly hash: (text: string) => string;
}

export type Weighed = Pick<Reweighed, 'of' | 'compared' | 'doubts'>;
export type Of<T extends MatterEvent['type']> = Recorded<Extract<MatterEvent, { readonly type: T }>>;
/** What of an event depends on the rule book; `next` is the event after it. */
export type Row<T extends MatterEvent['type']> = (
  using: OtherBook,
  state: Matter,
  event: Of<T>,
  next: Recorded<MatterEvent> | undefined,
) => Weighed;

/** A deadline is compared where one was recorded or the other book would have set one. */
export const due = (what: string, recorded: string | undefined, found: string | undefined): readonly Comparison[] =>
  recorded === undefined && found === undefined ? [] : [compared(what, recorded, found)];

/** Undefined where the book does not govern body and track of the matter. */
export const trackIn = (book: RuleBookContent | undefined, { body, track }: Matter): TrackRules | undefined =>
  book?.bodies.includes(body) ? book.tracks[track] : undefined;

const sourcesOf = ({ book, pinned }: OtherBook, state: Matter) => ({
  other: trackIn(book, state),
  usual: trackIn(pinned, state),
});

/** Length that was usual stays usual, another one that somebody chose stays chosen. */
export function periodUnder(
  using: OtherBook,
  state: Matter,
  { period, confirming }: Pick<Round, 'period' | 'confirming'>,
) {
  const { other, usual } = sourcesOf(using, state);
  const name = confirming ? 'confirmPeriod' : 'period';
  return other && usual?.[name] === period ? other[name] : period;
}

export function minPeriodUnder(using: OtherBook, state: Matter, confirming: boolean): string | undefined {
  const { other } = sourcesOf(using, state);
  if (confirming) return other?.confirmPeriod;
  return state.urgent ? other?.urgentMinPeriod : other?.minPeriod;
}

/** The rule that was the first of its mode becomes the first of the other book; one that was chosen stays, if it may. */
export function ruleUnder(using: OtherBook, state: Matter, { rule, mode }: Pick<Round, 'rule' | 'mode'>) {
  const { other, usual } = sourcesOf(using, state);
  const fitting = (track: TrackRules | undefined) => track?.rules.filter(({ modes }) => modes.includes(mode)) ?? [];
  const candidates = fitting(other);
  const wasFirst = fitting(usual)[0]?.rule === rule;
  return (wasFirst ? undefined : candidates.find((one) => one.rule === rule)) ?? candidates[0];
}

export const dueUnder = ({ calendar }: OtherBook, from: Instant, length: string): Instant | undefined =>
  calendar && deadline(from, length, calendar).dueAt;

export const graceUnder = ({ book, calendar }: OtherBook, lastDay: Day): Instant | undefined =>
  calendar && at(nextWorkingDay(lastDay, calendar), book.procedure.graceTime);
