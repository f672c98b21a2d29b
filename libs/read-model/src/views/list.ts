import { Brackets, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';

/** Values of a row that its list is ordered by: unique, and the same for as long as the row is there. */
export type Place = readonly (string | number)[];

/** Which rows of a list, and which page of them. */
export interface ListFilter {
  /** 100 unless told, 1,000 at most. */
  readonly limit?: number;
  /** Only what comes behind the row with this place; what is added meanwhile shifts nothing. */
  readonly after?: Place;
  /** House of the reader: of VS_NFD only what it takes part in. Absent: all, for those who may see all. */
  readonly seenBy?: string;
}

type Query<T extends ObjectLiteral> = SelectQueryBuilder<T>;

/** Leaves out what the house may not see; the expressions say where classification and houses stand. Source: model, section 8. */
export const seenBy = <T extends ObjectLiteral>(
  query: Query<T>,
  { classification, houses }: { readonly classification: string; readonly houses: string },
  house?: string,
): Query<T> =>
  house === undefined
    ? query
    : query.andWhere(
        new Brackets((either) =>
          either.where(`${classification} <> 'VS_NFD'`).orWhere(`:house = ANY(${houses})`, { house }),
        ),
      );

/** How many rows a page has at most. */
export const sizeOf = (limit = 100): number => Math.max(1, Math.min(limit, 1_000));

/** The page behind a place. An offset would count rows that came or went since the last page. */
export const paged = <T extends ObjectLiteral>(
  query: Query<T>,
  columns: readonly string[],
  direction: 'ASC' | 'DESC',
  { after, limit }: ListFilter,
): Query<T> => {
  const names = columns.map((column) => `${query.alias}.${column}`);
  if (after) {
    const comparison = direction === 'ASC' ? '>' : '<';
    const values = names.map((_, index) => `:after${index}`);
    const given = Object.fromEntries(after.map((value, index) => [`after${index}`, value]));
    query.andWhere(`(${names.join(', ')}) ${comparison} (${values.join(', ')})`, given);
  }
  for (const name of names) query.addOrderBy(name, direction);
  return query.limit(sizeOf(limit));
};
