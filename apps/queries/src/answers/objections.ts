import { fromRecord, type Objection, objectionsIn, refusalsIn } from '#domain';
import { secrecyOf } from '../ballot-secrecy.js';
import { type HouseParams, type Origin, originIn, scanned, spelled, standing } from '../house.js';
import { type Seen, seenAt } from '../seen.js';
import type { Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';
import { knowable } from './page.js';

/** An objection of the house and its answers. */
export interface ObjectionItem extends Origin, Omit<Objection, 'house'> {}

export interface ObjectionsAnswer {
  readonly objections: readonly ObjectionItem[];
  readonly next?: string;
}

/** What the viewer may know of the objections of a house in a stream. */
interface Found {
  readonly told: readonly Objection[];
  /** Whether there may be others. */
  readonly isSecret: boolean;
}

const NOTHING: Found = { told: [], isSecret: true };

/** Of a ballot that is still secret nothing is told. */
async function objectionsOf(sources: Sources, viewer: Viewer, seen: Seen, ministry: string): Promise<Found> {
  if (seen.kind === 'agreement') {
    const refusals = refusalsIn(seen.sight.records.map((record) => fromRecord(record)));
    return { told: refusals.filter(({ house }) => house === ministry), isSecret: false };
  }
  const secrecy = await secrecyOf(sources, viewer, seen.sight.present);
  const all = objectionsIn(seen.sight.records.map((record) => fromRecord(record)));
  const told = all.filter(
    ({ round, house }) => house === ministry && (round !== secrecy?.round || house === secrecy?.own),
  );
  return { told, isSecret: secrecy !== undefined && secrecy.own !== ministry };
}

/** What the ministry objected to, and how it was answered; matters and agreements in the order of their names. */
export async function objections(sources: Sources, params: HouseParams, viewer: Viewer): Promise<ObjectionsAnswer> {
  await standing(sources, viewer, params);
  const { ministry } = params;
  const past = async (seen: Seen): Promise<readonly ObjectionItem[]> =>
    (await objectionsOf(sources, viewer, seen, ministry)).told.map(({ house: _, ...objection }) => ({
      ...originIn(seen),
      ...objection,
    }));
  // The view names matters with objections that the viewer may not know of: no page may end there, and so name them.
  const mayKnow = async (stream: string): Promise<boolean> => {
    const seen = await seenAt(sources, viewer, stream);
    const { told, isSecret } = seen ? await objectionsOf(sources, viewer, seen, ministry) : NOTHING;
    return !isSecret || told.length > 0;
  };
  const page = await scanned(sources, viewer, params, { name: 'objections', past }, (window) =>
    knowable(window, {
      find: (rest) => sources.views.objectedBy({ ...rest, ministry }),
      placeOf: (stream) => [stream],
      mayKnow,
    }),
  );
  const { rows, ...rest } = await spelled(sources, viewer, page);
  return { objections: rows, ...rest };
}
