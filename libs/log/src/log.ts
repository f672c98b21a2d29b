import { setTimeout as sleep } from 'node:timers/promises';
import { EventsMissing } from '#event-store';
import { LogBroken } from './broken.js';
import { leased } from './lease.js';
import { fileMemory } from './memory.js';
import { type LogOptions, type LogStatus, type Report, statusOf } from './report.js';
import { activeUntil } from './session.js';
import { lastSealed } from './tables.js';
import { positionOf, watchWaiting } from './waiting.js';

const PAUSE_MS = 1_000;

/** The log of the store's records, growing and sealed in the background. */
export interface Log {
  status(): LogStatus;
  /** Resolves when the signal has aborted. */
  readonly done: Promise<void>;
}

/**
 * Tails the store, adds a leaf per record and signs checkpoints. One instance is active at a time. Stops for good where
 * store and log disagree (`broken`); after any other failure it compares everything anew before it signs again.
 */
export const startLog = (options: LogOptions): Log => {
  const { store, databaseUrl, memoryFile, signal } = options;
  const report: Report = {
    ...{ state: 'standby', keys: 0, size: 0n, sealed: 0n },
    ...{ sealedPosition: undefined, waitingSince: undefined, heardAt: performance.now() },
  };
  const memory = fileMemory(memoryFile);

  const attempt = async (): Promise<void> => {
    const lease = await leased(databaseUrl, lastSealed);
    if ('standing' in lease) {
      report.state = 'standby';
      delete report.failure;
      // Not its key any more, but that of whoever is active.
      delete report.unsigned;
      // Whoever holds the lease may be none of us, or hang: its checkpoints are watched, not its presence.
      report.sealedPosition = (await positionOf(store, lease.standing)) ?? report.sealedPosition;
      return;
    }
    const { client, lost } = lease;
    try {
      await activeUntil({ ...options, signal: AbortSignal.any([signal, lost]), client, memory, report });
      if (lost.aborted) throw new Error('The connection that holds the lease was ended');
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted && report.state !== 'broken') {
      try {
        await attempt();
      } catch (error) {
        note(report, error instanceof EventsMissing ? new LogBroken('STORE_UNREADABLE', error.message) : error);
        options.tell?.(statusOf(report));
      }
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  };

  const done = Promise.all([run(), watchWaiting(store, report, signal)]).then(() => undefined);
  return { status: () => statusOf(report), done };
};

const note = (report: Report, error: unknown): void => {
  report.state = error instanceof LogBroken ? 'broken' : 'failed';
  report.failure = error instanceof Error ? error.message : String(error);
  if (error instanceof LogBroken) report.reason = error.reason;
};
