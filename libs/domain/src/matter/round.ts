import { type Calendar, deadline, isPeriod, nextWorkingDay } from '../deadline.js';
import { refuse } from '../refusals.js';
import { at, type Day, dayOf, type Instant } from '../time.js';
import { countRound, excludedSeats, silentSeats, undelivered } from './ballot.js';
import type { MatterCommand } from './commands.js';
import type { MatterEventData } from './events.js';
import { wrongState } from './phases.js';
import {
  bookOf,
  type Changes,
  changeRound,
  currentVersion,
  type Decisions,
  lastRound,
  listed,
  reasoned,
  roundOf,
  trackOf,
  voters,
} from './rows.js';
import type { Matter } from './state.js';
import type { Round } from './round-state.js';
import { seatSpeaker } from './vote.js';

type Opening = Extract<MatterCommand, { type: 'OpenRound' }>;

/** The rule asked for, or the track's first for the mode; a confirming round always the track's first (4.4). */
function ruleFor(command: Opening, state: Matter) {
  const { rules } = trackOf(command, state);
  const { mode, rule } = command.data;
  const candidates = state.phase === 'RESOLVED' ? rules.slice(0, 1) : rules.filter(({ modes }) => modes.includes(mode));
  const found = rule === undefined ? candidates[0] : candidates.find((candidate) => candidate.rule === rule);
  if (!found?.modes.includes(mode)) refuse('RULE_NOT_ALLOWED_FOR_TRACK', { rule, mode });
  return found;
}

/** Usual and shortest length of the round that is opened. */
function periodsFor(command: Opening, state: Matter): { readonly period: string; readonly min: string } {
  const { period, minPeriod, urgentMinPeriod, confirmPeriod } = trackOf(command, state);
  const asked = command.data.period;
  if (asked !== undefined && !isPeriod(asked)) refuse('INVALID_PAYLOAD', { fields: ['period'] });
  if (state.phase === 'RESOLVED') return { period: asked ?? confirmPeriod, min: confirmPeriod };
  return { period: asked ?? period, min: state.urgent ? urgentMinPeriod : minPeriod };
}

/** Voting seats of the body whose holder takes part in the vote (R1). */
function electorate({ facts }: MatterCommand, state: Matter): readonly string[] {
  const taking = voters(state);
  const seats = facts.seats.filter(({ seat, voting, ended }) => voting && !ended && taking.includes(seat));
  const eligible = listed(seats.map(({ seat }) => seat));
  if (eligible.every((seat) => excludedSeats(state).includes(seat))) refuse('NO_ELIGIBLE_SEATS');
  return eligible;
}

const reservationDue = (command: MatterCommand, lastDay: Day): Instant =>
  deadline(lastDay, bookOf(command).procedure.reservations.period, command.facts.calendar).dueAt;

/** Days begin where the trigger day ends, hours at the instant itself. */
const from = (now: Instant, period: string): Day | Instant => (period.startsWith('PT') ? now : dayOf(now));

function opened(command: Opening, state: Matter): MatterEventData['RoundOpened'] {
  const { data, facts, meta } = command;
  const { rule, params } = ruleFor(command, state);
  const { procedure } = bookOf(command);
  if (data.mode === 'WRITTEN' && state.writtenObjected) refuse('WRITTEN_MODE_OBJECTED');
  const { period, min } = periodsFor(command, state);
  const ends = deadline(from(meta.now, period), period, facts.calendar);
  const shortest = deadline(from(meta.now, min), min, facts.calendar);
  if (data.mode === 'WRITTEN' && ends.dueAt < shortest.dueAt) refuse('PERIOD_TOO_SHORT', { min });
  const eligible = electorate(command, state);
  // No meeting is recorded yet, so no ballot in a meeting has its quorum.
  if (data.mode === 'MEETING') refuse('QUORUM_NOT_REACHED', { present: 0, required: 1 });
  const { no: version, textHash } = currentVersion(state);
  const preset =
    state.preset?.version === version ? state.preset.votes.filter(({ seat }) => eligible.includes(seat)) : [];
  return {
    ...{ round: data.round, no: state.rounds.length + 1, version, textHash, mode: data.mode, rule, params },
    eligible: eligible.map((seat) => ({ seat })),
    lead: state.lead,
    openedOn: dayOf(meta.now),
    ...{ lastDay: ends.lastDay, dueAt: ends.dueAt, period, minPeriod: min },
    reservationDue: reservationDue(command, ends.lastDay),
    modeObjectionDue: deadline(dayOf(meta.now), procedure.modeObjectionPeriod, facts.calendar).dueAt,
    trace: ends.trace,
    calendarVersion: facts.calendar.version,
    ...(data.urgentReason === undefined ? {} : { urgentReason: data.urgentReason }),
    ...(facts.chairSeat === undefined ? {} : { chairSeat: facts.chairSeat }),
    ...(preset.length === 0 ? {} : { preset }),
    ...(state.phase === 'RESOLVED' ? { confirming: true } : {}),
  };
}

/** From the opening of a round to its closing. Source: catalogue 4.2; R5, R8, R12, R13. */
export const round: Decisions<
  | 'OpenRound'
  | 'ProveDelivery'
  | 'ObjectWrittenMode'
  | 'RaiseConstructiveVeto'
  | 'ExtendRound'
  | 'CloseRound'
  | 'CloseRoundAtDeadline'
> = {
  OpenRound: (command, state) => {
    if (state.rounds.some(({ id }) => id === command.data.round))
      refuse('ALREADY_EXISTS', { round: command.data.round });
    return [{ type: 'RoundOpened', data: opened(command, state) }];
  },

  ProveDelivery: ({ data: { matter: _, ...delivery } }, state) => {
    roundOf(state, delivery.round);
    return [{ type: 'DeliveryProven', data: delivery }];
  },

  ObjectWrittenMode: (command, state) => {
    const { round: id, seat, reason } = command.data;
    const running = roundOf(state, id);
    if (running.mode === 'MEETING') refuse('NOT_WRITTEN_MODE');
    if (running.status !== 'OPEN') refuse('WRONG_STATE', wrongState(state));
    const { modeObjectionDue: dueAt } = running;
    if (dueAt !== undefined && command.meta.now >= dueAt) refuse('MODE_OBJECTION_LATE', { dueAt });
    if (!running.eligible.includes(seat)) refuse('SEAT_NOT_ELIGIBLE', { seat });
    reasoned(reason);
    seatSpeaker(command, seat);
    return [
      { type: 'WrittenModeObjected', data: { round: id, seat, reason } },
      { type: 'RoundSuperseded', data: { round: id, cause: 'MODE' } },
    ];
  },

  RaiseConstructiveVeto: (command, state) => {
    const { round: id, seat, counterText, reasons, effects } = command.data;
    const current = roundOf(state, id);
    const { veto } = trackOf(command, state);
    if (!veto) refuse('VETO_NOT_PROVIDED');
    const holder = veto.holder === 'DIGITAL_MINISTRY' ? bookOf(command).roles.digitalMinistry : veto.holder;
    if (!current.eligible.includes(seat) || (holder !== 'ANY' && holder !== seat)) refuse('NOT_VETO_HOLDER');
    const { dueAt } = current;
    if (current.cause === 'DEADLINE' || (dueAt !== undefined && command.meta.now >= dueAt))
      refuse('VOTE_LATE', { dueAt });
    if (current.status !== 'OPEN') refuse('ROUND_CLOSED');
    if (excludedSeats(state).includes(seat)) refuse('SEAT_RECUSED', { seat });
    if (state.vetoes >= veto.maxPerLineage) refuse('VETO_LIMIT_REACHED');
    if (!counterText?.trim() || counterText === currentVersion(state).text) refuse('VETO_WITHOUT_COUNTERPROPOSAL');
    if (!reasons?.trim() || effects === undefined) refuse('REASON_REQUIRED');
    seatSpeaker(command, seat);
    const version = state.versions.length + 1;
    const textHash = command.facts.hash(counterText);
    const counter = { version, originalVersion: state.current, text: counterText, textHash };
    return [
      { type: 'ConstructiveVetoRaised', data: { round: id, seat, ...counter, reasons, effects } },
      { type: 'RoundSuperseded', data: { round: id, cause: 'VETO' } },
    ];
  },

  ExtendRound: (command, state) => {
    const { round: id, reason } = command.data;
    const { facts, meta } = command;
    const current = roundOf(state, id);
    if (current.id !== lastRound(state)?.id || current.mode === 'MEETING') refuse('WRONG_STATE', wrongState(state));
    if (current.extensions >= bookOf(command).procedure.maxExtensions) refuse('EXTENSION_LIMIT');
    if (!mayStillExtend(command, state, current)) refuse('DEADLINE_PASSED');
    reasoned(reason);
    const { lastDay, dueAt, trace } = deadline(from(meta.now, current.period), current.period, facts.calendar);
    const extended = { round: id, no: current.extensions + 1, lastDay, dueAt, reason, trace };
    return [{ type: 'RoundExtended', data: { ...extended, reservationDue: reservationDue(command, lastDay) } }];
  },

  CloseRound: ({ data }, state) => {
    const current = roundOf(state, data.round);
    const missing = silentSeats(state, current);
    if (current.status !== 'OPEN') refuse('WRONG_STATE', wrongState(state));
    if (missing.length > 0) refuse('ROUND_STILL_RUNNING', { seats: missing });
    return [{ type: 'RoundClosed', data: { round: data.round, cause: 'ALL_VOTED' } }];
  },

  CloseRoundAtDeadline: (command, state) => {
    const { dueAt, lastDay, status } = roundOf(state, command.data.round);
    const due = dueAt !== undefined && command.meta.now >= dueAt;
    if (status !== 'OPEN' || !due || lastDay === undefined) refuse('WRONG_STATE', wrongState(state));
    const graceUntil = graceAfter(lastDay, bookOf(command).procedure.graceTime, command.facts.calendar);
    return [{ type: 'RoundClosed', data: { round: command.data.round, cause: 'DEADLINE', graceUntil } }];
  },
};

/** Mail received in time can still be recorded until then (R8). */
const graceAfter = (lastDay: Day, time: string, calendar: Calendar): Instant =>
  at(nextWorkingDay(lastDay, calendar), time);

/** While the round runs; afterwards only if somebody was not reached or too few answered (R12). */
function mayStillExtend({ meta, facts }: MatterCommand, state: Matter, current: Round): boolean {
  const { status, dueAt } = current;
  if (status === 'OPEN' && dueAt !== undefined && meta.now < dueAt) return true;
  if (state.phase === 'INCOMPLETE') return true;
  const ended = facts.seats.filter((seat) => seat.ended).map(({ seat }) => seat);
  if (undelivered(state, current, ended, facts.calendar).length > 0) return true;
  return (
    countRound(state, current, { ended, recused: excludedSeats(state) }, state.failedRounds).outcome === 'INCOMPLETE'
  );
}

/** Runs again for all seats with what was cast; open reservations move with the end. */
function extended(round: Round, { lastDay, dueAt, reservationDue, trace }: MatterEventData['RoundExtended']): Round {
  const { result: _result, cause: _cause, graceUntil: _grace, endedAt: _ended, ...rest } = round;
  const moved = Object.entries(round.reservations).map(
    ([seat, declared]) => [seat, declared.status === 'OPEN' ? { ...declared, due: reservationDue } : declared] as const,
  );
  const reservations = Object.fromEntries(moved);
  return {
    ...rest,
    lastDay,
    dueAt,
    reservationDue,
    trace,
    reservations,
    status: 'OPEN',
    extensions: round.extensions + 1,
  };
}

export const rounds: Changes<
  | 'RoundOpened'
  | 'DeliveryProven'
  | 'WrittenModeObjected'
  | 'ConstructiveVetoRaised'
  | 'RoundSuperseded'
  | 'RoundExtended'
  | 'RoundClosed'
> = {
  RoundOpened: (state, { data, entry }) => {
    const { round: id, eligible, preset = [], trace = [], confirming = false, ...opening } = data;
    const presets = preset.map(({ seat, value, reason }) => {
      const given = { value, receivedAt: entry.at, person: '', revision: entry.revision };
      return [seat, [{ ...given, ...(reason === undefined ? {} : { reason }) }]] as const;
    });
    const next: Round = {
      ...opening,
      ...{
        id,
        trace,
        confirming,
        status: 'OPEN',
        extensions: 0,
        deliveries: [],
        late: [],
        pending: {},
        reservations: {},
      },
      eligible: eligible.map(({ seat }) => seat),
      openedAt: entry.at,
      votes: Object.fromEntries(presets),
      revision: entry.revision,
    };
    const { preset: _, ...rest } = state;
    return { ...rest, phase: 'ROUND_OPEN', rounds: [...state.rounds, next] };
  },
  DeliveryProven: (state, { data }) =>
    changeRound(state, data.round, ({ deliveries }) => ({
      deliveries: [...deliveries, ...data.seats.map((seat) => ({ seat, deliveredAt: data.deliveredAt }))],
    })),
  WrittenModeObjected: (state) => ({ ...state, writtenObjected: true }),
  ConstructiveVetoRaised: (state, { data, entry }) => ({
    ...state,
    versions: [
      ...state.versions,
      { no: data.version, text: data.text, textHash: data.textHash, revision: entry.revision },
    ],
    current: data.version,
    vetoes: state.vetoes + 1,
    veto: { seat: data.seat, original: data.originalVersion, counter: data.version, reasons: data.reasons },
  }),
  RoundSuperseded: (state, { data, entry }) => ({
    ...changeRound(state, data.round, () => ({ status: 'SUPERSEDED', cause: data.cause, endedAt: entry.at })),
    phase: 'OPEN',
  }),
  RoundExtended: (state, { data }) => ({
    ...state,
    phase: 'ROUND_OPEN',
    rounds: state.rounds.map((round) => (round.id === data.round ? extended(round, data) : round)),
  }),
  RoundClosed: (state, { data, entry }) => ({
    ...changeRound(state, data.round, () => ({
      status: 'CLOSED',
      cause: data.cause,
      endedAt: entry.at,
      ...(data.graceUntil === undefined ? {} : { graceUntil: data.graceUntil }),
    })),
    phase: 'ROUND_CLOSED',
  }),
};
