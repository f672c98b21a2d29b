import { atLeast, rankOf } from '../actor.js';
import { refuse } from '../refusals.js';
import type { Instant } from '../time.js';
import { effectiveVote, excludedSeats, isExcluded } from './ballot.js';
import type { MatterCommand } from './commands.js';
import type { VoteValue } from './vocabulary.js';
import type { MatterEvent } from './events.js';
import type { VotePayload, VoteRecord } from './messages/vote.js';
import { wrongState } from './phases.js';
import { bookOf, type Changes, changeRound, type Decisions, reasoned, roundOf } from './rows.js';
import type { Matter } from './state.js';
import type { PendingVote, Reservation, Round, Vote } from './round-state.js';

/** Eingang: of the portal the instant of the command, otherwise as recorded by the secretariat. */
const receiptOf = ({ meta }: MatterCommand): Instant => meta.receivedAt ?? meta.now;

const endedByDeadline = (round: Round, now: Instant): boolean =>
  round.cause === 'DEADLINE' || (round.status === 'OPEN' && round.dueAt !== undefined && now >= round.dueAt);

/** The running round, or the precise reason why it no longer takes votes (R5). */
function runningRound(command: MatterCommand, state: Matter, id: string): Round {
  const round = roundOf(state, id);
  if (endedByDeadline(round, command.meta.now)) refuse('VOTE_LATE', { dueAt: round.dueAt });
  if (round.status !== 'OPEN') refuse('ROUND_CLOSED');
  return round;
}

/** Occupant, deputy, or a person of the holder with a mandate to vote. */
function mayVote({ facts, meta: { actor } }: MatterCommand, seat: string): boolean {
  const fact = facts.seats.find((candidate) => candidate.seat === seat);
  if (fact?.occupant === actor.person || fact?.deputies.includes(actor.person)) return true;
  return actor.ministry === seat && actor.mandates.some(({ scope }) => scope.includes('VOTE'));
}

export function seatSpeaker(command: MatterCommand, seat: string): void {
  if (!mayVote(command, seat)) refuse('MANDATE_INSUFFICIENT');
}

function eligible(state: Matter, round: Round, seat: string): void {
  if (!round.eligible.includes(seat)) refuse('SEAT_NOT_ELIGIBLE', { seat });
  if (excludedSeats(state).includes(seat)) refuse('SEAT_RECUSED', { seat });
}

type Statement = Pick<VotePayload, 'seat' | 'version' | 'textHash' | 'value' | 'reason' | 'reservation'>;

function sameText(round: Round, { version, textHash }: Statement): void {
  const other = textHash !== undefined && textHash !== round.textHash;
  if (version !== round.version || other) refuse('STALE_PROPOSAL_VERSION', { current: round.version });
}

function firstOrChange(state: Matter, round: Round, seat: string, change: boolean): void {
  const voted = effectiveVote(state, round, seat) !== undefined || Object.hasOwn(round.pending, seat);
  if (change && !voted) refuse('NO_VOTE_TO_CHANGE');
  if (!change && voted) refuse('ALREADY_VOTED');
}

function wellReasoned(command: MatterCommand, { value, reason, reservation }: Statement): void {
  if (value === 'OBJECTION' || value === 'NOT_CONCERNED') reasoned(reason);
  if (!reservation) return;
  if (value !== 'CONSENT') refuse('RESERVATION_NEEDS_CONSENT');
  const { kinds } = bookOf(command).procedure.reservations;
  if (!kinds.includes(reservation.kind)) refuse('RESERVATION_KIND', { kinds });
}

/** A vote given by a person of the house itself. Source: catalogue 4.2, CastVote and ChangeVote. */
function ownVote(
  command: MatterCommand & { readonly data: VotePayload },
  state: Matter,
  change: boolean,
): MatterEvent[] {
  const { data, meta } = command;
  const round = runningRound(command, state, data.round);
  eligible(state, round, data.seat);
  if (isExcluded(state, data.seat, meta.actor.person)) refuse('SEAT_RECUSED', { seat: data.seat });
  sameText(round, data);
  seatSpeaker(command, data.seat);
  firstOrChange(state, round, data.seat, change);
  wellReasoned(command, data);
  const mandate = meta.actor.mandates.find(({ scope }) => scope.includes('VOTE'));
  const vote: VoteRecord = {
    ...recordOf(round, data),
    receivedAt: receiptOf(command),
    channel: meta.channel,
    person: meta.actor.person,
    ...(mandate === undefined ? {} : { mandate: mandate.id }),
  };
  const { reservation, statement } = data;
  const declared = reservation && {
    type: 'ReservationDeclared' as const,
    data: {
      ...{ round: round.id, seat: data.seat, due: round.reservationDue },
      ...reservation,
      blocking: bookOf(command).procedure.reservations.blocking.includes(reservation.kind),
    },
  };
  const stated = statement && {
    type: 'StatementRecorded' as const,
    data: { matter: state.id, seat: data.seat, text: statement },
  };
  return [
    { type: change ? 'VoteChanged' : 'VoteCast', data: vote },
    ...(declared ? [declared] : []),
    ...(stated ? [stated] : []),
  ];
}

interface Spoken {
  readonly seat: string;
  readonly value: VoteValue;
  readonly reason?: string;
  readonly points?: readonly string[];
}

const recordOf = (round: Round, { seat, value, reason, points }: Spoken) => ({
  round: round.id,
  seat,
  version: round.version,
  textHash: round.textHash,
  value,
  ...(reason === undefined ? {} : { reason }),
  ...(points === undefined ? {} : { points }),
});

export const vote: Decisions<'CastVote' | 'ChangeVote' | 'RecordVote' | 'ConfirmVote' | 'NoteLateVote'> = {
  CastVote: (command, state) => ownVote(command, state, false),
  ChangeVote: (command, state) => ownVote(command, state, true),

  // R6: a declaration that reached the secretariat by mail, letter or orally.
  RecordVote: (command, state) => {
    const { data, meta, facts } = command;
    if (facts.external) refuse('FORBIDDEN');
    const round = roundOf(state, data.round);
    const receivedAt = receiptOf(command);
    const { dueAt } = round;
    if (round.result || (dueAt !== undefined && receivedAt >= dueAt)) refuse('VOTE_LATE', { dueAt });
    const late = endedByDeadline(round, meta.now);
    if (round.status !== 'OPEN' && !late) refuse('ROUND_CLOSED');
    eligible(state, round, data.seat);
    sameText(round, data);
    firstOrChange(state, round, data.seat, data.change === true);
    wellReasoned(command, data);
    if (late) return [{ type: 'VoteRecordPending', data: { ...data, receivedAt, channel: meta.channel } }];
    const recorded = { ...recordOf(round, data), receivedAt, channel: meta.channel, person: meta.actor.person };
    return [{ type: data.change === true ? 'VoteChanged' : 'VoteCast', data: recorded }];
  },

  ConfirmVote: ({ data, meta, facts }, state) => {
    if (facts.external) refuse('FORBIDDEN');
    const round = roundOf(state, data.round);
    const pending = round.pending[data.seat] ?? refuse('WRONG_STATE', wrongState(state));
    if (pending.person === meta.actor.person) refuse('FOUR_EYES');
    const { value, reason, receivedAt, channel, person, change } = pending;
    const confirmed: VoteRecord = {
      ...recordOf(round, { seat: data.seat, value }),
      ...(reason === undefined ? {} : { reason }),
      receivedAt,
      channel,
      person,
      confirmedBy: meta.actor.person,
    };
    return [{ type: change ? 'VoteChanged' : 'VoteCast', data: confirmed }];
  },

  NoteLateVote: (command, state) => {
    const { round: id, seat, value, reason } = command.data;
    const round = roundOf(state, id);
    if (round.status === 'OPEN' && !endedByDeadline(round, command.meta.now)) refuse('ROUND_STILL_RUNNING');
    const noted = { round: id, seat, value, receivedAt: receiptOf(command) };
    const { dueAt } = round;
    return [
      {
        type: 'LateVoteNoted',
        data: { ...noted, ...(reason === undefined ? {} : { reason }), ...(dueAt === undefined ? {} : { dueAt }) },
      },
    ];
  },
};

/** A reservation that still waits for its answer. Lifting or confirming one of the leadership needs its rank (R9). */
function openReservation(command: MatterCommand, state: Matter, id: string, seat: string): Reservation {
  const round = roundOf(state, id);
  const reservation = round.reservations[seat];
  if (round.result || reservation?.status !== 'OPEN') refuse('WRONG_STATE', wrongState(state));
  if (command.meta.now >= reservation.due) refuse('RESERVATION_DUE_PASSED');
  if (reservation.kind === 'LEITUNG' && !atLeast(rankOf(command.meta.actor), 'STATE_SECRETARY'))
    refuse('MANDATE_INSUFFICIENT');
  return reservation;
}

export const reservation: Decisions<'LiftReservation' | 'ConfirmReservation' | 'LapseReservation'> = {
  LiftReservation: (command, state) => {
    const { round, seat } = command.data;
    const { kind } = openReservation(command, state, round, seat);
    seatSpeaker(command, seat);
    return [{ type: 'ReservationLifted', data: { round, seat, kind, counts: 'CONSENT' } }];
  },
  ConfirmReservation: (command, state) => {
    const { round, seat, reason } = command.data;
    const { kind } = openReservation(command, state, round, seat);
    reasoned(reason);
    seatSpeaker(command, seat);
    return [{ type: 'ReservationConfirmed', data: { round, seat, kind, reason } }];
  },
  LapseReservation: (command, state) => {
    const { round, seat } = command.data;
    const found = roundOf(state, round).reservations[seat];
    if (found?.status !== 'OPEN' || command.meta.now < found.due) refuse('WRONG_STATE', wrongState(state));
    const counts = bookOf(command).procedure.reservations.unresolved;
    return [{ type: 'ReservationLapsed', data: { round, seat, kind: found.kind, counts } }];
  },
};

/** The vote joins those of its seat; what was pending or reserved with an earlier one falls. */
function cast(state: Matter, data: VoteRecord, revision: number): Matter {
  const { round: id, seat, value, reason, receivedAt, person } = data;
  const given: Vote = { value, receivedAt, person, revision, ...(reason === undefined ? {} : { reason }) };
  return changeRound(state, id, (round) => {
    const { [seat]: _pending, ...pending } = round.pending;
    const { [seat]: _reservation, ...reservations } = round.reservations;
    return { votes: { ...round.votes, [seat]: [...(round.votes[seat] ?? []), given] }, pending, reservations };
  });
}

const reserve = (state: Matter, id: string, seat: string, change: Pick<Reservation, 'status' | 'counts'>): Matter =>
  changeRound(state, id, ({ reservations }) => {
    const declared = reservations[seat];
    if (!declared) throw new Error(`No reservation of ${seat} in round ${id}`);
    return { reservations: { ...reservations, [seat]: { ...declared, ...change } } };
  });

export const voted: Changes<
  | 'VoteCast'
  | 'VoteChanged'
  | 'VoteRecordPending'
  | 'LateVoteNoted'
  | 'ReservationDeclared'
  | 'ReservationLifted'
  | 'ReservationLapsed'
  | 'ReservationConfirmed'
> = {
  VoteCast: (state, { data, entry }) => cast(state, data, entry.revision),
  VoteChanged: (state, { data, entry }) => cast(state, data, entry.revision),
  VoteRecordPending: (state, { data, entry }) => {
    const { seat, value, reason, receivedAt, change = false } = data;
    const waiting: PendingVote = {
      value,
      receivedAt,
      change,
      person: entry.by.sub,
      channel: data.channel,
      ...(reason === undefined ? {} : { reason }),
    };
    return changeRound(state, data.round, ({ pending }) => ({ pending: { ...pending, [seat]: waiting } }));
  },
  LateVoteNoted: (state, { data: { round: id, seat } }) =>
    changeRound(state, id, ({ late }) => ({ late: [...late, seat] })),
  ReservationDeclared: (state, { data: { round: id, seat, ...declared } }) =>
    changeRound(state, id, ({ reservations }) => ({
      reservations: { ...reservations, [seat]: { ...declared, status: 'OPEN' } },
    })),
  ReservationLifted: (state, { data }) => reserve(state, data.round, data.seat, { status: 'LIFTED' }),
  ReservationLapsed: (state, { data }) =>
    reserve(state, data.round, data.seat, { status: 'LAPSED', counts: data.counts }),
  ReservationConfirmed: (state, { data }) => reserve(state, data.round, data.seat, { status: 'CONFIRMED' }),
};
