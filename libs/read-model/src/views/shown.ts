import type pg from 'pg';
import type { DataSource, EntitySchema, EntitySchemaColumnOptions, SelectQueryBuilder } from 'typeorm';

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** Rows as they are shown, of which an instant is not yet what the server writes by itself. */
export const selected = <Row extends object>(
  source: DataSource,
  entity: EntitySchema<Row>,
): SelectQueryBuilder<Row> => {
  const { name, columns } = entity.options;
  const query = source.getRepository(entity).createQueryBuilder(name).select([]);
  for (const [property, column] of Object.entries<EntitySchemaColumnOptions | undefined>(columns)) {
    const value = `${name}.${property}`;
    query.addSelect(column?.type === 'timestamptz' ? `to_char(${value} AT TIME ZONE 'UTC', ${ISO})` : value, property);
  }
  return query;
};

/**
 * Each row as one value of JSON, straight from the pool: what is set member by member, and what comes by way of a query
 * runner, outlives its page by far, a hundred megabytes in a file of a whole register.
 */
export const rowsOf = async <Row extends object>(
  source: DataSource,
  query: SelectQueryBuilder<Row>,
): Promise<Row[]> => {
  const { master } = source.driver as unknown as { readonly master: pg.Pool };
  const [sql, parameters] = query.getQueryAndParameters();
  const { rows } = await master.query<{ row: Row }>(`SELECT to_json(found) AS row FROM (${sql}) found`, parameters);
  return rows.map(({ row }) => row);
};
