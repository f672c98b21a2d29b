import { agreementDutiesOf, dayOf, dutiesOf, type Obligation, obligationsOf, type OwnObligation } from '#domain';
import { answered, type HouseParams, type Origin, originIn, originOf, standing } from '../house.js';
import type { Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';

/** A duty of a decision or a measure under an agreement, with its status of the day. */
export interface DutyItem extends Origin, Omit<OwnObligation, 'role'> {}

export interface DutiesAnswer {
  readonly duties: readonly DutyItem[];
  readonly next?: string;
}

export interface DutiesParams extends HouseParams {
  readonly status?: string;
}

/** What the ministry has to do, or had to, the one due first first. */
export async function duties(sources: Sources, params: DutiesParams, viewer: Viewer): Promise<DutiesAnswer> {
  const today = dayOf(await standing(sources, viewer, params));
  const { ministry, status } = params;
  const told = (origin: Origin, found: readonly Obligation[]): readonly DutyItem[] =>
    obligationsOf(found, ministry, today)
      .filter((duty) => status === undefined || duty.status === status)
      .map(({ role: _, ...duty }) => ({ ...origin, ...duty }));
  const { rows, ...page } = await answered(sources, viewer, params, {
    name: 'duties',
    find: (window) => sources.views.duties({ ...window, today, ...(status === undefined ? {} : { status }) }),
    parts: ['day', 'name', 'number'],
    placeOf: ({ due, stream, no }) => [due, stream, no],
    tell: ({ stream, title, content }) => told(originOf(stream, title), [content]),
    past: (seen) =>
      told(originIn(seen), seen.kind === 'matter' ? dutiesOf(seen.sight.state) : agreementDutiesOf(seen.sight.state)),
  });
  return { duties: rows, ...page };
}
