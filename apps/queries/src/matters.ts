import { type Matter, matter as decider, visibilityOf } from '#domain';
import { glance as glanceAt, type Moment, type Sight as SightOf, sight as sightOf } from './sight.js';
import type { Sources } from './sources.js';
import type { Viewer } from './viewer.js';

const kind = { decider, visibilityOf };
const streamOf = (matter: string): string => `matter-${matter}`;

/** Which matter, at which instant, and the revision that the client knows of. */
export interface MatterParams extends Moment {
  readonly matter: string;
}

export type Sight = SightOf<Matter>;

/** Undefined if there is no such matter at the instant, or the viewer may not see it, then or now. */
export const glance = (sources: Sources, viewer: Viewer, { matter, asOf }: MatterParams): Promise<Sight | undefined> =>
  glanceAt(sources, viewer, kind, streamOf(matter), asOf);

/** The matter as the viewer may see it. Throws NOT_FOUND, 503. */
export const sight = (sources: Sources, viewer: Viewer, params: MatterParams): Promise<Sight> =>
  sightOf(sources, viewer, kind, streamOf(params.matter), params);
