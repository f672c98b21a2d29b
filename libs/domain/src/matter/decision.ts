import { dayOf, type Instant } from '../time.js';
import type { Decision, Matter } from './state.js';

/** Neither ended nor expired nor voided; a suspended decision waits for the cabinet. */
export const isAlive = ({ effect }: Decision): boolean => effect === 'IN_FORCE' || effect === 'SUSPENDED';

/** In force on the day of `now`: begun, not over, not ended. Source: model 4.1, Effect. */
export function isInForce(state: Matter, now: Instant): boolean {
  const { decision } = state;
  const today = dayOf(now);
  if (!decision || decision.effect !== 'IN_FORCE' || decision.effectiveFrom > today) return false;
  return decision.validUntil === undefined || today <= decision.validUntil;
}
