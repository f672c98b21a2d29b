import { invalidPayload } from '#edge';
import { type Decider, type Event, type Instant, maySee, type Message, refuse, type Visible } from '#domain';
import type { RecordFields } from '#evidence';
import { ServiceUnavailableException } from '@nestjs/common';
import type { Sources } from './sources.js';
import { told } from './streams.js';
import type { Viewer } from './viewer.js';

/** How long a client waits at most for the views to hold what it has just recorded. */
const PATIENCE_MS = 5_000;

/** A kind of stream that is looked at one by one, and who may see one of its streams. */
export interface Kind<C extends Message, E extends Event, S> {
  readonly decider: Decider<C, E, S>;
  readonly visibilityOf: (state: S) => Visible;
}

/** At which instant a stream is looked at, and the revision of it that the client knows of. */
export interface Moment {
  readonly asOf?: Instant;
  readonly revision?: number;
}

/** A stream as its viewer may see it: at the instant asked for, and as it stands now. */
export interface Sight<S> {
  readonly state: S;
  readonly revision: number;
  readonly records: readonly RecordFields[];
  /** The instant that the answer is about. */
  readonly at: Instant;
  readonly present: S;
}

/** The instant a question is about; nobody knows the log of tomorrow. Throws INVALID_PAYLOAD. */
export function instantOf(sources: Sources, asOf: Instant | undefined): Instant {
  const now = sources.now();
  if (asOf !== undefined && asOf > now) {
    throw invalidPayload([{ field: 'asOf', problem: `asOf must not lie after ${now}` }]);
  }
  return asOf ?? now;
}

/** Undefined if there is no such stream at the instant, or the viewer may not see it, then or now. */
async function glance<C extends Message, E extends Event, S>(
  sources: Sources,
  viewer: Viewer,
  { decider, visibilityOf }: Kind<C, E, S>,
  stream: string,
  asOf?: Instant,
): Promise<Sight<S> | undefined> {
  const at = instantOf(sources, asOf);
  const { then, now } = await told(sources.store, decider, stream, asOf);
  const isVisible = [then, now].every(({ state, revision }) => revision >= 0 && maySee(viewer, visibilityOf(state)));
  return isVisible ? { ...then, at, present: now.state } : undefined;
}

/** Waits until the views hold the revision. Throws 503, so that the client asks again. */
export async function reached(sources: Sources, stream: string, revision: number): Promise<void> {
  if (!(await sources.views.waitForRevision(stream, revision, PATIENCE_MS))) throw new ServiceUnavailableException();
}

/** The stream as the viewer may see it. Throws NOT_FOUND; who may not see it learns nothing, not even by waiting. */
async function sight<C extends Message, E extends Event, S>(
  sources: Sources,
  viewer: Viewer,
  kind: Kind<C, E, S>,
  stream: string,
  { asOf, revision }: Moment,
): Promise<Sight<S>> {
  const look = async () => (await glance(sources, viewer, kind, stream, asOf)) ?? refuse('NOT_FOUND');
  const first = await look();
  if (revision === undefined) return first;
  await reached(sources, stream, revision);
  return first.revision < revision ? look() : first;
}

/** Which stream of the kind, at which instant, and the revision that the client knows of. */
export type ParamsOf<K extends string> = Moment & { readonly [N in K]: string };

/** How streams of one kind are looked at; `name` is the beginning of their names and the parameter that holds the id. */
export const looking = <K extends string, C extends Message, E extends Event, S>(name: K, kind: Kind<C, E, S>) => ({
  /** Undefined if there is no such stream at the instant, or the viewer may not see it, then or now. */
  glance: (sources: Sources, viewer: Viewer, params: ParamsOf<K>): Promise<Sight<S> | undefined> =>
    glance(sources, viewer, kind, `${name}-${params[name]}`, params.asOf),
  /** The stream as the viewer may see it. Throws NOT_FOUND, 503. */
  sight: (sources: Sources, viewer: Viewer, params: ParamsOf<K>): Promise<Sight<S>> =>
    sight(sources, viewer, kind, `${name}-${params[name]}`, params),
});
