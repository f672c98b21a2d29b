import type { Ballot, Count, Position } from '../counting/ballot.js';
import { count } from '../counting/rules.js';
import { deadline } from '../deadline.js';
import type { Calendar } from '../working-days.js';
import type { MatterFacts } from './facts.js';
import { listed, own, shared, without } from '../codes.js';
import type { Reservation, Round, Vote } from './round-state.js';
import type { Matter } from './state.js';

/** Who left the electorate of a round after it was opened. */
export interface Departed {
  readonly ended: readonly string[];
  readonly recused: readonly string[];
}

export const excludedSeats = (state: Matter): readonly string[] =>
  listed(state.recusals.filter((r) => r.excluded && r.subject === 'SEAT').map((r) => r.seat));

export const isExcluded = (state: Matter, seat: string, person: string): boolean =>
  state.recusals.some((r) => r.excluded && r.seat === seat && (r.subject === 'SEAT' || r.person === person));

/** Seats leave the electorate until the round closes; what happens to them later changes nothing in it (R1). */
export function departedOf(state: Matter, round: Round, seats: MatterFacts['seats'] = []): Departed {
  if (round.status !== 'OPEN') return { ended: round.ended, recused: round.recused };
  const ended = seats.flatMap((fact) => (fact.ended ? [fact.seat] : []));
  return {
    ended: listed(shared(ended, round.eligible)),
    recused: shared(excludedSeats(state), round.eligible),
  };
}

/** The timely votes of one seat, in order of recording. */
export const votesOf = ({ votes }: Pick<Round, 'votes'>, seat: string): readonly Vote[] =>
  votes.filter((vote) => vote.seat === seat);

/** The timely vote of a seat that was received last (I4); of two received at once the one recorded last. */
export function effectiveVote({ votes }: Pick<Round, 'votes'>, seat: string): Vote | undefined {
  let last: Vote | undefined;
  for (const vote of votes) if (vote.seat === seat && !(last && last.receivedAt > vote.receivedAt)) last = vote;
  return last;
}

/** Of every seat that voted the effective vote. */
function effectiveVotes({ votes }: Pick<Round, 'votes'>): ReadonlyMap<string, Vote> {
  const last = new Map<string, Vote>();
  for (const vote of votes) {
    const before = last.get(vote.seat);
    if (!(before && before.receivedAt > vote.receivedAt)) last.set(vote.seat, vote);
  }
  return last;
}

const remaining = (round: Round, { ended, recused }: Departed): readonly string[] =>
  without(round.eligible, [...ended, ...recused]);

/** Seats of the electorate that have no effective vote, in its order. */
export function silentSeats(round: Round, departed: Departed): readonly string[] {
  const votes = effectiveVotes(round);
  return remaining(round, departed).filter((seat) => !votes.has(seat));
}

/** Established results other than AGREED of the rounds before this one; a rule in stages counts them. */
export const failedBefore = (state: Matter, { no }: Round): number =>
  state.rounds.filter((round) => round.no < no && round.result && round.result.outcome !== 'AGREED').length;

const POSITION = { OBJECTION: 'N', ABSTENTION: 'A', NOT_CONCERNED: 'C' } as const;

/** Where a vote stands in the count: a reservation may have turned a consent. Source: model, section 4.3. */
function positionOf(vote: Vote, reservation: Reservation | undefined): Position {
  if (vote.value !== 'CONSENT') return POSITION[vote.value];
  if (reservation?.status === 'CONFIRMED') return 'N';
  return reservation?.counts === 'OBJECTION' ? 'V' : 'Y';
}

/** What the counting rule sees. `departed` seats have left the electorate; their votes stay visible, uncounted. */
export function ballotOf(round: Round, departed: Departed, failedRounds: number): Ballot {
  const eligible = remaining(round, departed);
  const votes = effectiveVotes(round);
  const positions: Record<string, Position> = {};
  for (const seat of eligible) {
    const vote = votes.get(seat);
    if (vote) positions[seat] = positionOf(vote, own(round.reservations, seat));
  }
  return {
    eligible,
    positions,
    lead: round.lead,
    mode: round.mode,
    failedRounds,
    ...(round.chairSeat === undefined ? {} : { chairSeat: round.chairSeat }),
    ...(round.present === undefined ? {} : { present: round.present }),
  };
}

/** Counts a ballot by the rule and parameters of its round; the same inputs always give the same outcome (I6). */
export function countBallot(round: Round, ballot: Ballot): Count {
  const counted = count(round.rule, round.params, ballot);
  if (!counted) throw new Error(`Round ${round.id} names the unknown counting rule ${round.rule}`);
  return counted;
}

/** Counts the round as its votes stand. */
export const countRound = (round: Round, departed: Departed, failedRounds: number): Count =>
  countBallot(round, ballotOf(round, departed, failedRounds));

/** Everything the count depends on, as one line of text that does not depend on the order of arrival. */
export function inputsOf(round: Round, departed: Departed, ballot: Ballot): string {
  const { eligible, positions, lead, mode, chairSeat, present, failedRounds } = ballot;
  const params = listed(Object.keys(round.params)).map((name) => [name, round.params[name]]);
  return JSON.stringify([
    round.rule,
    params,
    listed(eligible).map((seat) => [seat, own(positions, seat) ?? 'S']),
    lead,
    mode,
    chairSeat ?? null,
    present ? listed(present) : null,
    failedRounds,
    departed.ended,
    departed.recused,
  ]);
}

/** Silent seats without a proof of delivery that left them the minimum period before the end (R7, I5). */
export function undelivered(round: Round, departed: Departed, calendar: Calendar): readonly string[] {
  const { dueAt, mode, minPeriod, deliveries } = round;
  if (mode !== 'WRITTEN' || dueAt === undefined) return [];
  const delivered = new Map(deliveries.map(({ seat, deliveredAt }) => [seat, deliveredAt]));
  const isLate = (seat: string): boolean => {
    const at = delivered.get(seat);
    return at === undefined || deadline(at, minPeriod, calendar).dueAt > dueAt;
  };
  return listed(silentSeats(round, departed).filter(isLate));
}
