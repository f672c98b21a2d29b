import { type HousePosition, type Instant, positionsOf } from '#domain';
import { secrecyOf } from '../ballot-secrecy.js';
import { type HouseParams, originIn, type Origin, questionOf, spelled, standing } from '../house.js';
import { type Seen, seenAt } from '../seen.js';
import type { Sources } from '../sources.js';
import { seenBy, type Viewer } from '../viewer.js';

/** What the house declared in one round; the declaration itself only where the ballot is not secret. */
export type PositionItem = Origin &
  Omit<HousePosition, 'value' | 'changed'> &
  Partial<Pick<HousePosition, 'value' | 'changed'>>;

export interface PositionsAnswer {
  readonly positions: readonly PositionItem[];
  readonly next?: string;
}

const LIMIT = 50;

/** What a secret ballot leaves of a position: who may vote, where and since when. */
function shown(seen: Seen, position: HousePosition, isSecret: boolean): PositionItem {
  if (!isSecret) return { ...originIn(seen), ...position };
  const { value: _, reason: __, receivedAt: ___, reservation: ____, changed: _____, ...rest } = position;
  return { ...originIn(seen), ...rest };
}

async function positionIn(
  sources: Sources,
  viewer: Viewer,
  { ministry, asOf }: HouseParams,
  { matter, round }: { readonly matter: string; readonly round: string },
): Promise<readonly PositionItem[]> {
  const seen = await seenAt(sources, viewer, `matter-${matter}`, asOf);
  if (seen?.kind !== 'matter') return [];
  const { state, present } = seen.sight;
  const secrecy = await secrecyOf(sources, viewer, present);
  const isSecret = secrecy?.round === round && secrecy.own !== ministry;
  return positionsOf(state, ministry)
    .filter((position) => position.round === round)
    .map((position) => shown(seen, position, isSecret));
}

/** Positions of the ministry in all rounds, the round opened last first. */
export async function positions(sources: Sources, params: HouseParams, viewer: Viewer): Promise<PositionsAnswer> {
  const at: Instant = await standing(sources, viewer, params);
  const { ministry, limit = LIMIT, cursor } = params;
  const most = Math.min(limit, LIMIT);
  const question = questionOf('positions', params);
  const { cursors, views } = sources;
  const after = cursor === undefined ? {} : { after: cursors.placeIn(cursor, question, ['instant', 'name', 'number']) };
  const found = await views.roundsOf({ ministry, at, limit: most + 1, ...after, ...seenBy(viewer) });
  const page = found.slice(0, most);
  const told: PositionItem[] = [];
  for (const round of page) told.push(...(await positionIn(sources, viewer, params, round)));
  const last = found.length > most ? page.at(-1) : undefined;
  const { rows, ...rest } = await spelled(sources, viewer, {
    rows: told,
    ...(last === undefined ? {} : { next: cursors.at(question, [last.openedAt, last.matter, last.no]) }),
  });
  return { positions: rows, ...rest };
}
