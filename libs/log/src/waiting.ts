import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, Position } from '#event-store';
import type { Report } from './report.js';
import type { InStream } from './tables.js';

const LOOK_EVERY_MS = 500;

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

/** Keeps in the report since when a record of the store has been waiting for its receipt, whatever state the log is in. */
export const watchWaiting = async (store: EventStore, report: Report, signal: AbortSignal): Promise<void> => {
  let awaited: Position | undefined;
  while (!signal.aborted) {
    const head = await store.head().catch(() => awaited);
    const isSealed = (position: Position) =>
      report.sealedPosition !== undefined && store.compare(report.sealedPosition, position) >= 0;
    if (head === undefined || isSealed(head)) {
      awaited = undefined;
      report.waitingSince = undefined;
    } else if (awaited === undefined || isSealed(awaited)) {
      awaited = head;
      report.waitingSince = performance.now();
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
};
