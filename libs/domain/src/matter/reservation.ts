import { atLeast, rankOf } from '../actor.js';
import { own } from '../codes.js';
import { refuse } from '../refusals.js';
import type { MatterCommand } from './commands.js';
import { wrongState } from './phases.js';
import { reasoned } from '../reason.js';
import { bookOf, type Changes, changeRound, type Decisions, roundOf } from './rows.js';
import type { Reservation } from './round-state.js';
import type { Matter } from './state.js';
import { elapsed } from './timers.js';
import { seatSpeaker } from './vote.js';

type Answering = Extract<MatterCommand, { type: 'LiftReservation' | 'ConfirmReservation' }>;

/** A reservation that still waits for its answer. One of the leadership is answered in its rank (R9). */
function open(command: Answering, state: Matter): Reservation {
  const { round: id, seat } = command.data;
  const round = roundOf(state, id);
  const reservation = own(round.reservations, seat) ?? refuse('WRONG_STATE', wrongState(state));
  const { status, due, kind } = reservation;
  if (status === 'LAPSED' || (status === 'OPEN' && command.meta.now >= due))
    refuse('RESERVATION_DUE_PASSED', { dueAt: due });
  if (status !== 'OPEN' || round.result || round.status === 'SUPERSEDED') refuse('WRONG_STATE', wrongState(state));
  if (kind === 'LEITUNG' && !atLeast(rankOf(command.meta.actor), 'STATE_SECRETARY')) refuse('MANDATE_INSUFFICIENT');
  seatSpeaker(command, seat);
  return reservation;
}

/** Vorbehalte after they were declared with a consent. Source: catalogue 4.2, R9. */
export const reservation: Decisions<'LiftReservation' | 'ConfirmReservation' | 'LapseReservation'> = {
  LiftReservation: (command, state) => {
    const { round, seat } = command.data;
    const { kind } = open(command, state);
    return [{ type: 'ReservationLifted', data: { round, seat, kind, counts: 'CONSENT' } }];
  },
  ConfirmReservation: (command, state) => {
    const { round, seat, reason } = command.data;
    const { kind } = open(command, state);
    reasoned(reason);
    return [{ type: 'ReservationConfirmed', data: { round, seat, kind, reason } }];
  },
  LapseReservation: (command, state) => {
    const { round, seat } = command.data;
    elapsed(command, state);
    const { kind } = own(roundOf(state, round).reservations, seat) ?? refuse('WRONG_STATE', wrongState(state));
    const counts = bookOf(command).procedure.reservations.unresolved;
    return [{ type: 'ReservationLapsed', data: { round, seat, kind, counts } }];
  },
};

const answered = (state: Matter, id: string, seat: string, change: Pick<Reservation, 'status' | 'counts'>): Matter =>
  changeRound(state, id, (round) => {
    const declared = own(round.reservations, seat);
    if (!declared) throw new Error(`No reservation of ${seat} in round ${id}`);
    return { reservations: { ...round.reservations, [seat]: { ...declared, ...change } } };
  });

export const reserved: Changes<
  'ReservationDeclared' | 'ReservationLifted' | 'ReservationLapsed' | 'ReservationConfirmed'
> = {
  ReservationDeclared: (state, { data: { round: id, seat, ...declared } }) =>
    changeRound(state, id, ({ reservations }) => ({
      reservations: { ...reservations, [seat]: { ...declared, status: 'OPEN' } },
    })),
  ReservationLifted: (state, { data }) => answered(state, data.round, data.seat, { status: 'LIFTED' }),
  ReservationLapsed: (state, { data }) =>
    answered(state, data.round, data.seat, { status: 'LAPSED', counts: data.counts }),
  ReservationConfirmed: (state, { data }) => answered(state, data.round, data.seat, { status: 'CONFIRMED' }),
};
