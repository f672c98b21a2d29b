import type { ConditionText, CountingRule } from './ballot.js';
import { condition, majorityTally, objectionsIn, presentSeats, seatsOf } from './reasoning.js';

type Base = 'CAST' | 'PRESENT' | 'MEMBERS';

const TEXT: Readonly<Record<Base, ConditionText>> = {
  CAST: 'share-of-the-votes-cast',
  PRESENT: 'share-of-the-present',
  MEMBERS: 'share-of-the-members',
};

/** Agreed when consents are at least num/den of the base: votes cast for or against, the present, or all eligible seats. Domain model, section 4.3. */
export const qualifiedMajorityV1: CountingRule<{ readonly num: number; readonly den: number; readonly base: Base }> = (
  ballot,
  { num, den, base },
) => {
  const seats = seatsOf(ballot);
  const objections = objectionsIn(seats);
  const bases: Readonly<Record<Base, readonly string[]>> = {
    CAST: [...seats.Y, ...objections].sort(),
    PRESENT: presentSeats(ballot, seats),
    MEMBERS: Object.values(seats).flat().sort(),
  };
  const counted = bases[base];
  const conditions = [
    condition('base-not-empty', counted.length, '>=', 1, counted),
    condition(TEXT[base], seats.Y.length * den, '>=', num * counted.length, seats.Y),
  ];
  return {
    outcome: conditions.every(({ met }) => met) ? 'AGREED' : 'REJECTED',
    tally: majorityTally(seats),
    deemed: [],
    objections,
    conditions,
  };
};
