import type { Recorded } from '../decider.js';
import { compared, type Comparison, doubt, type Doubt, type Reweighed } from '../under-book.js';
import type { MatterEvent } from './events.js';
import { holdsVeto } from './objection.js';
import { otherCorrection } from './other-correction.js';
import { otherLadder } from './other-ladder.js';
import { otherResult } from './other-result.js';
import {
  due,
  dueUnder,
  graceUnder,
  minPeriodUnder,
  type Of,
  type OtherBook,
  periodUnder,
  type Row,
  ruleUnder,
  trackIn,
  type Weighed,
} from './other-track.js';
import { isRecusable } from './recusal.js';
import type { Matter } from './state.js';

export type { OtherBook } from './other-track.js';

/** The book would not have allowed so short a round. */
function tooShort(using: OtherBook, state: Matter, { data, entry }: Of<'RoundOpened'>, period: string) {
  const min = minPeriodUnder(using, state, data.confirming ?? false);
  if (data.mode !== 'WRITTEN' || data.dueAt === undefined || min === undefined) return [];
  const [end, shortest] = [period, min].map((length) => dueUnder(using, entry.at, length) ?? '');
  return (end ?? '') < (shortest ?? '') ? [doubt('PERIOD_TOO_SHORT', [period])] : [];
}

const openedUnder: Row<'RoundOpened'> = (using, state, event) => {
  const { data, entry } = event;
  const { round: of, dueAt, confirming = false, mode, modeObjectionDue, period: asked } = data;
  const rule = ruleUnder(using, state, data);
  const period = periodUnder(using, state, { period: asked, confirming });
  const end = dueAt === undefined ? undefined : dueUnder(using, entry.at, period);
  const objecting = dueUnder(using, entry.at, using.book.procedure.modeObjectionPeriod);
  return {
    of,
    compared: [
      compared('RULE', data.rule, rule?.rule),
      ...due('ROUND', dueAt, end),
      ...(modeObjectionDue === undefined ? [] : due('MODE_OBJECTION', modeObjectionDue, objecting)),
    ],
    doubts: [...(rule ? [] : [doubt('NO_RULE_FOR_MODE', [mode])]), ...tooShort(using, state, event, period)],
  };
};

/** By the type of an event, what of it depends on the rule book. */
const rows = {
  ProcedureOpened: (using, state, { data, entry }) => {
    const found = trackIn(using.book, state)?.hearingPeriod;
    return { compared: due('HEARING', data.hearingDue, found && dueUnder(using, entry.at, found)), doubts: [] };
  },
  RoundOpened: openedUnder,
  RoundExtended: (using, state, { data: { round: of, dueAt }, entry }) => {
    const round = state.rounds.find(({ id }) => id === of);
    const isOver = (round?.extensions ?? 0) >= using.book.procedure.maxExtensions;
    const end = round && dueUnder(using, entry.at, periodUnder(using, state, round));
    const given = compared('EXTENSION', 'GIVEN', isOver ? 'EXTENSION_LIMIT' : 'GIVEN');
    return { of, compared: [given, ...due('ROUND', dueAt, end)], doubts: [] };
  },
  ConstructiveVetoRaised: ({ book }, state, { data: { round: of, seat } }) => {
    const { veto } = trackIn(book, state) ?? {};
    const round = state.rounds.find(({ id }) => id === of);
    const entitled = veto && round && holdsVeto(book, veto.holder, round, seat);
    const found = entitled && state.vetoes < veto.maxPerLineage ? 'RAISED' : undefined;
    return { of, compared: [compared('VETO', 'RAISED', found)], doubts: [] };
  },
  ReservationDeclared: ({ book }, _, { data: { round: of, kind } }) => {
    const found = book.procedure.reservations.kinds.includes(kind) ? 'DECLARED' : 'RESERVATION_KIND';
    return { of, compared: [compared('DECLARATION', 'DECLARED', found)], doubts: [] };
  },
  ReservationLapsed: ({ book }, _, { data: { round: of, kind, counts } }) => {
    const { blocking, unresolved } = book.procedure.reservations;
    return {
      of,
      compared: [compared('RESERVATION', counts, blocking.includes(kind) ? unresolved : 'CONSENT')],
      doubts: [],
    };
  },
  WrittenModeObjected: (using, state, { data: { round: of }, entry }) => {
    const round = state.rounds.find(({ id }) => id === of);
    const end = round && dueUnder(using, round.openedAt, using.book.procedure.modeObjectionPeriod);
    if (end === undefined) return { of, compared: [], doubts: [] };
    const found = entry.at < end ? 'OBJECTED' : 'MODE_OBJECTION_LATE';
    return { of, compared: [compared('MODE', 'OBJECTED', found)], doubts: [] };
  },
  RecusalDecided: ({ book }, state, { data: { subject, seat: of, ruling } }) => {
    if (subject !== 'SEAT' || ruling !== 'EXCLUDED') return { of, compared: [], doubts: [] };
    const isProvided = isRecusable(state, of, book.procedure.seatRecusalGrounds);
    const found = isProvided ? ruling : 'RECUSAL_GROUND_NOT_LISTED';
    return { of, compared: [compared('RECUSAL', ruling, found)], doubts: [] };
  },
  RoundClosed: (using, state, { data: { round: of, graceUntil } }) => {
    const lastDay = state.rounds.find(({ id }) => id === of)?.lastDay;
    if (graceUntil === undefined || lastDay === undefined) return { of, compared: [], doubts: [] };
    return { of, compared: due('GRACE', graceUntil, graceUnder(using, lastDay)), doubts: [] };
  },
  ResultEstablished: (using, state, { data, entry }) => {
    const { compared: results, doubts } = otherResult(using, state, data);
    const ladder = trackIn(using.book, state)?.ladder;
    const found = ladder ? dueUnder(using, entry.at, ladder.openWithin) : undefined;
    // A dissent about a counter-proposal has no deadline of its own.
    const dissent = data.dissentDue === undefined ? [] : due('DISSENT', data.dissentDue, found);
    return { of: data.round, compared: [...results, ...dissent], doubts };
  },
  CorrectionApproved: otherCorrection,
  DissentDeclared: (using, state, { data, entry }) => {
    const ladder = trackIn(using.book, state)?.ladder;
    const found = ladder ? dueUnder(using, entry.at, ladder.openWithin) : undefined;
    return { of: data.round, compared: due('DISSENT', data.dissentDue, found), doubts: [] };
  },
  ...otherLadder,
  DecisionEnacted: (using, state, { data }) => {
    if (data.origin === 'FINAL') return { compared: [], doubts: [] };
    const needed = trackIn(using.book, state)?.requireValidUntil === true && data.validUntil === undefined;
    return { compared: [compared('ENACTMENT', 'ENACTED', needed ? 'EXPIRY_REQUIRED' : 'ENACTED')], doubts: [] };
  },
} as const satisfies { readonly [T in MatterEvent['type']]?: Row<T> };

/** What cannot be told, whatever the command. */
function foundations({ pinned, calendar }: OtherBook): readonly Doubt[] {
  return [...(pinned ? [] : [doubt('PINNED_BOOK_MISSING')]), ...(calendar ? [] : [doubt('CALENDAR_MISSING')])];
}

/** Deadlines that could not be computed are not compared. */
const withoutUncomputed = ({ calendar }: OtherBook, { compared: list }: Weighed): readonly Comparison[] =>
  calendar ? list : list.filter(({ recorded = '' }) => !/^\d{4}-\d\d-\d\dT/.test(recorded));

/** The rule book that governed the event: its opening pins it to the procedure. */
export const pinnedFor = (state: Matter, event: Recorded<MatterEvent>): Matter['ruleBook'] =>
  event.type === 'ProcedureOpened' ? event.data.ruleBook : state.ruleBook;

/**
 * What one recorded event of the matter would have been under another rule book, with everything before it as it was
 * recorded; `next` is the event after it. Undefined where the book has no say in it.
 */
export function underOtherBook(
  using: OtherBook,
  before: Matter,
  event: Recorded<MatterEvent>,
  next?: Recorded<MatterEvent>,
): Reweighed | undefined {
  const { type, entry } = event;
  if (!Object.hasOwn(rows, type)) return undefined;
  const named = { revision: entry.revision, type };
  if (!trackIn(using.book, before))
    return { ...named, compared: [], doubts: [doubt('NOT_COVERED', [before.body, before.track])] };
  const row = rows[type as keyof typeof rows] as Row<MatterEvent['type']>;
  const weighed = row(using, before, event, next);
  return {
    ...named,
    ...weighed,
    compared: withoutUncomputed(using, weighed),
    doubts: [...foundations(using), ...weighed.doubts],
  };
}
