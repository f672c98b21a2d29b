import { receiptOf } from '../receipt.js';
import { refuse } from '../refusals.js';
import { effectiveVote, excludedSeats, isExcluded } from './ballot.js';
import type { MatterCommand } from './commands.js';
import type { MatterEvent } from './events.js';
import type { VotePayload, VoteRecord } from './messages/vote.js';
import { reasoned } from '../reason.js';
import { bookOf, type Changes, changeRound, type Decisions, lacking, roundOf } from './rows.js';
import type { Round, Vote } from './round-state.js';
import type { Matter } from './state.js';

export const endedByDeadline = (round: Round, now: string): boolean =>
  round.cause === 'DEADLINE' || (round.status === 'OPEN' && round.dueAt !== undefined && now >= round.dueAt);

/** The running round, or the precise reason why it no longer takes votes (R5). */
export function runningRound(command: MatterCommand, state: Matter, id: string): Round {
  const round = roundOf(state, id);
  if (endedByDeadline(round, command.meta.now)) refuse('VOTE_LATE', { dueAt: round.dueAt });
  if (round.status !== 'OPEN') refuse('ROUND_CLOSED');
  return round;
}

/** Speaks for the seat: its occupant, a deputy, or a person of the holder with a mandate to vote. */
export function seatSpeaker({ facts, meta: { actor } }: MatterCommand, seat: string): void {
  const fact = facts.seats.find((candidate) => candidate.seat === seat);
  if (fact?.occupant === actor.person || fact?.deputies.includes(actor.person)) return;
  const mandated = actor.ministry === seat && actor.mandates.some(({ scope }) => scope.includes('VOTE'));
  if (!mandated) refuse('MANDATE_INSUFFICIENT');
}

/** A seat that ended or was excluded has left the electorate (R1). */
export function eligible({ facts }: MatterCommand, state: Matter, round: Round, seat: string): void {
  const ended = facts.seats.some((fact) => fact.seat === seat && fact.ended);
  if (ended || !round.eligible.includes(seat)) refuse('SEAT_NOT_ELIGIBLE', { seat });
  if (excludedSeats(state).includes(seat)) refuse('SEAT_RECUSED', { seat });
}

type Statement = Pick<VotePayload, 'seat' | 'version' | 'textHash' | 'value' | 'reason' | 'reservation'>;

export function sameText(round: Round, { version, textHash }: Statement): void {
  const other = textHash !== undefined && textHash !== round.textHash;
  if (version !== round.version || other) refuse('STALE_PROPOSAL_VERSION', { current: round.version });
}

export function firstOrChange(round: Round, seat: string, change: boolean): void {
  const voted = effectiveVote(round, seat) !== undefined || Object.hasOwn(round.pending, seat);
  if (change && !voted) refuse('NO_VOTE_TO_CHANGE');
  if (!change && voted) refuse('ALREADY_VOTED');
}

export function wellReasoned(command: MatterCommand, { value, reason, reservation }: Statement): void {
  if (value === 'OBJECTION' || value === 'NOT_CONCERNED') reasoned(reason);
  if (!reservation) return;
  if (value !== 'CONSENT') refuse('RESERVATION_NEEDS_CONSENT');
  const { kinds } = bookOf(command).procedure.reservations;
  if (!kinds.includes(reservation.kind)) refuse('RESERVATION_KIND', { kinds });
}

export const recordOf = (
  round: Round,
  { seat, value, reason, points }: Omit<VotePayload, 'matter' | 'round' | 'version'>,
) => ({
  round: round.id,
  seat,
  version: round.version,
  textHash: round.textHash,
  value,
  ...(reason === undefined ? {} : { reason }),
  ...(points === undefined ? {} : { points }),
});

/** What a vote brings along: a reservation that waits for its answer, a statement for the minutes. */
function accompanying(command: MatterCommand, state: Matter, round: Round, data: VotePayload): MatterEvent[] {
  const { seat, reservation, statement } = data;
  const events: MatterEvent[] = [];
  if (reservation) {
    const blocking = bookOf(command).procedure.reservations.blocking.includes(reservation.kind);
    const declared = { round: round.id, seat, due: round.reservationDue, ...reservation, blocking };
    events.push({ type: 'ReservationDeclared', data: declared });
  }
  if (statement) events.push({ type: 'StatementRecorded', data: { matter: state.id, seat, text: statement } });
  return events;
}

type Voting = Extract<MatterCommand, { type: 'CastVote' | 'ChangeVote' }>;

/** A vote given by a person of the house itself, received when it is given (R5). */
function ownVote(command: Voting, state: Matter, change: boolean): MatterEvent[] {
  const { data, meta } = command;
  const { person, mandates } = meta.actor;
  const round = runningRound(command, state, data.round);
  eligible(command, state, round, data.seat);
  if (isExcluded(state, data.seat, person)) refuse('SEAT_RECUSED', { seat: data.seat });
  sameText(round, data);
  seatSpeaker(command, data.seat);
  firstOrChange(round, data.seat, change);
  wellReasoned(command, data);
  const mandate = mandates.find(({ scope }) => scope.includes('VOTE'));
  const vote: VoteRecord = {
    receivedAt: receiptOf(meta),
    channel: meta.channel,
    person,
    ...recordOf(round, data),
    ...(mandate === undefined ? {} : { mandate: mandate.id }),
  };
  return [{ type: change ? 'VoteChanged' : 'VoteCast', data: vote }, ...accompanying(command, state, round, data)];
}

/** Source: catalogue 4.2, CastVote and ChangeVote. */
export const vote: Decisions<'CastVote' | 'ChangeVote'> = {
  CastVote: (command, state) => ownVote(command, state, false),
  ChangeVote: (command, state) => ownVote(command, state, true),
};

/** The vote joins those of its seat. If it is the effective one, what was reserved with an earlier one falls (I4). */
function cast(state: Matter, data: VoteRecord, revision: number): Matter {
  const { round: id, seat, value, reason, receivedAt, person } = data;
  const given: Vote = { seat, value, receivedAt, person, revision, ...(reason === undefined ? {} : { reason }) };
  return changeRound(state, id, (round) => {
    const votes = [...round.votes, given];
    const isEffective = effectiveVote({ votes }, seat) === given;
    const reservations = isEffective ? lacking(round.reservations, seat) : round.reservations;
    return { votes, pending: lacking(round.pending, seat), reservations };
  });
}

export const voted: Changes<'VoteCast' | 'VoteChanged'> = {
  VoteCast: (state, { data, entry }) => cast(state, data, entry.revision),
  VoteChanged: (state, { data, entry }) => cast(state, data, entry.revision),
};
