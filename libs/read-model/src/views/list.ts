import { Brackets, type DataSource, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { SCHEMA } from './view.js';
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
const equal = <T extends ObjectLiteral>(query: Query<T>, values: Readonly<Record<string, string | undefined>>) => {
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

/** A register and what it is narrowed by. */
export interface Register {
  /** Column of the id, the same in the table of its words. */
  readonly id: string;
  readonly words: string;
  readonly houses: string;
  readonly entry: string;
  /** What of a row is indexed for `@>`, as SQL over its columns; absent where there are few rows. */
  readonly facets?: string;
}

/** Up to so many rows it is cheaper to look all of them up and sort than to go through the register in its order. */
const FEW = 3_000;

interface Condition {
  readonly sql: string;
  readonly parameters: ObjectLiteral;
}

/** Ids of the rows with these facets and words, by the indexes for them alone. */
const idsBy = (
  table: string,
  { id, words, facets }: Register,
  values: readonly string[],
  typed: string | undefined,
): Condition | undefined => {
  const bySearch = typed === undefined ? undefined : tsqueryOf(typed);
  const byFacets = facets !== undefined && values.length > 0;
  if (!bySearch && !byFacets) return undefined;
  const rows = `${SCHEMA}.${table}`;
  const found = `${SCHEMA}.${words} w`;
  const from = bySearch ? (byFacets ? `${found} JOIN ${rows} USING (${id})` : found) : rows;
  const conditions = [
    ...(bySearch ? [`w.vector @@ ${bySearch.expression}`] : []),
    ...(byFacets ? [`(${facets}) @> ARRAY[:...facets]::text[]`] : []),
  ];
  return {
    sql: `SELECT ${id} FROM ${from} WHERE ${conditions.join(' AND ')}`,
    parameters: { ...bySearch?.parameters, ...(byFacets ? { facets: values } : {}) },
  };
};

/** Planners guess badly how many rows hold several things at once: so they are counted first, as far as that matters. */
const areFew = async (source: DataSource, { sql, parameters }: Condition): Promise<boolean> => {
  const counted = await source
    .createQueryBuilder()
    .select('count(*)::integer', 'count')
    .from(`(${sql} LIMIT ${FEW + 1})`, 'found')
    .setParameters(parameters)
    .getRawOne<{ count: number }>();
  return counted !== undefined && counted.count <= FEW;
};

/** Narrows a register by columns with their values and by what every register has; `others` are further facets. */
export const narrowed = async <T extends ObjectLiteral>(
  source: DataSource,
  query: Query<T>,
  register: Register,
  { ministry, from, before, words, seenBy: house }: RegisterFilter,
  columns: Readonly<Record<string, string | undefined>>,
  others: readonly string[] = [],
): Promise<Query<T>> => {
  const { alias } = query;
  const { id, houses, entry } = register;
  equal(query, columns);
  if (ministry !== undefined) query.andWhere(`${alias}.${houses} @> ARRAY[:ministry]::text[]`, { ministry });
  if (from !== undefined) query.andWhere(`${alias}.${entry} >= :from`, { from });
  if (before !== undefined) query.andWhere(`${alias}.${entry} < :before`, { before });
  seenBy(query, { classification: `${alias}.classification`, houses: `${alias}.${houses}` }, house);
  const facets = Object.entries(columns).flatMap(([name, value]) => (value === undefined ? [] : [`${name}:${value}`]));
  const values = [...(ministry === undefined ? [] : [ministry]), ...facets, ...others];
  const ids = idsBy(alias, register, values, words);
  if (!ids) return query;
  if (await areFew(source, ids)) return query.andWhere(`${alias}.${id} = ANY(ARRAY(${ids.sql}))`, ids.parameters);
  if (words === undefined) return query;
  const { expression, parameters } = tsqueryOf(words);
  const vector = `SELECT w.vector FROM ${SCHEMA}.${register.words} w WHERE w.${id} = ${alias}.${id}`;
  return query.andWhere(`(${vector}) @@ ${expression}`, parameters);
};
