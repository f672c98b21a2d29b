import type { Meta } from './decider.js';
import type { Instant } from './time.js';

/**
 * Eingang of a declaration, which decides its timeliness: as the secretariat says of what reached it otherwise than by the
 * portal, which it proves. What a house declares itself is received when it is given, whatever it claims. Source: R5, R6, R24.
 */
export const receiptOf = ({ now, receivedAt, channel, actor }: Meta): Instant =>
  actor.function === 'SEC' && channel !== 'PORTAL' ? (receivedAt ?? now) : now;
