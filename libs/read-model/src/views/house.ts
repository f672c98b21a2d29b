import { agreementVisibility, visibilityOf } from '#domain';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { ListFilter } from './list.js';
import { type Folded, optional, texts } from './view.js';

/** What rows about houses show of the stream that they come from. */
export interface Head {
  readonly stream: string;
  /** Place among the rows of the stream, from 1. */
  readonly no: number;
  readonly title: string;
  /** Of VS_NFD the houses that take part, who alone may see it; otherwise null. */
  readonly houses: readonly string[] | null;
}

export const housesColumn = optional(texts);

/** Stands for a day that never comes: what has no end is ordered behind everything that has one. The last day that there is. */
export const NEVER = '9999-12-31';

const visibleOf = (folded: Folded) =>
  folded.kind === 'matter' ? visibilityOf(folded.state) : agreementVisibility(folded.state);

/** The rows of one stream, with its head and their number. */
export const headed = <Row extends object>(folded: Folded, rows: readonly Row[]): (Row & Head)[] => {
  if (rows.length === 0) return [];
  const { stream, state } = folded;
  const { classification, houses } = visibleOf(folded);
  const head = { stream, title: state.title, houses: classification === 'VS_NFD' ? houses : null };
  return rows.map((row, index) => ({ ...row, ...head, no: index + 1 }));
};

/** What is asked about one house. */
export interface HouseFilter extends ListFilter {
  readonly ministry: string;
}

/** Leaves out what the reader's house may not see. Source: model, section 8. */
export const visible = <T extends ObjectLiteral>(query: SelectQueryBuilder<T>, house?: string) =>
  house === undefined
    ? query
    : query.andWhere(`(${query.alias}.houses IS NULL OR :house = ANY(${query.alias}.houses))`, { house });
