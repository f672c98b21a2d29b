import { deadline } from '../deadline.js';
import { refuse } from '../refusals.js';
import type { Instant } from '../time.js';
import { ballotOf, countBallot, type Departed, departedOf, failedBefore, inputsOf, undelivered } from './ballot.js';
import type { MatterCommand } from './commands.js';
import type { MatterEvent } from './events.js';
import type { RoundEvents } from './messages/round.js';
import { wrongState } from './phases.js';
import { listed, without } from '../codes.js';
import { reasoned } from '../reason.js';
import { bookOf, type Changes, changeRound, type Decisions, lastRound, roundOf, trackOf } from './rows.js';
import type { Result, Round } from './round-state.js';
import type { Matter } from './state.js';
import type { Phase } from './vocabulary.js';
import { changed } from './shape.js';

type Established = RoundEvents['ResultEstablished'];

/** BENEHMEN and ANHOERUNG participants who have neither commented nor let their period pass (R3). */
function unheard({ hearingDue, commented }: Matter, { participants }: Round, now: Instant): readonly string[] {
  if (hearingDue === undefined || now >= hearingDue) return [];
  return listed(without([...(participants.BENEHMEN ?? []), ...(participants.ANHOERUNG ?? [])], commented));
}

const unanswered = (state: Matter): readonly string[] =>
  listed(Object.entries(state.requests).flatMap(([party, { granted }]) => (granted === undefined ? [party] : [])));

/** Reservations without an answer of seats that are still in the electorate, by seat. */
function openReservations({ reservations }: Round, { ended, recused }: Departed, blocking: boolean) {
  const open = Object.entries(reservations).filter(
    ([, declared]) => declared.status === 'OPEN' && declared.blocking === blocking,
  );
  const departed = new Set([...ended, ...recused]);
  return open.filter(([seat]) => !departed.has(seat)).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Deadline for opening the ladder (R14); none where the track has no ladder. */
export function dissentDue(command: MatterCommand, state: Matter): { readonly dissentDue?: Instant } {
  const { ladder } = trackOf(command, state);
  if (!ladder) return {};
  return { dissentDue: deadline(command.meta.now, ladder.openWithin, command.facts.calendar).dueAt };
}

/** The result of a round as an event, with its reasoning. Decided again from the same state it is the same (I6). */
export function resultOf(state: Matter, round: Round, departed: Departed, hash: (text: string) => string): Established {
  const ballot = ballotOf(round, departed, failedBefore(state, round));
  const { outcome, tally, deemed, objections, conditions: reasoning, decidedBy } = countBallot(round, ballot);
  // Reservations that do not block become conditions of the decision (R9).
  const conditions = openReservations(round, departed, false).map(([, { kind, note }]) => note ?? kind);
  const { ended, recused } = departed;
  return {
    round: round.id,
    version: round.version,
    rule: round.rule,
    outcome,
    tally,
    deemed,
    objections,
    reasoning,
    ended,
    recused,
    inputsHash: hash(inputsOf(round, departed, ballot)),
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

type ListRefusal =
  'RESERVATIONS_OPEN' | 'FOUR_EYES' | 'DELIVERY_PROOF_MISSING' | 'HEARING_MISSING' | 'PARTICIPATION_UNANSWERED';

function refuseIfAny(code: ListRefusal, name: string, missing: readonly string[]): void {
  if (missing.length > 0) refuse(code, { [name]: missing });
}

/** A counter-proposal that is not agreed makes room for the original again (R10). */
function lapsedVeto({ veto }: Matter, { version, outcome }: Established): MatterEvent[] {
  if (veto?.counter !== version || outcome === 'AGREED') return [];
  return [{ type: 'VetoLapsed', data: { seat: veto.seat, counterVersion: version, currentVersion: veto.original } }];
}

/** A closed round that has no result yet, when its time of grace is over (R8). */
function countable({ meta }: MatterCommand, state: Matter, id: string): Round {
  const round = roundOf(state, id);
  if (round.status === 'OPEN') refuse('ROUND_STILL_RUNNING');
  if (round.status !== 'CLOSED' || round.result) refuse('WRONG_STATE', wrongState(state));
  const { graceUntil } = round;
  if (graceUntil !== undefined && meta.now < graceUntil) refuse('GRACE_PERIOD_RUNNING', { until: graceUntil });
  return round;
}

/** The result is established by an act of its own, never by time. Source: catalogue 4.2, R3, R7 to R9, R14. */
export const result: Decisions<'EstablishResult' | 'DeclareDissent'> = {
  EstablishResult: (command, state) => {
    const { facts, meta } = command;
    const round = countable(command, state, command.data.round);
    const departed = departedOf(state, round);
    refuseIfAny(
      'RESERVATIONS_OPEN',
      'seats',
      openReservations(round, departed, true).map(([seat]) => seat),
    );
    refuseIfAny('FOUR_EYES', 'seats', listed(Object.keys(round.pending)));
    refuseIfAny('DELIVERY_PROOF_MISSING', 'seats', undelivered(round, departed, facts.calendar));
    refuseIfAny('HEARING_MISSING', 'codes', unheard(state, round, meta.now));
    refuseIfAny('PARTICIPATION_UNANSWERED', 'parties', unanswered(state));
    const found = resultOf(state, round, departed, facts.hash);
    const lapsed = lapsedVeto(state, found);
    const due = found.outcome === 'DISSENT' && lapsed.length === 0 ? dissentDue(command, state) : {};
    return [{ type: 'ResultEstablished', data: Object.assign(found, due) }, ...lapsed];
  },

  DeclareDissent: (command, state) => {
    const round = lastRound(state);
    if (state.phase !== 'INCOMPLETE' || !round?.result) refuse('NO_DISSENT');
    if (round.extensions < bookOf(command).procedure.maxExtensions) refuse('NO_DISSENT');
    reasoned(command.data.reason);
    const { objections } = round.result;
    const declared = { round: round.id, objections, reason: command.data.reason, ...dissentDue(command, state) };
    return [{ type: 'DissentDeclared', data: declared }];
  },
};

/** What its end decided stays: a correction of the ballot revives no matter that was withdrawn, split or given up. */
const GONE: readonly Phase[] = ['WITHDRAWN', 'SPLIT', 'LAPSED'];

function established(state: Matter, data: Established, revision: number): Matter {
  const { round, version, objections, conditions = [], dissentDue: dueAt, correction: _, ...found } = data;
  const kept: Result = { objections, conditions, revision, ...found };
  const dissent = { round, version, objections, ...(dueAt === undefined ? {} : { dueAt }) };
  return changeRound(state, round, () => ({ result: kept }), {
    phase: GONE.includes(state.phase) ? state.phase : data.outcome,
    current: version,
    resolvedByLevel: false,
    // A new result begins what follows from it anew.
    levels: [],
    dissent: data.outcome === 'DISSENT' ? dissent : undefined,
    exhaustedAt: undefined,
    windowDueAt: undefined,
    windowLastDay: undefined,
    cabinet: undefined,
  });
}

export const counted: Changes<'ResultEstablished' | 'ResultRescinded' | 'DissentDeclared'> = {
  ResultEstablished: (state, { data, entry }) => established(state, data, entry.revision),
  ResultRescinded: (state, { data }) =>
    changeRound(state, data.round, ({ result: rescinded }) => {
      if (!rescinded) throw new Error(`No result of round ${data.round} to rescind`);
      return { result: undefined };
    }),
  DissentDeclared: (state, { data: { round, objections, dissentDue: dueAt } }) => {
    const due = dueAt === undefined ? {} : { dueAt };
    const dissent = { round, version: state.current, objections, ...due };
    return changed(state, { phase: 'DISSENT', dissent, levels: [] });
  },
};
