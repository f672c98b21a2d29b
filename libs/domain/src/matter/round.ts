import { nextWorkingDay } from '../working-days.js';
import { shared } from '../codes.js';
import { refuse } from '../refusals.js';
import { at, type Instant } from '../time.js';
import { departedOf, excludedSeats, silentSeats } from './ballot.js';
import type { MatterCommand } from './commands.js';
import { extended } from './extension.js';
import type { MatterEvent } from './events.js';
import { begun, opened } from './opening.js';
import { wrongState } from './phases.js';
import { bookOf, type Changes, changeRound, type Decisions, roundOf } from './rows.js';
import type { RoundEvents } from './messages/round.js';
import type { Round } from './round-state.js';
import type { Matter } from './state.js';
import { elapsed } from './timers.js';
import { changed } from './shape.js';

const hasPassed = ({ dueAt }: Round, now: Instant): boolean => dueAt !== undefined && now >= dueAt;

/** Mail received in time can still be recorded until the hour of grace on the next working day (R8). */
function closing(command: MatterCommand, state: Matter, round: Round, cause: 'DEADLINE' | 'ALL_VOTED'): MatterEvent {
  const { ended } = departedOf(state, round, command.facts.seats);
  const { graceTime } = bookOf(command).procedure;
  const grace =
    cause === 'DEADLINE' && round.lastDay !== undefined
      ? { graceUntil: at(nextWorkingDay(round.lastDay, command.facts.calendar), graceTime) }
      : {};
  const left = ended.length === 0 ? {} : { ended };
  return { type: 'RoundClosed', data: { round: round.id, cause, ...grace, ...left } };
}

/** From the opening of a round to its closing. Source: catalogue 4.2; R5, R8. */
export const round: Decisions<'OpenRound' | 'ProveDelivery' | 'CloseRound' | 'CloseRoundAtDeadline'> = {
  OpenRound: (command, state) => {
    const { round: id } = command.data;
    if (state.rounds.some((known) => known.id === id)) refuse('ALREADY_EXISTS', { round: id });
    return [{ type: 'RoundOpened', data: opened(command, state) }];
  },

  ProveDelivery: ({ data: { matter: _, ...delivery } }, state) => {
    roundOf(state, delivery.round);
    return [{ type: 'DeliveryProven', data: delivery }];
  },

  CloseRound: (command, state) => {
    const current = roundOf(state, command.data.round);
    if (current.status !== 'OPEN') refuse('WRONG_STATE', wrongState(state));
    // At its deadline a round is over whether or not the timer has come to it, and grace is due.
    if (hasPassed(current, command.meta.now)) return [closing(command, state, current, 'DEADLINE')];
    const missing = silentSeats(current, departedOf(state, current, command.facts.seats));
    if (missing.length > 0) refuse('ROUND_STILL_RUNNING', { seats: missing });
    return [closing(command, state, current, 'ALL_VOTED')];
  },

  CloseRoundAtDeadline: (command, state) => {
    elapsed(command, state);
    return [closing(command, state, roundOf(state, command.data.round), 'DEADLINE')];
  },
};

function firstDeliveries({ deliveries, eligible }: Round, { seats, deliveredAt }: RoundEvents['DeliveryProven']) {
  const first = new Map(deliveries.map((delivery) => [delivery.seat, delivery]));
  for (const seat of shared(seats, eligible)) {
    const before = first.get(seat);
    if (!before || deliveredAt < before.deliveredAt) first.set(seat, { seat, deliveredAt });
  }
  return [...first.values()];
}

export const rounds: Changes<'RoundOpened' | 'DeliveryProven' | 'RoundSuperseded' | 'RoundExtended' | 'RoundClosed'> = {
  RoundOpened: (state, { data, entry }) => {
    const preset = state.preset?.version === data.version ? undefined : state.preset;
    const writtenObjected = state.writtenObjected && data.mode === 'WRITTEN';
    const opening = [...state.rounds, begun(state, data, entry)];
    return changed(state, { preset, writtenObjected, phase: 'ROUND_OPEN', rounds: opening });
  },
  DeliveryProven: (state, { data }) =>
    changeRound(state, data.round, (known) => ({
      deliveries: firstDeliveries(known, data),
    })),
  RoundSuperseded: (state, { data: { round, cause }, entry }) =>
    changeRound(state, round, () => ({ status: 'SUPERSEDED', cause, endedAt: entry.at, pending: {} }), {
      dissent: undefined,
      phase: 'OPEN',
    }),
  RoundExtended: (state, { data }) =>
    changeRound(state, data.round, (known) => extended(known, data), { phase: 'ROUND_OPEN' }),
  RoundClosed: (state, { data, entry }) =>
    changeRound(
      state,
      data.round,
      (known) => ({
        status: 'CLOSED',
        cause: data.cause,
        endedAt: entry.at,
        ended: data.ended ?? [],
        recused: shared(excludedSeats(state), known.eligible),
        graceUntil: data.graceUntil ?? known.graceUntil,
      }),
      { phase: 'ROUND_CLOSED' },
    ),
};
