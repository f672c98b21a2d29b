import type { Ballot, Condition, ConditionText, Position, Tally } from './ballot.js';

/** The eligible seats by what they count as, S for silent, each list sorted. */
export type Seats = Readonly<Record<Position | 'S', readonly string[]>>;

/** Each eligible seat counts once, whatever the order or repetition of the input. Domain model, section 4.3, classification. */
export function seatsOf(ballot: Ballot): Seats {
  const seats: Record<Position | 'S', string[]> = { Y: [], N: [], A: [], C: [], V: [], S: [] };
  for (const seat of [...new Set(ballot.eligible)].sort()) {
    const position = Object.hasOwn(ballot.positions, seat) ? ballot.positions[seat] : undefined;
    seats[position ?? 'S'].push(seat);
  }
  return seats;
}

/** N' = N + V. */
export const objectionsIn = (seats: Seats): readonly string[] => [...seats.N, ...seats.V].sort();

function tally(seats: Seats, entitled: readonly (readonly string[])[]): Tally {
  return {
    E: entitled.reduce((sum, some) => sum + some.length, 0),
    Y: seats.Y.length,
    N: seats.N.length,
    A: seats.A.length,
    S: seats.S.length,
    V: seats.V.length,
    C: seats.C.length,
  };
}

/** C leaves E. */
export const consensusTally = (seats: Seats): Tally => tally(seats, [seats.Y, seats.N, seats.A, seats.S, seats.V]);

/** C stays in E, as an abstention. */
export const majorityTally = (seats: Seats): Tally => tally(seats, Object.values(seats));

/** P: the eligible seats present at the opening (MEETING) or that voted (WRITTEN). */
export function presentSeats(ballot: Ballot, seats: Seats): readonly string[] {
  if (ballot.mode === 'WRITTEN') return [seats.Y, seats.N, seats.A, seats.C, seats.V].flat().sort();
  const eligible = new Set(ballot.eligible);
  return [...new Set(ballot.present)].filter((seat) => eligible.has(seat)).sort();
}

/** What the left side lacks, or has too much, to stand in the relation; 0 or less if it does. */
const gaps: Readonly<Record<Condition['comparison'], (left: number, right: number) => number>> = {
  '=': (left, right) => Math.abs(left - right),
  '>': (left, right) => right - left + 1,
  '>=': (left, right) => right - left,
  '<': (left, right) => left - right + 1,
  '<=': (left, right) => left - right,
};

/** Compares integers only: a share is num * base against den * votes, never a quotient. */
export function condition(
  text: ConditionText,
  left: number,
  comparison: Condition['comparison'],
  right: number,
  seats: readonly string[] = [],
): Condition {
  const shortBy = Math.max(0, gaps[comparison](left, right));
  return { text, left, right, comparison, met: shortBy === 0, shortBy, seats };
}
