import type { Agreement, Instant, Matter } from '#domain';
import { EntitySchema, type EntitySchemaColumnOptions, EntitySchemaOptions } from 'typeorm';

/** A stream folded up to one of its events. */
interface FoldedStream<K extends string, S> {
  readonly kind: K;
  readonly stream: string;
  /** What follows the kind in the name of the stream. */
  readonly id: string;
  readonly state: S;
  /** Entry of the first event. */
  readonly begunAt: Instant;
  /** Revision and entry of the last event that was folded. */
  readonly revision: number;
  readonly at: Instant;
}

export type FoldedMatter = FoldedStream<'matter', Matter>;
export type FoldedAgreement = FoldedStream<'agreement', Agreement>;
export type Folded = FoldedMatter | FoldedAgreement;

/**
 * A table whose rows follow from the state of one stream, whatever event led there, for the kinds of streams that it is
 * about. Its first column is the id, or the whole name of the stream.
 */
export interface View {
  readonly entity: EntitySchema;
  readonly keyedBy: 'id' | 'stream';
  readonly rowsOf: { readonly [K in Folded['kind']]?: (folded: Extract<Folded, { kind: K }>) => readonly object[] };
}

/** Live tables of the read model; a rebuild fills the same tables in another schema. */
export const SCHEMA = 'read';

/** A table of the read model with these columns, by property of its row, and an index for each property in `indexed`. */
export const tableOf = <Row extends object>(
  name: string,
  columns: { readonly [P in keyof Row]-?: EntitySchemaColumnOptions },
  indexed: readonly (keyof Row & string)[] = [],
): EntitySchema<Row> => {
  const nameOf = (property: keyof Row) => columns[property].name ?? String(property);
  const indices = indexed.map((property) => ({ name: `${name}_${nameOf(property)}`, columns: [property] }));
  return new EntitySchema(Object.assign(new EntitySchemaOptions<Row>(), { name, schema: SCHEMA, columns, indices }));
};

const toInstant = (stored: unknown): unknown => (stored instanceof Date ? stored.toISOString() : stored);

export const text = { type: 'text' } as const satisfies EntitySchemaColumnOptions;
export const texts = { type: 'text', array: true } as const satisfies EntitySchemaColumnOptions;
export const integer = { type: 'integer' } as const satisfies EntitySchemaColumnOptions;
export const json = { type: 'jsonb' } as const satisfies EntitySchemaColumnOptions;
export const day = { type: 'date' } as const satisfies EntitySchemaColumnOptions;
export const instant = {
  type: 'timestamptz',
  precision: 3,
  transformer: { from: toInstant, to: (value: unknown) => value },
} as const satisfies EntitySchemaColumnOptions;

export const key = <C extends EntitySchemaColumnOptions>(column: C) => ({ ...column, primary: true }) as const;
export const optional = <C extends EntitySchemaColumnOptions>(column: C, name?: string) =>
  ({ ...column, nullable: true, ...(name === undefined ? {} : { name }) }) as const;
export const named = <C extends EntitySchemaColumnOptions>(column: C, name: string) => ({ ...column, name }) as const;
