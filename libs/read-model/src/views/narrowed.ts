import type { DataSource, EntitySchema, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { type ListFilter, paged, seenBy, sizeOf } from './list.js';
import { rowsOf, selected } from './shown.js';
import { SCHEMA } from './view.js';
import { isComposed, tsqueryOf } from './words.js';

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

/** A register, and what its rows are found by. */
export interface Register<Row extends object> {
  readonly entity: EntitySchema<Row>;
  /** Properties that it is ordered by: the entry, the id, which is the key of its words too, and what makes rows unique. */
  readonly order: readonly [entry: string, id: string, ...others: string[]];
  readonly words: string;
  readonly houses: string;
  /** What of a row is indexed for `@>`, as SQL over its columns; absent where there are few rows. */
  readonly facets?: string;
}

interface Condition {
  readonly sql: string;
  readonly parameters: ObjectLiteral;
}

/** What a register is narrowed by beyond what all have. */
interface Narrowing {
  /** Properties with the value they must have; each is a facet too, `name:value`. */
  readonly columns: Readonly<Record<string, string | undefined>>;
  readonly facets?: readonly string[];
  readonly conditions?: readonly Condition[];
}

/** So many of the newest rows are looked through first: whatever is frequent fills a page from them. */
const WINDOW = 1_000;
/** Up to so many rows it is cheaper to look all of them up and sort than to go through the register in its order. */
const FEW = 3_000;

const facetsIn = ({ columns, facets = [] }: Narrowing, { ministry }: RegisterFilter): readonly string[] => [
  ...(ministry === undefined ? [] : [ministry]),
  ...Object.entries(columns).flatMap(([name, value]) => (value === undefined ? [] : [`${name}:${value}`])),
  ...facets,
];

/** Ids of rows with these facets, and with these words if any are given. */
const byFacets = <Row extends object>(
  { entity, order: [, id], words, facets }: Register<Row>,
  values: readonly string[],
  typed?: string,
): Condition => {
  const found = `SELECT ${id} FROM ${SCHEMA}.${entity.options.name} f`;
  const held = `(${facets ?? ''}) @> ARRAY[:...facets]::text[]`;
  if (typed === undefined) return { sql: `${found} WHERE ${held}`, parameters: { facets: values } };
  const { expression, parameters } = tsqueryOf(typed);
  const sql = `${found} JOIN ${SCHEMA}.${words} w USING (${id}) WHERE ${held} AND w.vector @@ ${expression}`;
  return { sql, parameters: { facets: values, ...parameters } };
};

const byWords = <Row extends object>({ order: [, id], words }: Register<Row>, typed: string): Condition => {
  const { expression, parameters } = tsqueryOf(typed);
  return { sql: `SELECT w.${id} FROM ${SCHEMA}.${words} w WHERE w.vector @@ ${expression}`, parameters };
};

/** Ids of rows that hold what is asked for, by the indexes for that alone; undefined if nothing of it is indexed. */
const byIndexes = <Row extends object>(
  register: Register<Row>,
  values: readonly string[],
  typed?: string,
): Condition | undefined => {
  if (register.facets !== undefined && values.length > 0) return byFacets(register, values, typed);
  return typed === undefined ? undefined : byWords(register, typed);
};

/**
 * What the search finds, if that is little. Planners guess badly how many rows hold several things at once, so they are
 * counted as far as that matters; found once, for a phrase takes a look at every row that has its words. The ids are the
 * text of an array, which goes back as it came.
 */
const fewFound = async (
  source: DataSource,
  id: string,
  { sql, parameters }: Condition,
): Promise<string | undefined> => {
  const found = await source
    .createQueryBuilder()
    .select('count(*)::integer', 'count')
    .addSelect(`COALESCE(array_agg(found.${id}), '{}')::text`, 'ids')
    .from(`(${sql} LIMIT ${FEW + 1})`, 'found')
    .setParameters(parameters)
    .getRawOne<{ count: number; ids: string }>();
  return found && found.count <= FEW ? found.ids : undefined;
};

/** A page of the rows that the days leave. */
const inOrder = <Row extends object>(
  query: SelectQueryBuilder<Row>,
  { order }: Register<Row>,
  filter: RegisterFilter,
): SelectQueryBuilder<Row> => {
  const { from, before } = filter;
  const entry = `${query.alias}.${order[0]}`;
  if (from !== undefined) query.andWhere(`${entry} >= :from`, { from });
  if (before !== undefined) query.andWhere(`${entry} < :before`, { before });
  return paged(query, order, 'DESC', filter);
};

/** Only the newest of these rows: what matches among them comes before whatever else does. */
const newest = <Row extends object>(
  query: SelectQueryBuilder<Row>,
  register: Register<Row>,
  filter: RegisterFilter,
): SelectQueryBuilder<Row> => {
  const [entry] = register.order;
  const bound = query.subQuery().select(`bound.${entry}`).from(register.entity, 'bound');
  inOrder(bound, register, filter).offset(WINDOW).limit(1);
  return query.andWhere(`${query.alias}.${entry} >= COALESCE(${bound.getQuery()}, '-infinity')`);
};

/** Looks at each row's words; a join would let the planner collect all of them first. */
const withWords = <Row extends object>(
  query: SelectQueryBuilder<Row>,
  { words, order: [, id] }: Register<Row>,
  typed: string | undefined,
): SelectQueryBuilder<Row> => {
  if (typed === undefined) return query;
  const { expression, parameters } = tsqueryOf(typed);
  const vector = `SELECT w.vector FROM ${SCHEMA}.${words} w WHERE w.${id} = ${query.alias}.${id}`;
  return query.andWhere(`(${vector}) @@ ${expression}`, parameters);
};

/** A page of what the indexes find: from the newest rows, by looking up the few there are, or in the order of the register. */
const searched = async <Row extends object>(
  source: DataSource,
  query: SelectQueryBuilder<Row>,
  register: Register<Row>,
  filter: RegisterFilter,
  indexed: Condition,
): Promise<Row[]> => {
  const { words, limit } = filter;
  // Phrases are hardly ever so frequent that the newest rows fill a page with them.
  if (words === undefined || !isComposed(words)) {
    const first = await rowsOf(source, withWords(newest(query.clone(), register, filter), register, words));
    if (first.length >= sizeOf(limit)) return first;
  }
  const [, id] = register.order;
  const ids = await fewFound(source, id, indexed);
  if (ids === undefined) return rowsOf(source, withWords(query, register, words));
  return rowsOf(source, query.andWhere(`${query.alias}.${id} = ANY(CAST(:ids AS text[]))`, { ids }));
};

/** A page of the rows that match, the newest first. */
export const findNarrowed = async <Row extends object>(
  source: DataSource,
  register: Register<Row>,
  filter: RegisterFilter,
  narrowing: Narrowing,
): Promise<Row[]> => {
  const { entity, houses } = register;
  const { ministry, words, seenBy: house } = filter;
  const alias = entity.options.name;
  const query = inOrder(selected(source, register.entity), register, filter);
  for (const [name, value] of Object.entries(narrowing.columns)) {
    if (value !== undefined) query.andWhere(`${alias}.${name} = :${name}`, { [name]: value });
  }
  if (ministry !== undefined) query.andWhere(`${alias}.${houses} @> ARRAY[:ministry]::text[]`, { ministry });
  for (const { sql, parameters } of narrowing.conditions ?? []) query.andWhere(sql, parameters);
  seenBy(query, { classification: `${alias}.classification`, houses: `${alias}.${houses}` }, house);

  const indexed = byIndexes(register, facetsIn(narrowing, filter), words);
  return indexed ? searched(source, query, register, filter, indexed) : rowsOf(source, query);
};
