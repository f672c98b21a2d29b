import type { Ballot, Count, Position } from '../counting/ballot.js';
import { count } from '../counting/rules.js';
import { deadline, type Calendar } from '../deadline.js';
import { dayOf } from '../time.js';
import { listed, without } from './rows.js';
import type { Matter } from './state.js';
import type { Reservation, Round, Vote } from './round-state.js';

/** Who left the electorate of a round after it was opened. */
export interface Departed {
  readonly ended: readonly string[];
  readonly recused: readonly string[];
}

const excludedPersons = (state: Matter, seat: string): readonly (string | undefined)[] =>
  state.recusals.filter((r) => r.excluded && r.subject === 'PERSON' && r.seat === seat).map((r) => r.person);

export const excludedSeats = (state: Matter): readonly string[] =>
  listed(state.recusals.filter((r) => r.excluded && r.subject === 'SEAT').map((r) => r.seat));

export const isExcluded = (state: Matter, seat: string, person: string): boolean =>
  excludedSeats(state).includes(seat) || excludedPersons(state, seat).includes(person);

/** The timely vote received last (I4); votes of a person excluded since have fallen (R11). */
export function effectiveVote(state: Matter, round: Round, seat: string): Vote | undefined {
  const excluded = excludedPersons(state, seat);
  return (round.votes[seat] ?? [])
    .filter((vote) => !excluded.includes(vote.person))
    .reduce<Vote | undefined>((last, vote) => (last && last.receivedAt > vote.receivedAt ? last : vote), undefined);
}

/** Eligible seats that have no effective vote, in the order of the electorate. */
export const silentSeats = (state: Matter, round: Round): readonly string[] =>
  without(round.eligible, excludedSeats(state)).filter((seat) => !effectiveVote(state, round, seat));

const POSITION = { OBJECTION: 'N', ABSTENTION: 'A', NOT_CONCERNED: 'C' } as const;

/** Where a vote stands in the count: a reservation may have turned a consent. Source: model, section 4.3. */
function positionOf(vote: Vote, reservation: Reservation | undefined): Position {
  if (vote.value !== 'CONSENT') return POSITION[vote.value];
  if (reservation?.status === 'CONFIRMED') return 'N';
  return reservation?.counts === 'OBJECTION' ? 'V' : 'Y';
}

/** What the counting rule sees. `departed` seats have left the electorate; their votes stay visible, uncounted. */
export function ballotOf(state: Matter, round: Round, departed: Departed, failedRounds: number): Ballot {
  const eligible = without(round.eligible, [...departed.ended, ...departed.recused]);
  const positions: Record<string, Position> = {};
  for (const seat of eligible) {
    const vote = effectiveVote(state, round, seat);
    if (vote) positions[seat] = positionOf(vote, round.reservations[seat]);
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

/** Counts the round by its own rule and parameters; the same inputs always give the same outcome (I6). */
export function countRound(state: Matter, round: Round, departed: Departed, failedRounds: number): Count {
  const counted = count(round.rule, round.params, ballotOf(state, round, departed, failedRounds));
  if (!counted) throw new Error(`Round ${round.id} names the unknown counting rule ${round.rule}`);
  return counted;
}

/** Everything the count depends on, as one line of text that does not depend on the order of arrival. */
export function inputsOf(state: Matter, round: Round, departed: Departed, failedRounds: number): string {
  const { eligible, positions, lead, mode, chairSeat, present } = ballotOf(state, round, departed, failedRounds);
  const params = Object.entries(round.params).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    round.rule,
    params,
    listed(eligible).map((seat) => [seat, positions[seat] ?? 'S']),
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
export function undelivered(
  state: Matter,
  round: Round,
  ended: readonly string[],
  calendar: Calendar,
): readonly string[] {
  const { dueAt, mode, minPeriod } = round;
  if (mode !== 'WRITTEN' || dueAt === undefined) return [];
  const inTime = round.deliveries
    .filter(({ deliveredAt }) => {
      const from = minPeriod.startsWith('PT') ? deliveredAt : dayOf(deliveredAt);
      return deadline(from, minPeriod, calendar).dueAt <= dueAt;
    })
    .map(({ seat }) => seat);
  return listed(without(silentSeats(state, round), [...inTime, ...ended]));
}
