import { deadline } from '../deadline.js';
import { refuse } from '../refusals.js';
import { dayOf, type Instant } from '../time.js';
import { countRound, type Departed, excludedSeats, inputsOf, undelivered } from './ballot.js';
import type { MatterCommand } from './commands.js';
import type { MatterEvent, MatterEventData } from './events.js';
import { wrongState } from './phases.js';
import {
  bookOf,
  type Changes,
  changeRound,
  type Decisions,
  lastRound,
  listed,
  reasoned,
  roundOf,
  trackOf,
  without,
} from './rows.js';
import type { Matter } from './state.js';
import type { Result, Round } from './round-state.js';
import type { Phase } from './vocabulary.js';

/** BENEHMEN and ANHOERUNG participants who have neither commented nor let their period pass (R3). */
function unheard(state: Matter, now: Instant): readonly string[] {
  if (state.hearingDue === undefined || now >= state.hearingDue) return [];
  return listed(
    without([...(state.participants.BENEHMEN ?? []), ...(state.participants.ANHOERUNG ?? [])], state.commented),
  );
}

const unanswered = (state: Matter): readonly string[] =>
  listed(Object.entries(state.requests).flatMap(([party, { granted }]) => (granted === undefined ? [party] : [])));

const openReservations = (round: Round): readonly string[] =>
  listed(
    Object.entries(round.reservations).flatMap(([seat, { status, blocking }]) =>
      blocking && status === 'OPEN' ? [seat] : [],
    ),
  );

/** Reservations that do not block become conditions of the decision (R9). */
const conditionsOf = (round: Round) =>
  Object.entries(round.reservations)
    .filter(([, { status, blocking }]) => !blocking && status === 'OPEN')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { kind, note }]) => note ?? kind);

const endedSeats = ({ facts }: MatterCommand, round: Round): readonly string[] =>
  listed(facts.seats.filter(({ seat, ended }) => ended && round.eligible.includes(seat)).map(({ seat }) => seat));

/** Deadline for opening the ladder (R14); none where the track has no ladder. */
function dissentDue(command: MatterCommand, state: Matter): { readonly dissentDue?: Instant } {
  const { ladder } = trackOf(command, state);
  if (!ladder) return {};
  return { dissentDue: deadline(dayOf(command.meta.now), ladder.openWithin, command.facts.calendar).dueAt };
}

/** The result of a round as an event, with its reasoning. Decided again from the same state it is the same (I6). */
export function resultOf(
  state: Matter,
  round: Round,
  departed: Departed,
  failedRounds: number,
  hash: (text: string) => string,
): MatterEventData['ResultEstablished'] {
  const {
    outcome,
    tally,
    deemed,
    objections,
    decidedBy,
    conditions: reasoning,
  } = countRound(state, round, departed, failedRounds);
  const conditions = conditionsOf(round);
  return {
    ...{ round: round.id, version: round.version, outcome, rule: round.rule, tally, deemed, objections, reasoning },
    ...{ ended: departed.ended, recused: departed.recused },
    inputsHash: hash(inputsOf(state, round, departed, failedRounds)),
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

export const result: Decisions<'EstablishResult' | 'DeclareDissent'> = {
  EstablishResult: (command, state) => {
    const { facts, meta } = command;
    const round = roundOf(state, command.data.round);
    if (round.status === 'OPEN') refuse('ROUND_STILL_RUNNING');
    if (round.status !== 'CLOSED' || round.result) refuse('WRONG_STATE', wrongState(state));
    const { graceUntil } = round;
    if (graceUntil !== undefined && meta.now < graceUntil) refuse('GRACE_PERIOD_RUNNING', { until: graceUntil });
    refuseIfAny('RESERVATIONS_OPEN', 'seats', openReservations(round));
    if (Object.keys(round.pending).length > 0) refuse('FOUR_EYES', { seats: listed(Object.keys(round.pending)) });
    const ended = endedSeats(command, round);
    refuseIfAny('DELIVERY_PROOF_MISSING', 'seats', undelivered(state, round, ended, facts.calendar));
    refuseIfAny('HEARING_MISSING', 'codes', unheard(state, meta.now));
    refuseIfAny('PARTICIPATION_UNANSWERED', 'parties', unanswered(state));
    const departed = { ended, recused: listed(excludedSeats(state).filter((seat) => round.eligible.includes(seat))) };
    const established = resultOf(state, round, departed, state.failedRounds, facts.hash);
    const lapsed = lapsedVeto(state, established);
    const due = established.outcome === 'DISSENT' && !lapsed ? dissentDue(command, state) : {};
    return [{ type: 'ResultEstablished', data: { ...established, ...due } }, ...(lapsed ? [lapsed] : [])];
  },

  DeclareDissent: (command, state) => {
    const round = lastRound(state);
    const { maxExtensions } = state.phase === 'INCOMPLETE' ? bookOf(command).procedure : { maxExtensions: 0 };
    if (state.phase !== 'INCOMPLETE' || !round?.result || round.extensions < maxExtensions) refuse('NO_DISSENT');
    reasoned(command.data.reason);
    const { objections } = round.result;
    const declared = { round: round.id, objections, reason: command.data.reason, ...dissentDue(command, state) };
    return [{ type: 'DissentDeclared', data: declared }];
  },
};

type ListRefusal = 'RESERVATIONS_OPEN' | 'DELIVERY_PROOF_MISSING' | 'HEARING_MISSING' | 'PARTICIPATION_UNANSWERED';

function refuseIfAny(code: ListRefusal, name: string, missing: readonly string[]): void {
  if (missing.length > 0) refuse(code, { [name]: missing });
}

/** A counter-proposal that is not agreed makes room for the original again (R10). */
function lapsedVeto(
  { veto }: Matter,
  { version, outcome }: MatterEventData['ResultEstablished'],
): MatterEvent | undefined {
  if (veto?.counter !== version || outcome === 'AGREED') return undefined;
  return { type: 'VetoLapsed', data: { seat: veto.seat, counterVersion: version, currentVersion: veto.original } };
}

export function established(state: Matter, data: MatterEventData['ResultEstablished'], revision: number): Matter {
  const { outcome, rule, tally, deemed, ended, recused, objections, conditions = [], reasoning, inputsHash } = data;
  const found: Result = {
    ...{ outcome, rule, tally, deemed, ended, recused, objections, conditions, reasoning, inputsHash, revision },
    failedRounds: state.failedRounds,
    ...(data.decidedBy === undefined ? {} : { decidedBy: data.decidedBy }),
  };
  const due = data.dissentDue === undefined ? {} : { dueAt: data.dissentDue };
  const { dissent: _, ...rest } = changeRound(state, data.round, () => ({ result: found }));
  return {
    ...rest,
    phase: outcome satisfies Phase,
    failedRounds: state.failedRounds + (outcome === 'AGREED' ? 0 : 1),
    resolvedByLevel: false,
    ...(outcome === 'DISSENT'
      ? { dissent: { round: data.round, version: data.version, objections, ...due }, levels: [] }
      : {}),
  };
}

export const counted: Changes<'ResultEstablished' | 'ResultRescinded' | 'VetoLapsed' | 'DissentDeclared'> = {
  ResultEstablished: (state, { data, entry }) => established(state, data, entry.revision),
  ResultRescinded: (state, { data }) => {
    const rescinded = state.rounds.find(({ id }) => id === data.round)?.result;
    if (!rescinded) throw new Error(`No result of round ${data.round} to rescind`);
    return { ...state, failedRounds: rescinded.failedRounds };
  },
  VetoLapsed: (state, { data }) => {
    const { veto, dissent: _, ...rest } = state;
    if (!veto) throw new Error('No veto to lapse');
    const votes = [{ seat: data.seat, value: 'OBJECTION' as const, reason: veto.reasons }];
    return { ...rest, phase: 'OPEN', current: data.currentVersion, preset: { version: data.currentVersion, votes } };
  },
  DissentDeclared: (state, { data }) => {
    const { round, objections } = data;
    const due = data.dissentDue === undefined ? {} : { dueAt: data.dissentDue };
    return { ...state, phase: 'DISSENT', dissent: { round, version: state.current, objections, ...due }, levels: [] };
  },
};
