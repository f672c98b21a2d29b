import type { CountingRule } from './ballot.js';
import { condition, consensusTally, objectionsIn, seatsOf } from './reasoning.js';

/** Agreed when every seat concerned answered, none objected and at least one consented. Domain model, section 4.3. */
export const unanimousExpressV1: CountingRule<{ readonly abstentionAllowed?: boolean }> = (
  ballot,
  { abstentionAllowed = true },
) => {
  const seats = seatsOf(ballot);
  const objections = objectionsIn(seats);
  const peace = [
    condition('no-objection', objections.length, '=', 0, objections),
    ...(abstentionAllowed ? [] : [condition('no-abstention', seats.A.length, '=', 0, seats.A)]),
  ];
  const answers = [
    condition('no-silence', seats.S.length, '=', 0, seats.S),
    condition('some-consent', seats.Y.length, '>=', 1, seats.Y),
  ];
  const complete = answers.every(({ met }) => met) ? 'AGREED' : 'INCOMPLETE';
  return {
    outcome: peace.every(({ met }) => met) ? complete : 'DISSENT',
    tally: consensusTally(seats),
    deemed: [],
    objections,
    conditions: [...peace, ...answers],
  };
};
