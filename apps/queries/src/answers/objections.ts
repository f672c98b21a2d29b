import { fromRecord, type Objection, objectionsIn, refusalsIn } from '#domain';
import { secrecyOf } from '../ballot-secrecy.js';
import { type HouseParams, type Origin, originIn, scanned, spelled, standing } from '../house.js';
import type { Seen } from '../seen.js';
import type { Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';

/** An objection of the house and its answers. */
export interface ObjectionItem extends Origin, Omit<Objection, 'house'> {}

export interface ObjectionsAnswer {
  readonly objections: readonly ObjectionItem[];
  readonly next?: string;
}

/** Of a ballot that is still secret nothing is told. */
async function objectionsOf(sources: Sources, viewer: Viewer, seen: Seen): Promise<readonly Objection[]> {
  if (seen.kind === 'agreement') return refusalsIn(seen.sight.records.map((record) => fromRecord(record)));
  const secrecy = await secrecyOf(sources, viewer, seen.sight.present);
  const told = objectionsIn(seen.sight.records.map((record) => fromRecord(record)));
  return told.filter(({ round, house }) => !secrecy || round !== secrecy.round || house === secrecy.own);
}

/** What the ministry objected to, and how it was answered; matters and agreements in the order of their names. */
export async function objections(sources: Sources, params: HouseParams, viewer: Viewer): Promise<ObjectionsAnswer> {
  await standing(sources, viewer, params);
  const past = async (seen: Seen): Promise<readonly ObjectionItem[]> =>
    (await objectionsOf(sources, viewer, seen))
      .filter(({ house }) => house === params.ministry)
      .map(({ house: _, ...objection }) => ({ ...originIn(seen), ...objection }));
  const page = await scanned(sources, viewer, params, { name: 'objections', past }, (window) =>
    sources.views.objectedBy(window),
  );
  const { rows, ...rest } = await spelled(sources, viewer, page);
  return { objections: rows, ...rest };
}
