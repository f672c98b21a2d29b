import { invalidPayload } from '#edge';
import { type Instant, type Matter, matter as decider, maySee, refuse, visibilityOf } from '#domain';
import type { RecordFields } from '#evidence';
import { ServiceUnavailableException } from '@nestjs/common';
import type { Sources } from './sources.js';
import { told } from './streams.js';
import type { Viewer } from './viewer.js';

/** How long a client waits at most for the views to hold what it has just recorded. */
const PATIENCE_MS = 5_000;

/** Which matter, at which instant, and the revision that the client knows of. */
export interface MatterParams {
  readonly matter: string;
  readonly asOf?: Instant;
  readonly revision?: number;
}

/** A stream and the revision of it that a question across matters must know of. */
export interface AfterWrite {
  readonly stream?: string;
  readonly revision?: number;
}

/** A matter as its viewer may see it: at the instant asked for, and as it stands now. */
export interface Sight {
  readonly state: Matter;
  readonly revision: number;
  readonly records: readonly RecordFields[];
  /** The instant that the answer is about. */
  readonly at: Instant;
  readonly present: Matter;
}

/** The instant a question is about; nobody knows the log of tomorrow. Throws INVALID_PAYLOAD. */
export function instantOf(sources: Sources, asOf: Instant | undefined): Instant {
  const now = sources.now();
  if (asOf !== undefined && asOf > now) {
    throw invalidPayload([{ field: 'asOf', problem: `asOf must not lie after ${now}` }]);
  }
  return asOf ?? now;
}

/** Undefined if there is no such matter at the instant, or the viewer may not see it, then or now. */
export async function glance(
  sources: Sources,
  viewer: Viewer,
  { matter, asOf }: MatterParams,
): Promise<Sight | undefined> {
  const at = instantOf(sources, asOf);
  const { then, now } = await told(sources.store, decider, `matter-${matter}`, asOf);
  const visible = [then, now].every(({ state }) => state.phase !== 'NONE' && maySee(viewer, visibilityOf(state)));
  return visible ? { ...then, at, present: now.state } : undefined;
}

/** Waits until the views hold the revision. Throws 503, so that the client asks again. */
async function reached(sources: Sources, stream: string, revision: number): Promise<void> {
  if (!(await sources.views.waitForRevision(stream, revision, PATIENCE_MS))) throw new ServiceUnavailableException();
}

/** The matter as the viewer may see it. Throws NOT_FOUND; who may not see it learns nothing, not even by waiting. */
export async function sight(sources: Sources, viewer: Viewer, params: MatterParams): Promise<Sight> {
  const look = async () => (await glance(sources, viewer, params)) ?? refuse('NOT_FOUND');
  const first = await look();
  if (params.revision === undefined) return first;
  await reached(sources, `matter-${params.matter}`, params.revision);
  return first.revision < params.revision ? look() : first;
}

/** Lets a question across matters wait for what its sender has recorded. Throws INVALID_PAYLOAD, NOT_FOUND, 503. */
export async function caughtUp(sources: Sources, viewer: Viewer, { stream, revision }: AfterWrite): Promise<void> {
  if (stream === undefined && revision === undefined) return;
  if (stream === undefined || revision === undefined) {
    throw invalidPayload([{ field: 'revision', problem: 'stream and revision belong together' }]);
  }
  const [, matter] = /^matter-(.*)$/.exec(stream) ?? [];
  if (matter !== undefined && !(await glance(sources, viewer, { matter }))) refuse('NOT_FOUND');
  await reached(sources, stream, revision);
}
