import type { CountingRule } from './ballot.js';
import { condition, majorityTally, objectionsIn, seatsOf } from './reasoning.js';

/** Agreed when at most k seats object. Domain model, section 4.3. */
export const objectionThresholdV1: CountingRule<{ readonly k: number }> = (ballot, { k }) => {
  const seats = seatsOf(ballot);
  const objections = objectionsIn(seats);
  const within = condition('objections-within-threshold', objections.length, '<=', k, objections);
  return {
    outcome: within.met ? 'AGREED' : 'REJECTED',
    tally: majorityTally(seats),
    deemed: [],
    objections,
    conditions: [within],
  };
};
