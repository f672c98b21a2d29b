import { setTimeout as sleep } from 'node:timers/promises';
import { type Instant, selfcheck, type ViewsComparison } from '#domain';
import type { EventStore } from '#event-store';
import { type Office, recordSelfCheck, SELF_CHECKS } from '#facts';
import { compareViews } from '#read-model';
import { type Gauge, gauges } from './gauges.js';

/** Where a self-check looks and records. */
export interface SelfChecking {
  readonly office: Office;
  readonly store: EventStore;
  readonly databaseUrl: string;
  /** Whether the last check was not made or not recorded; undefined before there was one. */
  failed?: boolean;
}

/**
 * Compares the views with the log and records what it found; for the same cause once. `tell` hears of it before it is
 * recorded: whoever changes a view may keep it from being recorded as well.
 */
export async function selfCheck(
  checking: SelfChecking,
  when: { readonly now: Instant; readonly cause: string },
  tell: (comparison: ViewsComparison) => void = () => undefined,
): Promise<ViewsComparison> {
  const { office, store, databaseUrl } = checking;
  try {
    const comparison = await compareViews({ store, databaseUrl });
    tell(comparison);
    await recordSelfCheck(office, comparison, when);
    checking.failed = false;
    return comparison;
  } catch (error) {
    checking.failed = true;
    throw error;
  }
}

/** Nobody who asks for figures waits longer for a log that is out of reach. */
const PATIENCE_MS = 1_000;

/**
 * What the last check found, whoever made it and however long ago; nothing before the first. And whether the last one of
 * this process failed: then the rest is what an earlier one found.
 */
export async function selfCheckMetrics({ office, failed }: Pick<SelfChecking, 'office' | 'failed'>): Promise<string> {
  const last = office.folds.current(selfcheck, SELF_CHECKS).catch(() => undefined);
  const { state, at } = (await Promise.race([last, sleep(PATIENCE_MS, undefined, { ref: false })])) ?? {};
  return gauges('views', [...found(state, at), ...ended(failed)]);
}

const found = (state: ViewsComparison | undefined, at: Instant | undefined): readonly Gauge[] =>
  state === undefined || at === undefined
    ? []
    : [
        [
          'differences',
          'Rows in which the views differed from the log at the last self-check',
          String(state.differences),
        ],
        ['checked_seconds', 'When that was, in seconds since 1970', String(Math.floor(Date.parse(at) / 1_000))],
      ];

const ended = (failed: boolean | undefined): readonly Gauge[] =>
  failed === undefined
    ? []
    : [['check_failed', '1 when the last self-check was not made or not recorded', failed ? '1' : '0']];
