import { refuse } from '../refusals.js';
import { byDue, isElapsed, type Running } from '../running.js';
import { endOf, type Instant } from '../time.js';
import type { MatterCommand, MatterTimers } from './commands.js';
import { PENDING, wrongState } from './phases.js';
import { type Changes, type Decisions, lastRound } from './rows.js';
import type { Matter } from './state.js';
import type { DeadlineKind } from './vocabulary.js';

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

function ofRound(state: Matter): RunningDeadline[] {
  const round = lastRound(state);
  if (!round || round.result || round.status === 'SUPERSEDED') return [];
  const { id, dueAt, lastDay, trace, graceUntil, modeObjectionDue } = round;
  const matter = state.id;
  const named = lastDay === undefined ? {} : { lastDay };
  const open = round.status === 'OPEN' && dueAt !== undefined;
  const reservations = Object.entries(round.reservations).filter(([, r]) => r.status === 'OPEN' && r.blocking);
  return [
    ...(open
      ? [
          {
            kind: 'ROUND' as const,
            dueAt,
            trace,
            ...named,
            timer: { type: 'CloseRoundAtDeadline' as const, data: { matter, round: id } },
          },
        ]
      : []),
    ...(round.status === 'OPEN' && modeObjectionDue !== undefined
      ? [{ kind: 'MODE_OBJECTION' as const, dueAt: modeObjectionDue }]
      : []),
    ...(graceUntil === undefined ? [] : [{ kind: 'GRACE' as const, dueAt: graceUntil }]),
    ...reservations.map(([seat, { due }]) => ({
      kind: 'RESERVATION' as const,
      dueAt: due,
      subject: seat,
      timer: { type: 'LapseReservation' as const, data: { matter, round: id, seat } },
    })),
  ];
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
  DeadlinePassed: (state, { data: { kind, level, dueAt } }) => ({
    ...state,
    passed: [...state.passed, keyOf(kind, level, dueAt)],
  }),
};
