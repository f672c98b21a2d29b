import type { Instant } from '#domain';
import type { Clock, ControlledClock } from '#edge';
import type { Answer } from '#event-store';
import type { WorkerDesk } from './desk.js';
import { fireDue, settled } from './timers.js';

/** Injection token of Advance. */
export const ADVANCE = Symbol('advance');

/** Moves a controlled clock, so that time passes as it would have. For executable cases and the demonstration. */
export interface Advance {
  /** Sets the clock to `to`, firing every timer on the way at its own instant; answers with what the timers recorded. */
  advance(to: Instant): Promise<Answer['events']>;
  /** Resolves when views and reactions hold everything recorded so far. */
  settled(): Promise<void>;
}

const isControlled = (clock: Clock): clock is ControlledClock => 'set' in clock;

export const advancing = (desk: WorkerDesk): Advance => ({
  settled: () => settled(desk),
  advance: async (to) => {
    const { clock } = desk;
    if (!isControlled(clock)) throw new Error('Only a controlled clock can be set');
    const reach = (due: Instant): Instant => {
      if (due > clock.now()) clock.set(due);
      return clock.now();
    };
    // Here nothing is left for later: a case is about what comes of it.
    const failed = () => Promise.resolve(false);
    const events = await fireDue(desk, to, { settle: () => settled(desk), reach, failed });
    reach(to);
    await settled(desk);
    return events;
  },
});
