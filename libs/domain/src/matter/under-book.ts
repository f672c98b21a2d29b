import type { Recorded } from '../decider.js';
import { Refusal } from '../refusals.js';
import { compared, type Comparison, doubt, type Doubt, doubtIfAny, type Reweighed } from '../under-book.js';
import { without } from '../codes.js';
import { redecide } from './audit.js';
import type { MatterEvent } from './events.js';
import {
  dueUnder,
  graceUnder,
  minPeriodUnder,
  type OtherBook,
  periodUnder,
  ruleUnder,
  trackIn,
} from './other-track.js';
import { holdsVeto } from './objection.js';
import { otherCorrection } from './other-correction.js';
import { otherResult } from './other-result.js';
import type { Matter } from './state.js';

export type { OtherBook } from './other-track.js';

type Weighed = Pick<Reweighed, 'of' | 'compared' | 'doubts'>;
type Of<T extends MatterEvent['type']> = Recorded<Extract<MatterEvent, { readonly type: T }>>;
type Row<T extends MatterEvent['type']> = (
  using: OtherBook,
  state: Matter,
  event: Of<T>,
  next: Recorded<MatterEvent> | undefined,
) => Weighed;

/** A deadline is compared where one was recorded or the other book would have set one. */
const due = (what: string, recorded: string | undefined, found: string | undefined): readonly Comparison[] =>
  recorded === undefined && found === undefined ? [] : [compared(what, recorded, found)];

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
  ReservationLapsed: ({ book }, _, { data: { round: of, kind, counts } }) => {
    const { blocking, unresolved } = book.procedure.reservations;
    return {
      of,
      compared: [compared('RESERVATION', counts, blocking.includes(kind) ? unresolved : 'CONSENT')],
      doubts: [],
    };
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
  LevelOpened: (using, state, { data: { level, dueAt, rank }, entry }) => {
    const rules = trackIn(using.book, state)?.ladder?.levels.find((one) => one.level === level);
    const found = rules && dueUnder(using, entry.at, rules.period);
    return { of: level, compared: [...due('LEVEL', dueAt, found), compared('RANK', rank, rules?.rank)], doubts: [] };
  },
  EscalationExhausted: (using, state, { data, entry }) => {
    const { finalDecision, ladder } = trackIn(using.book, state) ?? {};
    const found = finalDecision ? dueUnder(using, entry.at, finalDecision.window) : undefined;
    const climbed = state.levels.map(({ level }) => level);
    const missing = without(ladder?.levels.map(({ level }) => level) ?? [], climbed);
    return {
      compared: due('FINAL_WINDOW', data.windowDueAt, found),
      doubts: doubtIfAny('LEVELS_NOT_CLIMBED', missing),
    };
  },
  FinalDecisionTaken: (using, state, event, next) => ({
    compared: finalUnder(using, state, event, next),
    doubts: [],
  }),
  DecisionEnacted: (using, state, { data }) => {
    if (data.origin === 'FINAL') return { compared: [], doubts: [] };
    const needed = trackIn(using.book, state)?.requireValidUntil === true && data.validUntil === undefined;
    return { compared: [compared('ENACTMENT', 'ENACTED', needed ? 'EXPIRY_REQUIRED' : 'ENACTED')], doubts: [] };
  },
} as const satisfies { readonly [T in MatterEvent['type']]?: Row<T> };

/** Whether it could have been taken; with its grant and the deadline for the cabinet, or the precondition it fails. */
function finalUnder(
  using: OtherBook,
  state: Matter,
  event: Of<'FinalDecisionTaken'>,
  next: Recorded<MatterEvent> | undefined,
): readonly Comparison[] {
  const { calendar, book: ruleBook, hash } = using;
  if (next?.type !== 'DecisionEnacted' || !calendar) return [];
  try {
    const events = redecide(state, event, next.data, { hash, calendar, ruleBook });
    const [taken, enacted] = events as readonly [Of<'FinalDecisionTaken'>, Of<'DecisionEnacted'>];
    return [
      compared('FINAL_DECISION', 'TAKEN', 'TAKEN'),
      compared('GRANT', event.data.grant, taken.data.grant),
      ...due('REFERRAL', next.data.referralDueAt, enacted.data.referralDueAt),
    ];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [compared('FINAL_DECISION', 'TAKEN', error.code)];
  }
}

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
