import { refuse } from '../refusals.js';
import { byDue, isElapsed, type Running } from '../running.js';
import { endOf } from '../time.js';
import type { AgreementCommand, AgreementTimers } from './messages.js';
import { isEffective, wrongState } from './phases.js';
import type { Changes, Decisions } from './rows.js';
import { type Agreement, termEnd } from './state.js';

/**
 * A deadline of an agreement that is running: the end of its term, the last day of a party under notice, and without a
 * timer what somebody has to do: they stay until it is done.
 */
export type AgreementDeadline = Running<'TERM' | 'NOTICE' | 'MEASURE' | 'REVIEW', AgreementTimers>;

function dueWork({ measures, reviewOn }: Agreement): readonly AgreementDeadline[] {
  return [
    ...measures
      .filter(({ progress }) => progress < 100)
      .map(({ measure, due }) => ({ kind: 'MEASURE' as const, dueAt: endOf(due), lastDay: due, subject: measure })),
    ...(reviewOn === undefined ? [] : [{ kind: 'REVIEW' as const, dueAt: endOf(reviewOn), lastDay: reviewOn }]),
  ];
}

/** Every deadline of the agreement, earliest first; on its last day the agreement ends before anybody leaves it. */
export function agreementDeadlinesOf(state: Agreement): readonly AgreementDeadline[] {
  if (!isEffective(state)) return [];
  const { id: agreement } = state;
  const to = termEnd(state);
  const term: AgreementDeadline[] =
    to === undefined
      ? []
      : [{ kind: 'TERM', dueAt: endOf(to), lastDay: to, timer: { type: 'ExpireAgreement', data: { agreement } } }];
  const notices = state.notices.map(({ party, effectiveOn }): AgreementDeadline => ({
    ...{ kind: 'NOTICE', dueAt: endOf(effectiveOn), lastDay: effectiveOn, subject: party },
    timer: { type: 'LeaveAgreement', data: { agreement, party } },
  }));
  return byDue([...term, ...notices, ...dueWork(state)]);
}

/** A timer acts on a deadline that is running and over. */
export function elapsed(command: AgreementCommand, state: Agreement): void {
  if (!isElapsed(command, agreementDeadlinesOf(state))) refuse('WRONG_STATE', wrongState(state));
}

export const expiry: Decisions<'ExpireAgreement'> = {
  ExpireAgreement: (command, state) => {
    elapsed(command, state);
    return [{ type: 'AgreementExpired', data: { on: termEnd(state) ?? '' } }];
  },
};

export const expired: Changes<'AgreementExpired'> = {
  AgreementExpired: (state, { data: { on } }) => ({ ...state, phase: 'EXPIRED', endedOn: on }),
};
