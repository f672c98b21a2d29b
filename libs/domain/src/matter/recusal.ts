import { refuse } from '../refusals.js';
import { effectiveVote } from './ballot.js';
import type { MatterCommand } from './commands.js';
import { reasoned } from '../reason.js';
import { bookOf, type Changes, type Decisions } from './rows.js';
import type { Round } from './round-state.js';
import { changed, changedRound } from './shape.js';
import type { Matter } from './state.js';

type Recusing = Extract<MatterCommand, { type: 'DeclareRecusal' | 'DecideRecusal' }>;

function named({ data }: Recusing): void {
  if (data.subject === 'PERSON' && data.person === undefined) refuse('INVALID_PAYLOAD', { fields: ['person'] });
}

/** Whether the seat was declared biased on one of the grounds. */
export const isRecusable = ({ recusals }: Matter, of: string, grounds: readonly string[]): boolean =>
  recusals.some(({ subject, seat, ground }) => subject === 'SEAT' && seat === of && grounds.includes(ground));

/** Befangenheit of a person or a seat; the affected one takes no part in the ruling. Source: catalogue 4.2, R11. */
export const recusal: Decisions<'DeclareRecusal' | 'DecideRecusal'> = {
  DeclareRecusal: (command) => {
    named(command);
    return [{ type: 'RecusalDeclared', data: command.data }];
  },
  DecideRecusal: (command, state) => {
    const { data, meta } = command;
    named(command);
    const { person, ministry, origin } = meta.actor;
    const own = (ministry ?? origin) === data.seat || person === data.person;
    if (own || data.votedBy.includes(data.seat)) refuse('SELF_RULING');
    const { seatRecusalGrounds } = bookOf(command).procedure;
    const isProvided = isRecusable(state, data.seat, seatRecusalGrounds);
    if (data.subject === 'SEAT' && data.ruling === 'EXCLUDED' && !isProvided) refuse('RECUSAL_GROUND_NOT_LISTED');
    reasoned(data.reason);
    return [{ type: 'RecusalDecided', data }];
  },
};

/** Earlier votes of an excluded person fall, with what was reserved in them; an established result stands (R11). */
function fallen(round: Round, seat: string, person: string): Round {
  if (round.result || round.status === 'SUPERSEDED') return round;
  const votes = round.votes.filter((vote) => vote.seat !== seat || vote.person !== person);
  const { [seat]: _reservation, ...others } = round.reservations;
  return changedRound(round, {
    votes,
    reservations: effectiveVote(round, seat)?.person === person ? others : round.reservations,
  });
}

export const recused: Changes<'RecusalDeclared' | 'RecusalDecided'> = {
  RecusalDeclared: (state, { data: { subject, seat, person, ground } }) => {
    const declared = { subject, seat, ground, excluded: false, ...(person === undefined ? {} : { person }) };
    return changed(state, { recusals: [...state.recusals, declared] });
  },
  RecusalDecided: (state, { data: { subject, seat, person, ruling } }) => {
    const isMeant = (r: (typeof state.recusals)[number]) =>
      r.subject === subject && r.seat === seat && r.person === person;
    const excluded = ruling === 'EXCLUDED';
    const ground = state.recusals.find(isMeant)?.ground ?? '';
    const decided = { subject, seat, ground, excluded, ...(person === undefined ? {} : { person }) };
    const recusals = [...state.recusals.filter((r) => !isMeant(r)), decided];
    const falls = subject === 'PERSON' && excluded && person !== undefined;
    const rounds = falls ? state.rounds.map((round) => fallen(round, seat, person)) : state.rounds;
    return changed(state, { recusals, rounds });
  },
};
