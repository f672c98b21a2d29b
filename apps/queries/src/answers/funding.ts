import { agreementBindingOf, boundOn, type Day, dayOf, type FundingItem } from '#domain';
import { answered, type HouseParams, type Origin, originIn, originOf, standing } from '../house.js';
import type { Sources } from '../sources.js';
import { seenBy, type Viewer } from '../viewer.js';

/** What the house bears of an agreement in one year, as it stands on the day. */
export interface ShareItem extends Origin, Omit<FundingItem, 'party'> {
  readonly version: number;
}

/** Sum in one year under one title. Shares in basis points are counted, but have no common whole. */
export interface ShareSum {
  readonly year: number;
  readonly budgetTitle?: string;
  readonly cents: number;
  readonly amounts: number;
  readonly percentages: number;
}

export interface FundingAnswer {
  /** Of everything, not only of the page; as of an instant of the page alone. */
  readonly totals: readonly ShareSum[];
  readonly items: readonly ShareItem[];
  readonly next?: string;
}

export interface FundingParams extends HouseParams {
  readonly on?: Day;
  readonly year?: number;
  readonly budgetTitle?: string;
}

const itemOf = (origin: Origin, version: number, { party: _, ...share }: FundingItem): ShareItem => ({
  ...origin,
  ...share,
  version,
});

const sumOf = (
  items: readonly ShareItem[],
  { year, budgetTitle }: Pick<ShareItem, 'year' | 'budgetTitle'>,
): ShareSum => {
  const meant = items.filter((item) => item.year === year && item.budgetTitle === budgetTitle);
  const amounts = meant.flatMap(({ cents }) => cents ?? []);
  return {
    ...{ year, ...(budgetTitle === undefined ? {} : { budgetTitle }) },
    cents: amounts.reduce((sum, cents) => sum + cents, 0),
    ...{ amounts: amounts.length, percentages: meant.length - amounts.length },
  };
};

const keyOf = ({ year, budgetTitle = '' }: Pick<ShareItem, 'year' | 'budgetTitle'>): string => `${year} ${budgetTitle}`;

const sumsOf = (items: readonly ShareItem[]): readonly ShareSum[] =>
  [...new Map(items.map((item) => [keyOf(item), item])).values()].map((one) => sumOf(items, one));

const byYear = (a: Pick<ShareItem, 'year' | 'budgetTitle'>, b: Pick<ShareItem, 'year' | 'budgetTitle'>): number =>
  keyOf(a) < keyOf(b) ? -1 : 1;

/** Shares of the ministry in the agreements that bind it on the day, by year and budget title. */
export async function funding(sources: Sources, params: FundingParams, viewer: Viewer): Promise<FundingAnswer> {
  const today = dayOf(await standing(sources, viewer, params));
  const { ministry, asOf, on = today, year, budgetTitle } = params;
  const narrowing = { ...(year === undefined ? {} : { year }), ...(budgetTitle === undefined ? {} : { budgetTitle }) };
  const isMeant = (item: FundingItem) =>
    (year === undefined || item.year === year) &&
    (budgetTitle === undefined || (item.budgetTitle ?? '') === budgetTitle);
  const { rows: items, ...page } = await answered(sources, viewer, params, {
    name: 'funding',
    find: (window) => sources.views.shares({ ...window, on, ...narrowing }),
    parts: ['number', 'text', 'name', 'number'],
    placeOf: (row) => [row.year, row.budgetTitle, row.stream, row.no],
    tell: ({ stream, title, content: { version, ...share } }) => [itemOf(originOf(stream, title), version, share)],
    past: (seen) => {
      if (seen.kind === 'matter') return [];
      const bound = agreementBindingOf(seen.sight.state).flatMap((one) => boundOn(one, ministry, on, today) ?? []);
      return bound.flatMap(({ version, shares }) =>
        shares.filter(isMeant).map((share) => itemOf(originIn(seen), version, share)),
      );
    },
  });
  if (asOf !== undefined) return { totals: sumsOf(items).toSorted(byYear), items: items.toSorted(byYear), ...page };
  const sums = await sources.views.shareTotals({ ministry, on, ...narrowing, ...seenBy(viewer) });
  const totals = sums.map(({ budgetTitle: title, ...sum }) => ({
    ...sum,
    ...(title === '' ? {} : { budgetTitle: title }),
  }));
  return { totals, items, ...page };
}
