import { Inapplicable } from './inapplicable.js';

/** How often an event that does not fit is tried alone before its shard stops. */
const ATTEMPTS = 5;

/** Smaller and smaller batches find the event that does not fit; it alone is tried a few times. */
export const difficulty = (batch: number, pauseMs: number) => {
  let size = batch;
  let failures = 0;
  return {
    size: () => size,
    eased: () => {
      size = Math.min(batch, size * 2);
      failures = 0;
    },
    /** How long to wait; throws the error when there is nothing left to try. */
    met: (error: unknown): number => {
      if (!(error instanceof Inapplicable)) throw error;
      if (size > 1) size = Math.ceil(size / 4);
      else if ((failures += 1) >= ATTEMPTS) throw error;
      return failures * pauseMs;
    },
  };
};
