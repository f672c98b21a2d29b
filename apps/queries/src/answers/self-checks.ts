import { selfcheck, type ViewsComparison } from '#domain';
import { SELF_CHECKS } from '#facts';
import type { Sources } from '../sources.js';
import { told } from '../streams.js';
import { mayExport, type Viewer } from '../viewer.js';

export interface SelfCheckEntry extends ViewsComparison {
  readonly revision: number;
  readonly at: string;
}

export interface SelfChecksAnswer {
  readonly checks: readonly SelfCheckEntry[];
}

/** The checks of a quarter of a year. */
const LATEST = 100;

/** What the ledger found when it compared its views with the log, the latest first. Throws FORBIDDEN. */
export async function selfChecks(sources: Sources, _: object, viewer: Viewer): Promise<SelfChecksAnswer> {
  mayExport(viewer);
  const { now } = await told(sources.store, selfcheck, SELF_CHECKS);
  const checks = now.records.slice(-LATEST).map(({ rev: revision, at, data }) => ({
    ...{ revision, at },
    ...(data as ViewsComparison),
  }));
  return { checks: checks.reverse() };
}
