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
  if (dueAt === undefined || state.passed.includes(keyOf(kind, more.subject, dueAt))) return [];
  const level = more.subject === undefined ? {} : { level: more.subject };
  return [{ kind, dueAt, ...more, timer: { type: 'PassDeadline', data: { matter: state.id, kind, dueAt, ...level } } }];
}

const ofReservations = (matter: string, { id: round, reservations }: Round): RunningDeadline[] =>
  Object.entries(reservations)
    .filter(([, { status, blocking }]) => status === 'OPEN' && blocking)
    .map(([seat, { due }]) => ({
      kind: 'RESERVATION',
      dueAt: due,
      subject: seat,
      timer: { type: 'LapseReservation', data: { matter, round, seat } },
    }));

function ofRound(state: Matter): readonly RunningDeadline[] {
  const round = lastRound(state);
  if (!round || round.result || round.status === 'SUPERSEDED') return [];
  const { id, status, dueAt, lastDay, trace, graceUntil, modeObjectionDue } = round;
  const running: RunningDeadline[] = [];
  if (status === 'OPEN' && dueAt !== undefined) {
    const timer = { type: 'CloseRoundAtDeadline', data: { matter: state.id, round: id } } as const;
    running.push({ kind: 'ROUND', dueAt, trace, timer, ...(lastDay === undefined ? {} : { lastDay }) });
  }
  if (status === 'OPEN' && modeObjectionDue !== undefined)
    running.push({ kind: 'MODE_OBJECTION', dueAt: modeObjectionDue });
  if (graceUntil !== undefined) running.push({ kind: 'GRACE', dueAt: graceUntil });
  running.push(...ofReservations(state.id, round));
  return running;
}

function ofDispute(state: Matter): RunningDeadline[] {
  const level = state.levels.find(({ status }) => status === 'OPEN');
  if (state.phase === 'DISSENT') return passing(state, 'DISSENT', state.dissent?.dueAt);
  if (state.phase === 'EXHAUSTED') {
    const { windowDueAt, windowLastDay } = state;
    return passing(state, 'FINAL_WINDOW', windowDueAt, windowLastDay === undefined ? {} : { lastDay: windowLastDay });
  }
  if (state.phase !== 'ESCALATED' || !level) return [];
  const { level: subject, trace, lastDay } = level;
  return passing(state, 'LEVEL', level.dueAt, { subject, trace, ...(lastDay === undefined ? {} : { lastDay }) });
}

function ofDecision({ id: matter, decision }: Matter): RunningDeadline[] {
  if (!decision) return [];
  const alive = decision.effect === 'IN_FORCE' || decision.effect === 'SUSPENDED';
  const { validUntil, referralDueAt } = decision;
  return [
    ...decision.duties
      .filter(({ status }) => alive && status === 'OPEN')
      .map(({ duty, due }) => ({
        kind: 'DUTY' as const,
        dueAt: endOf(due),
        lastDay: due,
        subject: duty,
        timer: { type: 'MarkDutyOverdue' as const, data: { matter, duty } },
      })),
    ...(alive && validUntil !== undefined
      ? [
          {
            kind: 'EXPIRY' as const,
            dueAt: endOf(validUntil),
            lastDay: validUntil,
            timer: { type: 'ExpireDecision' as const, data: { matter } },
          },
        ]
      : []),
    ...(alive && referralDueAt !== undefined ? [{ kind: 'REFERRAL' as const, dueAt: referralDueAt }] : []),
  ];
}

/** Every deadline of the matter that has not been dealt with, earliest first. Source: model, section 7 and I19. */
export function deadlinesOf(state: Matter): readonly RunningDeadline[] {
  const pending = PENDING.includes(state.phase);
  const decideBy =
    pending && state.decideBy !== undefined ? { dueAt: endOf(state.decideBy), lastDay: state.decideBy } : undefined;
  const beforeResult = pending && !lastRound(state)?.result;
  return byDue([
    ...ofRound(state),
    ...ofDispute(state),
    ...(beforeResult && state.hearingDue !== undefined ? [{ kind: 'HEARING' as const, dueAt: state.hearingDue }] : []),
    ...(decideBy ? passing(state, 'DECIDE_BY', decideBy.dueAt, { lastDay: decideBy.lastDay }) : []),
    ...ofDecision(state),
  ]);
}

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
