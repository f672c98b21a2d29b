import { invalidPayload } from '#edge';
import {
  type Decider,
  type Event,
  evolve,
  foldKnown,
  fromRecord,
  type Instant,
  maySee,
  type Message,
  refuse,
  type Visible,
} from '#domain';
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
  /** Only what was known by then. */
  readonly knownOn?: Instant;
  readonly revision?: number;
}

/** What an answer about the knowledge of an instant leaves out. */
export interface Knowing {
  readonly known?: {
    readonly on: Instant;
    /** Revisions of what was not known yet, and of what was but cannot be followed without that: it changes nothing. */
    readonly leftOut: readonly number[];
    readonly unfolded: readonly number[];
  };
}

/** A stream as its viewer may see it: at the instant asked for, and as it stands now. */
export interface Sight<S> extends Knowing {
  readonly state: S;
  readonly revision: number;
  readonly records: readonly RecordFields[];
  /** Of `known` the records that change nothing. */
  readonly unfolded?: readonly RecordFields[];
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

/** Of what was recorded, what was known at the instant; undefined before anything was. */
function knownIn<C extends Message, E extends Event, S>(
  { decider }: Kind<C, E, S>,
  sight: Sight<S>,
  on: Instant,
): Sight<S> | undefined {
  const { steps, state, leftOut, unfolded } = foldKnown(decider, sight.records, on);
  const records = steps.map(({ record }) => record);
  const revision = records.at(-1)?.rev;
  if (revision === undefined) return undefined;
  const known = { on, leftOut: leftOut.map(({ rev }) => rev), unfolded: unfolded.map(({ rev }) => rev) };
  return { ...sight, state, revision, records, unfolded, at: on < sight.at ? on : sight.at, known };
}

/** A place in a stream: up to a revision, or up to an instant of recording; of the future there is nothing. */
export type Place = { readonly revision: number } | { readonly until: Instant };

/** The stream up to a place of what is recorded until now, and as it was known then. Throws NOT_FOUND. */
function placed<C extends Message, E extends Event, S>(
  viewer: Viewer,
  kind: Kind<C, E, S>,
  whole: Sight<S>,
  { place, knownOn }: { readonly place: Place; readonly knownOn?: Instant | undefined },
): Sight<S> {
  const { decider, visibilityOf } = kind;
  const isUntil = ({ rev, at }: RecordFields) => ('until' in place ? at <= place.until : rev <= place.revision);
  const records = whole.records.filter(isUntil);
  const last = records.at(-1);
  if (!last || ('revision' in place && last.rev < place.revision)) refuse('NOT_FOUND');
  const asked = 'until' in place ? place.until : last.at;
  const state = records.reduce((before, record) => evolve(decider, before, fromRecord<E>(record)), decider.initial);
  const then = { ...whole, state, records, revision: last.rev, at: asked < whole.at ? asked : whole.at };
  const known = knownOn === undefined ? then : (knownIn(kind, then, knownOn) ?? refuse('NOT_FOUND'));
  return [then, known].every((one) => maySee(viewer, visibilityOf(one.state))) ? known : refuse('NOT_FOUND');
}

/** Undefined if there is no such stream at the instant, or the viewer may not see it, then or now. */
async function glance<C extends Message, E extends Event, S>(
  sources: Sources,
  viewer: Viewer,
  kind: Kind<C, E, S>,
  stream: string,
  { asOf, knownOn }: Moment,
): Promise<Sight<S> | undefined> {
  const at = instantOf(sources, asOf);
  const { then, now } = await told(sources.store, kind.decider, stream, asOf);
  const sees = (state: S) => maySee(viewer, kind.visibilityOf(state));
  if (![then, now].every(({ state, revision }) => revision >= 0 && sees(state))) return undefined;
  const sight = { ...then, at, present: now.state };
  const known = knownOn === undefined ? sight : knownIn(kind, sight, knownOn);
  return known && sees(known.state) ? known : undefined;
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
  moment: Moment,
): Promise<Sight<S>> {
  const look = async () => (await glance(sources, viewer, kind, stream, moment)) ?? refuse('NOT_FOUND');
  const { revision } = moment;
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
    glance(sources, viewer, kind, `${name}-${params[name]}`, params),
  /** The stream as the viewer may see it. Throws NOT_FOUND, 503. */
  sight: (sources: Sources, viewer: Viewer, params: ParamsOf<K>): Promise<Sight<S>> =>
    sight(sources, viewer, kind, `${name}-${params[name]}`, params),
  /** Two places of the stream as the viewer may see them, each as it was known at the instant. Throws NOT_FOUND. */
  between: async (
    sources: Sources,
    viewer: Viewer,
    params: ParamsOf<K> & { readonly from: Place; readonly to: Place },
  ): Promise<readonly [from: Sight<S>, to: Sight<S>]> => {
    const { from, to, knownOn } = params;
    const whole = await sight(sources, viewer, kind, `${name}-${params[name]}`, {});
    return [placed(viewer, kind, whole, { place: from, knownOn }), placed(viewer, kind, whole, { place: to, knownOn })];
  },
});
