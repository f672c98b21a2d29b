import type { CountingRule } from './ballot.js';
import { condition, consensusTally, objectionsIn, seatsOf } from './reasoning.js';

/**
 * Agreed when none objected and enough seats other than the lead's consented expressly; silence is consent.
 * Domain model, section 4.3; in a meeting silence never counts (section 4.2, R7).
 */
export const consensusSilenceV1: CountingRule<{
  readonly minExpress?: number;
  readonly abstentionAllowed?: boolean;
}> = (ballot, { minExpress = 1, abstentionAllowed = true }) => {
  const seats = seatsOf(ballot);
  const objections = objectionsIn(seats);
  const express = seats.Y.filter((seat) => seat !== ballot.lead);
  const peace = [
    condition('no-objection', objections.length, '=', 0, objections),
    ...(abstentionAllowed ? [] : [condition('no-abstention', seats.A.length, '=', 0, seats.A)]),
  ];
  const answers = [
    condition('express-consents-of-others', express.length, '>=', minExpress, express),
    ...(ballot.mode === 'WRITTEN' ? [] : [condition('no-silence', seats.S.length, '=', 0, seats.S)]),
  ];
  const complete = answers.every(({ met }) => met) ? 'AGREED' : 'INCOMPLETE';
  const outcome = peace.every(({ met }) => met) ? complete : 'DISSENT';
  return {
    outcome,
    tally: consensusTally(seats),
    deemed: outcome === 'AGREED' ? seats.S : [],
    objections,
    conditions: [...peace, ...answers],
  };
};
