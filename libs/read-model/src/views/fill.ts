import type pg from 'pg';
import type { EntitySchema } from 'typeorm';
import { copyInto, copyLine } from '../copy.js';
import { historyEntity, type HistoryRow } from './history.js';
import type { Folded } from './view.js';
import { columnsOf, derive, namesOf, VIEWS } from './write.js';

/** Fills empty tables of one schema, for which there is nothing to replace. */
export interface Filler {
  /** Adds the rows of a stream that the tables do not hold yet. */
  addStream(folded: Folded): void;
  addHistory(history: readonly HistoryRow[]): void;
  /** Sends what was added so far. */
  send(client: pg.ClientBase): Promise<void>;
}

/** Lines that wait to be sent to one table. */
const linesFor = (schema: string, entity: EntitySchema) => {
  const columns = columnsOf(entity);
  const properties = columns.map(({ property }) => property);
  const target = `${schema}.${entity.options.name} (${namesOf(columns)})`;
  let lines = '';
  return {
    add: (row: object) => {
      lines += copyLine(row as Readonly<Record<string, unknown>>, properties);
    },
    take: () => {
      const taken = lines;
      lines = '';
      return { target, lines: taken };
    },
  };
};

export const fillerOf = (schema: string): Filler => {
  const tables = VIEWS.map((view) => ({ view, lines: linesFor(schema, view.entity) }));
  const history = linesFor(schema, historyEntity);
  return {
    addStream: (folded) => {
      for (const { view, lines } of tables) derive(view, folded)?.forEach(lines.add);
    },
    addHistory: (rows) => {
      rows.forEach(history.add);
    },
    send: (client) => {
      // What is added while they are on their way belongs to the next sending.
      const taken = [...tables.map(({ lines }) => lines), history].map((lines) => lines.take());
      return copyInto(
        client,
        taken.filter(({ lines }) => lines !== ''),
      );
    },
  };
};
