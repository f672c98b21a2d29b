import { type Agreement, agreement as decider, agreementVisibility as visibilityOf } from '#domain';
import { glance as glanceAt, type Moment, type Sight, sight as sightOf } from './sight.js';
import type { Sources } from './sources.js';
import type { Viewer } from './viewer.js';

const kind = { decider, visibilityOf };
const streamOf = (agreement: string): string => `agreement-${agreement}`;

/** Which agreement, at which instant, and the revision that the client knows of. */
export interface AgreementParams extends Moment {
  readonly agreement: string;
}

/** Undefined if there is no such agreement at the instant, or the viewer may not see it, then or now. */
export const glance = (
  sources: Sources,
  viewer: Viewer,
  { agreement, asOf }: AgreementParams,
): Promise<Sight<Agreement> | undefined> => glanceAt(sources, viewer, kind, streamOf(agreement), asOf);

/** The agreement as the viewer may see it. Throws NOT_FOUND, 503. */
export const sight = (sources: Sources, viewer: Viewer, params: AgreementParams): Promise<Sight<Agreement>> =>
  sightOf(sources, viewer, kind, streamOf(params.agreement), params);
