import { agreementBindingOf, type FundingItem } from '#domain';
import type { DataSource } from 'typeorm';
import { headed, type Head, type HouseFilter, housesColumn, NEVER, visible } from './house.js';
import { paged } from './list.js';
import { day, type FoldedAgreement, integer, json, key, named, optional, tableOf, text, type View } from './view.js';

/** What a party bears of an agreement in one budget year, on the days on which the version binds it. */
export interface ShareRow extends Head {
  readonly ministry: string;
  readonly year: number;
  /** Empty where none is named. */
  readonly budgetTitle: string;
  readonly cents: number | null;
  readonly fromDay: string;
  readonly untilDay: string;
  readonly content: FundingItem & { readonly version: number };
}

/** Exact: shares of a budget are far below 2^53 cents. */
const cents = {
  type: 'bigint',
  transformer: { from: (stored: unknown) => (stored === null ? null : Number(stored)), to: (value: unknown) => value },
} as const;

const entity = tableOf<ShareRow>('share', {
  stream: key(text),
  no: key(integer),
  ministry: text,
  year: integer,
  budgetTitle: named(text, 'budget_title'),
  cents: optional(cents),
  fromDay: named(day, 'from_day'),
  untilDay: named(day, 'until_day'),
  title: text,
  houses: housesColumn,
  content: json,
});

const rowsOf = (folded: FoldedAgreement): ShareRow[] =>
  headed(
    folded,
    agreementBindingOf(folded.state).flatMap(({ from, until, version, reasons, shares }) =>
      shares
        .filter(({ party }) => Object.hasOwn(reasons, party))
        .map((item) => ({
          ...{ ministry: item.party, year: item.year, budgetTitle: item.budgetTitle ?? '', cents: item.cents ?? null },
          ...{ fromDay: from, untilDay: until ?? NEVER, content: { ...item, version } },
        })),
    ),
  );

export const shareView = { entity, keyedBy: 'stream', rowsOf: { agreement: rowsOf } } satisfies View;

/** Which shares of a ministry: those that stand on the day. */
export interface ShareFilter extends HouseFilter {
  readonly on: string;
  readonly year?: number;
  readonly budgetTitle?: string;
}

const standing = (source: DataSource, { ministry, on, year, budgetTitle, seenBy }: ShareFilter) => {
  const query = source
    .getRepository(entity)
    .createQueryBuilder('share')
    .where('share.ministry = :ministry', { ministry })
    .andWhere('share.untilDay >= :on AND share.fromDay <= :on', { on });
  if (year !== undefined) query.andWhere('share.year = :year', { year });
  if (budgetTitle !== undefined) query.andWhere('share.budgetTitle = :budgetTitle', { budgetTitle });
  return visible(query, seenBy);
};

/** Shares of the ministry by year and budget title. */
export const findShares = (source: DataSource, filter: ShareFilter): Promise<ShareRow[]> =>
  paged(standing(source, filter), ['year', 'budgetTitle', 'stream', 'no'], 'ASC', filter).getMany();

/** What amounts add up to in one year under one title; shares in basis points have no common whole. */
export interface ShareTotal {
  readonly year: number;
  readonly budgetTitle: string;
  readonly cents: number;
  /** How many amounts, and how many shares in basis points beside them. */
  readonly amounts: number;
  readonly percentages: number;
}

const TOTALS = 1_000;

/** Sums by year and budget title. */
export const sumShares = async (source: DataSource, filter: ShareFilter): Promise<ShareTotal[]> => {
  const rows = await standing(source, filter)
    .select('share.year', 'year')
    .addSelect('share.budget_title', 'budgetTitle')
    .addSelect('COALESCE(sum(share.cents), 0)', 'cents')
    .addSelect('count(share.cents)', 'amounts')
    .addSelect('count(*) - count(share.cents)', 'percentages')
    .groupBy('share.year')
    .addGroupBy('share.budget_title')
    .orderBy('share.year')
    .addOrderBy('share.budget_title')
    .limit(TOTALS)
    .getRawMany<{ [P in keyof ShareTotal]: string }>();
  return rows.map(({ year, budgetTitle, cents: sum, amounts, percentages }) => ({
    ...{ year: Number(year), budgetTitle, cents: Number(sum) },
    ...{ amounts: Number(amounts), percentages: Number(percentages) },
  }));
};
