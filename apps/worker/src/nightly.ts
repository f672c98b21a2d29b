import { addDays, type Day, type Instant } from '#domain';

/** When the ledger rests: hours after midnight in UTC. */
const HOUR = 2;

const isBefore = (instant: Instant): boolean => Number(instant.slice(11, 13)) < HOUR;

/** Tells once a day whether the work of the night is due: at the first call after two o'clock (UTC) that comes after the start. */
export function nightly(start: Instant): (now: Instant) => boolean {
  const first = start.slice(0, 10);
  // Who starts by day waits for the night: a service that is restarted often would do nothing else. Who starts before two
  // has this night still to come: a service that is restarted every midnight would never do it.
  let next: Day = isBefore(start) ? first : addDays(first, 1);
  return (now) => {
    const today = now.slice(0, 10);
    if (today < next || isBefore(now)) return false;
    next = addDays(today, 1);
    return true;
  };
}

/** Does one job after the other. One that fails keeps none of the others from being done. */
export async function eachInTurn(
  jobs: readonly (() => Promise<void>)[],
  failed: (error: unknown) => void,
): Promise<void> {
  for (const job of jobs) {
    try {
      await job();
    } catch (error) {
      failed(error);
    }
  }
}
