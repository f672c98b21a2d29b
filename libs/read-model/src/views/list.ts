import { Brackets, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { tsqueryOf } from './words.js';

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

/** What every register can be narrowed by. */
export interface RegisterFilter extends ListFilter {
  /** A house that takes part in any form. */
  readonly ministry?: string;
  /** Instants between which the entry lies that the register is ordered by: not before `from`, before `before`. */
  readonly from?: string;
  readonly before?: string;
  readonly phase?: string;
  readonly classification?: string;
  /** Words, or the beginning of a number. */
  readonly words?: string;
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

/** Rows in which each column has the value given; what is not given narrows nothing. */
export const equal = <T extends ObjectLiteral>(
  query: Query<T>,
  values: Readonly<Record<string, string | undefined>>,
) => {
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) query.andWhere(`${query.alias}.${name} = :${name}`, { [name]: value });
  }
};

/** The page behind a place. An offset would count rows that came or went since the last page. */
export const paged = <T extends ObjectLiteral>(
  query: Query<T>,
  columns: readonly string[],
  direction: 'ASC' | 'DESC',
  { after, limit = 100 }: ListFilter,
): Query<T> => {
  const names = columns.map((column) => `${query.alias}.${column}`);
  if (after) {
    const comparison = direction === 'ASC' ? '>' : '<';
    const values = names.map((_, index) => `:after${index}`);
    const given = Object.fromEntries(after.map((value, index) => [`after${index}`, value]));
    query.andWhere(`(${names.join(', ')}) ${comparison} (${values.join(', ')})`, given);
  }
  for (const name of names) query.addOrderBy(name, direction);
  return query.limit(Math.max(1, Math.min(limit, 1_000)));
};

/** Where a register keeps what all registers are narrowed by. */
interface Places {
  readonly houses: string;
  readonly entry: string;
  /** Table of the words, keyed by the same column as the register. */
  readonly words: string;
  readonly id: string;
}

/** Narrows by what every register has. */
export const narrowed = <T extends ObjectLiteral>(
  query: Query<T>,
  { houses, entry, words: table, id }: Places,
  { ministry, from, before, phase, classification, words, seenBy: house }: RegisterFilter,
) => {
  const { alias } = query;
  equal(query, { phase, classification });
  if (ministry !== undefined) query.andWhere(`${alias}.${houses} @> ARRAY[:ministry]::text[]`, { ministry });
  if (from !== undefined) query.andWhere(`${alias}.${entry} >= :from`, { from });
  if (before !== undefined) query.andWhere(`${alias}.${entry} < :before`, { before });
  if (words !== undefined) {
    const { expression, parameters } = tsqueryOf(words);
    query.innerJoin(table, 'words', `words.${id} = ${alias}.${id}`);
    query.andWhere(`words.vector @@ ${expression}`, parameters);
  }
  seenBy(query, { classification: `${alias}.classification`, houses: `${alias}.${houses}` }, house);
};
