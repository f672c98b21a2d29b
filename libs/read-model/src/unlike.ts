import type { ViewDifference } from '#domain';
import type { QueryRunner } from 'typeorm';
import { partsOf } from './kinds.js';
import { historyEntity, type HistoryRow } from './views/history.js';
import { type Folded, SCHEMA, type View } from './views/view.js';
import { columnsOf, derive, namesOf, VIEWS } from './views/write.js';

/** A live table and how its rows are looked for. */
interface Table {
  readonly name: string;
  readonly keyedBy: View['keyedBy'];
  readonly kinds: readonly Folded['kind'][];
  /** Rows of the keys $1 that are not among the rows $2, and the other way round, counted by key. */
  readonly unlike: string;
  /** The keys after $1 (null: from the first on) with their number of rows, at most $2. */
  readonly keys: string;
  /** Streams that a key may stand for. */
  readonly streamsOf: (key: string) => readonly string[];
}

const isOf = (kind: Folded['kind'], stream: string): boolean => partsOf(stream)?.kind === kind;

/** Types come from the table's description, so that the database compares what it would have stored. */
function tableOf(entity: View['entity'], keyedBy: View['keyedBy'], kinds: Table['kinds']): Table {
  const { name } = entity.options;
  const columns = columnsOf(entity);
  const names = namesOf(columns);
  const key = columns.find(({ primary }) => primary)?.name ?? '';
  const live = `${SCHEMA}.${name}`;
  return {
    ...{ name, keyedBy, kinds },
    unlike: `
      WITH fresh AS MATERIALIZED (
        SELECT ${columns.map(({ property, name: column }) => `"${property}" AS ${column}`).join(', ')}
        FROM json_to_recordset($2::json) AS r (${columns.map(({ property, type }) => `"${property}" ${type}`).join(', ')})
      ), live AS MATERIALIZED (SELECT ${names} FROM ${live} WHERE ${key} = ANY($1::text[]))
      SELECT key, sum(missing)::integer AS missing, sum(surplus)::integer AS surplus FROM (
        SELECT ${key} AS key, 1 AS missing, 0 AS surplus FROM (SELECT * FROM fresh EXCEPT ALL SELECT * FROM live) AS f
        UNION ALL
        SELECT ${key}, 0, 1 FROM (SELECT * FROM live EXCEPT ALL SELECT * FROM fresh) AS l
      ) AS d GROUP BY key ORDER BY key`,
    keys: `SELECT ${key} AS key, count(*)::integer AS rows FROM ${live} WHERE $1::text IS NULL OR ${key} > $1
      GROUP BY ${key} ORDER BY ${key} LIMIT $2`,
    // Only what is compared may count as known: a row about a stream of another kind is asked for nowhere else.
    streamsOf: (found) =>
      kinds.flatMap((kind) => (keyedBy === 'id' ? `${kind}-${found}` : isOf(kind, found) ? found : [])),
  };
}

export const TABLES: readonly Table[] = [
  ...VIEWS.map(({ entity, keyedBy, rowsOf }) => tableOf(entity, keyedBy, Object.keys(rowsOf) as Folded['kind'][])),
  tableOf(historyEntity, 'id', ['matter']),
];

/** The rows that a stream has in each table. */
export interface Expected {
  readonly rows: ReadonlyMap<string, readonly object[]>;
}

export const expectedOf = (folded: Folded, history: readonly HistoryRow[]): Expected => ({
  rows: new Map<string, readonly object[]>([
    ...VIEWS.map((view) => [view.entity.options.name, derive(view, folded) ?? []] as const),
    [historyEntity.options.name, history],
  ]),
});

/** The key of a stream in a table; undefined if the table is not about such streams. */
export const keyOf = (
  { keyedBy, kinds }: Table,
  parts: { readonly kind: Folded['kind']; readonly id: string } | undefined,
): string | undefined => {
  if (!parts || !kinds.includes(parts.kind)) return undefined;
  return keyedBy === 'id' ? parts.id : `${parts.kind}-${parts.id}`;
};

/** What of these keys differs between the live table and the rows that should be there. */
export async function unlike(
  runner: QueryRunner,
  { name, unlike: statement }: Table,
  keys: readonly string[],
  rows: readonly object[],
): Promise<readonly ViewDifference[]> {
  const found = (await runner.query(statement, [keys, JSON.stringify(rows)])) as {
    key: string;
    missing: number;
    surplus: number;
  }[];
  return found.map(({ key, missing, surplus }) => ({ view: name, stream: key, missing, surplus }));
}
