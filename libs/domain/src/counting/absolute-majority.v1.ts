import type { CountingRule } from './ballot.js';
import { condition, majorityTally, objectionsIn, seatsOf } from './reasoning.js';

/** Agreed when more than half of all eligible seats consent. Domain model, section 4.3. */
export const absoluteMajorityV1: CountingRule<Readonly<Record<string, never>>> = (ballot) => {
  const seats = seatsOf(ballot);
  const tally = majorityTally(seats);
  const majority = condition('more-than-half-of-the-members', 2 * tally.Y, '>', tally.E, seats.Y);
  return {
    outcome: majority.met ? 'AGREED' : 'REJECTED',
    tally,
    deemed: [],
    objections: objectionsIn(seats),
    conditions: [majority],
  };
};
