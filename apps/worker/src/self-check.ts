import type { Instant, ViewsComparison } from '#domain';
import type { EventStore } from '#event-store';
import { type Office, recordSelfCheck } from '#facts';
import { compareViews } from '#read-model';

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
