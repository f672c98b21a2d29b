import { type Instant, instant } from '#domain';

/** Injection token of the Clock. */
export const CLOCK = Symbol('clock');

/** Time of the ledger. Tokens and sessions expire by the time of the machine, whatever this clock says. */
export interface Clock {
  now(): Instant;
}

/** The clock of the machine. */
export const systemClock: Clock = { now: () => new Date().toISOString() };

/** A clock that stands still until it is set. */
export interface ControlledClock extends Clock {
  /** RangeError on a text that is no instant and on one before the present. */
  set(to: Instant): void;
}

/** A clock for executable cases; it never runs backwards. RangeError unless `start` is an instant. */
export function controlledClock(start: Instant): ControlledClock {
  let present = real(start);
  return {
    now: () => present,
    set(to) {
      const next = real(to);
      if (next < present) throw new RangeError(`The clock is at ${present} and does not run back to ${next}.`);
      present = next;
    },
  };
}

function real(text: string): Instant {
  const normal = instant(text);
  if (normal === undefined) throw new RangeError(`Not an instant: ${text}`);
  return normal;
}
