import type { Ballot, Condition, CountingRule } from './ballot.js';
import { condition, majorityTally, objectionsIn, presentSeats, seatsOf } from './reasoning.js';
import type { Seats } from './reasoning.js';

/** The seat of the chair breaks a tie, and only by consent. */
function chairConsents(ballot: Ballot, seats: Seats): Condition {
  const chair = seats.Y.filter((seat) => seat === ballot.chairSeat);
  return condition('consent-of-the-chair', chair.length, '=', 1, chair);
}

function againstObjections(ballot: Ballot, seats: Seats): readonly Condition[] {
  const consents = seats.Y.length;
  const objections = seats.N.length + seats.V.length;
  return consents === objections
    ? [condition('as-many-consents-as-objections', consents, '=', objections, seats.Y), chairConsents(ballot, seats)]
    : [condition('more-consents-than-objections', consents, '>', objections, seats.Y)];
}

function againstPresent(ballot: Ballot, seats: Seats): readonly Condition[] {
  const twice = 2 * seats.Y.length;
  const present = presentSeats(ballot, seats).length;
  return twice === present
    ? [condition('half-of-the-present', twice, '=', present, seats.Y), chairConsents(ballot, seats)]
    : [condition('more-than-half-of-the-present', twice, '>', present, seats.Y)];
}

/** Agreed by more consents than objections (CAST) or by more than half of the present (PRESENT); the chair breaks a tie. Domain model, section 4.3. */
export const simpleMajorityV1: CountingRule<{ readonly base: 'CAST' | 'PRESENT' }> = (ballot, { base }) => {
  const seats = seatsOf(ballot);
  const conditions = base === 'CAST' ? againstObjections(ballot, seats) : againstPresent(ballot, seats);
  return {
    outcome: conditions.every(({ met }) => met) ? 'AGREED' : 'REJECTED',
    tally: majorityTally(seats),
    deemed: [],
    objections: objectionsIn(seats),
    conditions,
  };
};
