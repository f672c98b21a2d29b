import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MS = 20;
const MAX_RETRY_MS = 1_000;

/** Waits a little longer after each failure, and no longer than `patienceMs` after the first one in a row. */
export interface Patience {
  /** Something succeeded: the next failure is a first one again. */
  reset(): void;
  /** False, at once, where waiting once more would take too long or nobody waits any more. */
  wait(): Promise<boolean>;
}

export const patience = (patienceMs: number, signal: AbortSignal): Patience => {
  let pause = RETRY_MS;
  let end: number | undefined;
  return {
    reset: () => {
      pause = RETRY_MS;
      end = undefined;
    },
    wait: async () => {
      end ??= Date.now() + patienceMs;
      if (signal.aborted || Date.now() + pause > end) return false;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      pause = Math.min(pause * 2, MAX_RETRY_MS);
      return !signal.aborted;
    },
  };
};
