import { setTimeout as sleep } from 'node:timers/promises';
import { type Instant, selfcheck, type ViewsComparison } from '#domain';
import type { EventStore } from '#event-store';
import { type Office, recordSelfCheck, SELF_CHECKS } from '#facts';
import { compareViews } from '#read-model';
import { gauges } from './gauges.js';

/** Where a self-check looks and records. */
export interface SelfChecking {
  readonly office: Office;
  readonly store: EventStore;
  readonly databaseUrl: string;
}

/** Compares the views with the log and records what it found; for the same cause once. */
export async function selfCheck(
  { office, store, databaseUrl }: SelfChecking,
  when: { readonly now: Instant; readonly cause: string },
): Promise<ViewsComparison> {
  const comparison = await compareViews({ store, databaseUrl });
  await recordSelfCheck(office, comparison, when);
  return comparison;
}

/** Nobody who asks for figures waits longer for a log that is out of reach. */
const PATIENCE_MS = 1_000;

/** What the last check found, whoever made it and however long ago; nothing before the first. */
export async function selfCheckMetrics({ office }: Pick<SelfChecking, 'office'>): Promise<string> {
  const last = office.folds.current(selfcheck, SELF_CHECKS).catch(() => undefined);
  const { state, at } = (await Promise.race([last, sleep(PATIENCE_MS, undefined, { ref: false })])) ?? {};
  if (state === undefined || at === undefined) return '';
  return gauges('views', [
    ['differences', 'Rows in which the views differed from the log at the last self-check', String(state.differences)],
    ['checked_seconds', 'When that was, in seconds since 1970', String(Math.floor(Date.parse(at) / 1_000))],
  ]);
}
