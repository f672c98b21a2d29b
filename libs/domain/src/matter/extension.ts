import { deadline } from '../deadline.js';
import { refuse } from '../refusals.js';
import { countRound, departedOf, failedBefore, undelivered } from './ballot.js';
import type { MatterCommand } from './commands.js';
import type { RoundEvents } from './messages/round.js';
import { reservationDue } from './opening.js';
import { wrongState } from './phases.js';
import { reasoned } from '../reason.js';
import { bookOf, type Decisions, lastRound, roundOf } from './rows.js';
import type { Round } from './round-state.js';
import type { Matter } from './state.js';

/** While the round runs; afterwards only if somebody was not reached or too few answered (R12). */
function mayStillExtend({ meta, facts }: MatterCommand, state: Matter, round: Round): boolean {
  const { status, dueAt } = round;
  if (status === 'OPEN' && dueAt !== undefined && meta.now < dueAt) return true;
  const departed = departedOf(state, round, facts.seats);
  if (undelivered(round, departed, facts.calendar).length > 0) return true;
  return countRound(round, departed, failedBefore(state, round)).outcome === 'INCOMPLETE';
}

/** More time for all seats; what was voted stays. Source: catalogue 4.2, R12. */
export const extension: Decisions<'ExtendRound'> = {
  ExtendRound: (command, state) => {
    const { round: id, reason } = command.data;
    const { facts, meta } = command;
    const round = roundOf(state, id);
    if (id !== lastRound(state)?.id || round.mode === 'MEETING') refuse('WRONG_STATE', wrongState(state));
    if (round.extensions >= bookOf(command).procedure.maxExtensions) refuse('EXTENSION_LIMIT');
    if (!mayStillExtend(command, state, round)) refuse('DEADLINE_PASSED', { dueAt: round.dueAt ?? null });
    reasoned(reason);
    const ends = deadline(meta.now, round.period, facts.calendar);
    const { lastDay, dueAt, trace } = ends;
    const extended = { round: id, no: round.extensions + 1, lastDay, dueAt, reason, trace };
    const due = reservationDue(command, ends, facts.calendar);
    return [{ type: 'RoundExtended', data: { ...extended, reservationDue: due } }];
  },
};

/** Runs again for all seats with what was cast; open reservations move with the end. */
export function extended(
  round: Round,
  { lastDay, dueAt, reservationDue: due, trace }: RoundEvents['RoundExtended'],
): Partial<Round> {
  const moved = Object.entries(round.reservations).map(
    ([seat, declared]) => [seat, declared.status === 'OPEN' ? { ...declared, due } : declared] as const,
  );
  return {
    lastDay,
    dueAt,
    reservationDue: due,
    trace,
    status: 'OPEN',
    ended: [],
    recused: [],
    result: undefined,
    cause: undefined,
    graceUntil: undefined,
    endedAt: undefined,
    reservations: Object.fromEntries(moved),
    extensions: round.extensions + 1,
  };
}
