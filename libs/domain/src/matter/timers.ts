import { refuse } from '../refusals.js';
import { byDue, isElapsed, type Running } from '../running.js';
import { endOf, type Instant } from '../time.js';
import type { MatterCommand, MatterTimers } from './commands.js';
import { PENDING, wrongState } from './phases.js';
import { type Changes, type Decisions, lastRound } from './rows.js';
import type { Round } from './round-state.js';
import type { Matter } from './state.js';
import type { DeadlineKind } from './vocabulary.js';
import { changed } from './shape.js';

/** A deadline of a matter that is running. */
export type RunningDeadline = Running<
  | 'ROUND'
  | 'MODE_OBJECTION'
  | 'RESERVATION'
  | 'HEARING'
  | 'GRACE'
  | 'DISSENT'
  | 'LEVEL'
  | 'FINAL_WINDOW'
  | 'DECIDE_BY'
  | 'DUTY'
  | 'EXPIRY'
  | 'REFERRAL',
  MatterTimers
>;

const keyOf = (kind: DeadlineKind, level: string | undefined, dueAt: Instant): string =>
  [kind, level ?? '', dueAt].join(' ');

function passing(
  state: Matter,
  kind: DeadlineKind,
  dueAt: Instant | undefined,
  more: Partial<RunningDeadline> = {},
): RunningDeadline[] {
  if (dueAt === undefined) return [];
  const { id: matter, passed } = state;
  const { subject: level } = more;
  if (passed.length > 0 && passed.includes(keyOf(kind, level, dueAt))) return [];
  const data = level === undefined ? { matter, kind, dueAt } : { matter, kind, dueAt, level };
  return [Object.assign({ kind, dueAt, timer: { type: 'PassDeadline' as const, data } }, more)];
}

const ofReservations = (matter: string, { id: round, reservations }: Round): RunningDeadline[] =>
  Object.entries(reservations).flatMap(([seat, { due, status, blocking }]) => {
    const timer = { type: 'LapseReservation', data: { matter, round, seat } } as const;
    return status === 'OPEN' && blocking ? [{ kind: 'RESERVATION', dueAt: due, subject: seat, timer }] : [];
  });

function ofRound(state: Matter): RunningDeadline[] {
  const round = lastRound(state);
  if (!round || round.result || round.status === 'SUPERSEDED') return [];
  const { id, status, dueAt, lastDay, trace, graceUntil, modeObjectionDue } = round;
  const running: RunningDeadline[] = [];
  if (status === 'OPEN' && dueAt !== undefined) {
    const timer = { type: 'CloseRoundAtDeadline', data: { matter: state.id, round: id } } as const;
    running.push(Object.assign({ kind: 'ROUND' as const, dueAt, trace, timer }, lastDay !== undefined && { lastDay }));
  }
  if (status === 'OPEN' && modeObjectionDue !== undefined)
    running.push({ kind: 'MODE_OBJECTION', dueAt: modeObjectionDue });
  if (graceUntil !== undefined) running.push({ kind: 'GRACE', dueAt: graceUntil });
  return running.concat(ofReservations(state.id, round));
}

function ofDispute(state: Matter): RunningDeadline[] {
  if (state.phase === 'DISSENT') return passing(state, 'DISSENT', state.dissent?.dueAt);
  if (state.phase === 'EXHAUSTED') {
    const { windowDueAt, windowLastDay } = state;
    return passing(state, 'FINAL_WINDOW', windowDueAt, windowLastDay === undefined ? {} : { lastDay: windowLastDay });
  }
  const level = state.phase === 'ESCALATED' ? state.levels.find(({ status }) => status === 'OPEN') : undefined;
  if (!level) return [];
  const { level: subject, trace, lastDay } = level;
  return passing(state, 'LEVEL', level.dueAt, { subject, trace, ...(lastDay === undefined ? {} : { lastDay }) });
}

function ofDecision({ id: matter, decision }: Matter): RunningDeadline[] {
  if (decision?.effect !== 'IN_FORCE' && decision?.effect !== 'SUSPENDED') return [];
  const { duties, validUntil, referralDueAt } = decision;
  const running: RunningDeadline[] = [];
  for (const { duty, due, status } of duties) {
    if (status !== 'OPEN') continue;
    const timer = { type: 'MarkDutyOverdue', data: { matter, duty } } as const;
    running.push({ kind: 'DUTY', dueAt: endOf(due), lastDay: due, subject: duty, timer });
  }
  if (validUntil !== undefined) {
    const timer = { type: 'ExpireDecision', data: { matter } } as const;
    running.push({ kind: 'EXPIRY', dueAt: endOf(validUntil), lastDay: validUntil, timer });
  }
  if (referralDueAt !== undefined) running.push({ kind: 'REFERRAL', dueAt: referralDueAt });
  return running;
}

/** Before there is a decision. */
function ofProcedure(state: Matter): RunningDeadline[] {
  const { phase, hearingDue, decideBy } = state;
  if (!PENDING.includes(phase)) return [];
  const heard: RunningDeadline[] =
    hearingDue === undefined || lastRound(state)?.result ? [] : [{ kind: 'HEARING', dueAt: hearingDue }];
  return decideBy === undefined
    ? heard
    : heard.concat(passing(state, 'DECIDE_BY', endOf(decideBy), { lastDay: decideBy }));
}

/** Every deadline of the matter that has not been dealt with, earliest first. Source: model, section 7 and I19. */
export const deadlinesOf = (state: Matter): readonly RunningDeadline[] =>
  byDue(ofRound(state).concat(ofDispute(state), ofProcedure(state), ofDecision(state)));

/** A timer acts on a deadline that is running and over. */
export function elapsed(command: MatterCommand, state: Matter): void {
  if (!isElapsed(command, deadlinesOf(state))) refuse('WRONG_STATE', wrongState(state));
}

/** What still runs at the instant: a right that has ended is no deadline any more, a passing not yet recorded is. */
export const runningAt = (state: Matter, now: Instant): readonly Omit<RunningDeadline, 'timer'>[] =>
  deadlinesOf(state)
    .filter(({ timer: recording, dueAt }) => recording !== undefined || now < dueAt)
    .map(({ timer: _, ...deadline }) => deadline);

/** The recorded passing of a deadline. It changes nothing else: time never sets an outcome (I14). */
export const timer: Decisions<'PassDeadline'> = {
  PassDeadline: (command, state) => {
    elapsed(command, state);
    const { kind, level, dueAt } = command.data;
    return [{ type: 'DeadlinePassed', data: { kind, dueAt, ...(level === undefined ? {} : { level }) } }];
  },
};

export const passed: Changes<'DeadlinePassed'> = {
  DeadlinePassed: (state, { data: { kind, level, dueAt } }) =>
    changed(state, {
      passed: [...state.passed, keyOf(kind, level, dueAt)],
    }),
};
