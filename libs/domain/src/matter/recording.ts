import { own } from '../codes.js';
import { receiptOf } from '../receipt.js';
import { refuse } from '../refusals.js';
import type { Instant } from '../time.js';
import type { MatterCommand } from './commands.js';
import type { VoteRecord } from './messages/vote.js';
import { wrongState } from './phases.js';
import { type Changes, changeRound, type Decisions, roundOf } from './rows.js';
import type { PendingVote, Round } from './round-state.js';
import { eligible, endedByDeadline, firstOrChange, recordOf, sameText, wellReasoned } from './vote.js';

/** External staff of a joint office never records votes. Source: model, section 8. */
const ownStaff = ({ facts }: MatterCommand): void => {
  if (facts.external) refuse('FORBIDDEN');
};

/** Whether the deadline has passed since a declaration came in; after a result nothing is recorded any more (R6). */
function isLate({ meta }: MatterCommand, round: Round, receivedAt: Instant): boolean {
  const { dueAt, result, status } = round;
  if (result || (dueAt !== undefined && receivedAt >= dueAt)) refuse('VOTE_LATE', { dueAt: dueAt ?? null });
  const late = endedByDeadline(round, meta.now);
  if (status !== 'OPEN' && !late) refuse('ROUND_CLOSED');
  return late;
}

/** Declarations that reached the secretariat by mail, letter or orally. Source: catalogue 4.2, R5, R6. */
export const recording: Decisions<'RecordVote' | 'ConfirmVote' | 'NoteLateVote'> = {
  RecordVote: (command, state) => {
    const { data, meta } = command;
    ownStaff(command);
    const round = roundOf(state, data.round);
    const receivedAt = receiptOf(meta);
    const late = isLate(command, round, receivedAt);
    const change = data.change === true;
    eligible(command, state, round, data.seat);
    sameText(round, data);
    firstOrChange(round, data.seat, change);
    wellReasoned(command, data);
    const { channel, actor } = meta;
    if (late) return [{ type: 'VoteRecordPending', data: { ...data, receivedAt, channel } }];
    const recorded = { receivedAt, channel, person: actor.person, ...recordOf(round, data) };
    return [{ type: change ? 'VoteChanged' : 'VoteCast', data: recorded }];
  },

  ConfirmVote: (command, state) => {
    const { data, meta } = command;
    ownStaff(command);
    const round = roundOf(state, data.round);
    const pending = own(round.pending, data.seat) ?? refuse('WRONG_STATE', wrongState(state));
    if (pending.person === meta.actor.person) refuse('FOUR_EYES');
    const { value, reason, receivedAt, channel, person, change } = pending;
    const confirmed: VoteRecord = {
      receivedAt,
      channel,
      person,
      confirmedBy: meta.actor.person,
      ...recordOf(round, { seat: data.seat, value }),
      ...(reason === undefined ? {} : { reason }),
    };
    return [{ type: change ? 'VoteChanged' : 'VoteCast', data: confirmed }];
  },

  NoteLateVote: ({ data, meta }, state) => {
    const { round: id, seat, value, reason } = data;
    const round = roundOf(state, id);
    if (round.status === 'OPEN' && !endedByDeadline(round, meta.now)) refuse('ROUND_STILL_RUNNING');
    const { dueAt } = round;
    const given = { ...(reason === undefined ? {} : { reason }), ...(dueAt === undefined ? {} : { dueAt }) };
    return [{ type: 'LateVoteNoted', data: { round: id, seat, value, receivedAt: receiptOf(meta), ...given } }];
  },
};

export const recorded: Changes<'VoteRecordPending' | 'LateVoteNoted'> = {
  VoteRecordPending: (state, { data, entry }) => {
    const { seat, value, reason, receivedAt, channel, change = false } = data;
    const given = { value, receivedAt, change, channel, person: entry.by.sub };
    const waiting: PendingVote = { ...given, ...(reason === undefined ? {} : { reason }) };
    return changeRound(state, data.round, ({ pending }) => ({ pending: { ...pending, [seat]: waiting } }));
  },
  LateVoteNoted: (state, { data: { round: id, seat } }) =>
    state.rounds.some((round) => round.id === id && round.late.includes(seat))
      ? state
      : changeRound(state, id, ({ late }) => ({ late: [...late, seat] })),
};
