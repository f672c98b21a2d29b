import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, Position } from '#event-store';
import { type Moment, moment, type Report } from './report.js';
import type { InStream } from './tables.js';

const LOOK_EVERY_MS = 500;
/** A store that takes longer is asked anew: an answer that is lost does not come. */
const ANSWER_MS = 5_000;

/** Where the record lies in the store; undefined where the store does not say. */
export const positionOf = async (store: EventStore, sealed: InStream | undefined): Promise<Position | undefined> => {
  if (sealed === undefined) return undefined;
  try {
    for await (const { position } of store.readStream(sealed.stream, sealed.revision)) return position;
  } catch {
    // Out of reach, or without that record: then nothing counts as sealed that did not before.
  }
  return undefined;
};

/** Where the store ended, and when it was asked. */
interface End {
  readonly position: Position | undefined;
  readonly at: Moment;
}

/** Undefined where the store does not say it, or not in time. */
const endOf = (store: EventStore, signal: AbortSignal): Promise<End | undefined> => {
  const at = moment();
  const answered = new AbortController();
  const late = sleep(ANSWER_MS, undefined, { signal: AbortSignal.any([signal, answered.signal]) });
  const asked = store.head().then(
    (position) => ({ position, at }),
    () => undefined,
  );
  return Promise.race([asked.finally(() => answered.abort()), late.catch(() => undefined)]);
};

/**
 * Keeps in the report since when a record of the store has been waiting for its receipt, whatever state the log is in, and
 * how far back in time everything is known to have its receipt: of a store out of reach that is not known, and the report
 * says for how long it has been.
 */
export const watchWaiting = async (store: EventStore, report: Report, signal: AbortSignal): Promise<void> => {
  const isSealed = ({ position }: End): boolean =>
    position === undefined ||
    (report.sealedPosition !== undefined && store.compare(report.sealedPosition, position) >= 0);
  const noteCovered = (...ends: readonly (End | undefined)[]): void => {
    for (const seen of ends) if (seen !== undefined && isSealed(seen)) report.coveredAt = seen.at;
  };
  let awaited: End | undefined;
  while (!signal.aborted) {
    const found = await endOf(store, signal);
    if (found !== undefined) report.heardAt = performance.now();
    const end = found ?? awaited;
    // While there is always something new, the end of before is what gets sealed.
    noteCovered(awaited, end);
    if (end === undefined || isSealed(end)) {
      awaited = undefined;
      report.waitingSince = undefined;
    } else if (awaited === undefined || isSealed(awaited)) {
      awaited = end;
      report.waitingSince = performance.now();
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
};
