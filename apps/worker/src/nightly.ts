import { addDays, type Day, type Instant } from '#domain';

/** When the ledger rests: hours after midnight in UTC. */
const HOUR = 2;

/** Tells once a day whether the work of the night is due: at the first call after two o'clock (UTC) of a day that began later. */
export function nightly(start: Instant): (now: Instant) => boolean {
  // Who starts by day waits for the night: a service that is restarted often would do nothing else.
  let next: Day = addDays(start.slice(0, 10), 1);
  return (now) => {
    const today = now.slice(0, 10);
    if (today < next || Number(now.slice(11, 13)) < HOUR) return false;
    next = addDays(today, 1);
    return true;
  };
}
