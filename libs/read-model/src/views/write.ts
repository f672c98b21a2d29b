import type { EntitySchema } from 'typeorm';
import { Inapplicable, reasonOf } from '../inapplicable.js';
import { agreementView } from './agreement.js';
import { bindingView } from './binding.js';
import { decisionView } from './decision.js';
import { deadlineView } from './deadline.js';
import { dutyView } from './duty.js';
import { historyEntity, type HistoryRow } from './history.js';
import { objectorView } from './objector.js';
import { registerView } from './register.js';
import { shareView } from './share.js';
import { tallyView } from './tally.js';
import type { Folded, View } from './view.js';
import { waitingView } from './waiting.js';
import { agreementWordsView, matterWordsView } from './words.js';

export const VIEWS: readonly View[] = [
  ...[registerView, agreementView, decisionView, matterWordsView, agreementWordsView],
  ...[tallyView, deadlineView, waitingView, bindingView, dutyView, shareView, objectorView],
];

/** A connection or transaction that runs statements. */
export interface Statements {
  query(text: string, parameters?: readonly unknown[]): Promise<unknown>;
}

interface Column {
  readonly property: string;
  readonly name: string;
  readonly type: string;
  readonly primary: boolean;
}

export const columnsOf = ({ options }: EntitySchema): Column[] =>
  Object.entries(options.columns).flatMap(([property, column]) =>
    column
      ? [
          {
            property,
            name: `"${column.name ?? property}"`,
            type: `${String(column.type)}${column.array === true ? '[]' : ''}`,
            primary: column.primary === true,
          },
        ]
      : [],
  );

export const namesOf = (columns: readonly Column[]): string => columns.map(({ name }) => name).join(', ');

/**
 * Makes the rows of the streams $1 those of the list $2, in one statement: what is gone is deleted, what is new or
 * different is written, what stayed the same is left alone.
 */
const replaceRows = (schema: string, { entity }: View): string => {
  const table = `${schema}.${entity.options.name}`;
  const columns = columnsOf(entity);
  const names = namesOf(columns);
  const keys = columns.filter(({ primary }) => primary).map(({ name }) => name);
  const [key] = keys;
  const others = columns.filter(({ primary }) => !primary).map(({ name }) => name);
  return `
    WITH fresh AS MATERIALIZED (
      SELECT ${columns.map(({ property, name }) => `"${property}" AS ${name}`).join(', ')}
      FROM json_to_recordset($2::json) AS r (${columns.map(({ property, type }) => `"${property}" ${type}`).join(', ')})
    ), gone AS (
      DELETE FROM ${table} WHERE ${key} = ANY($1::text[]) AND (${keys.join(', ')}) NOT IN (SELECT ${keys.join(', ')} FROM fresh)
    )
    INSERT INTO ${table} AS past (${names}) SELECT ${names} FROM fresh
    ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join(', ')}
    WHERE (${others.map((name) => `past.${name}`).join(', ')})
      IS DISTINCT FROM (${others.map((name) => `excluded.${name}`).join(', ')})`;
};

type Derive = ((folded: Folded) => readonly object[]) | undefined;

/** Rows of the view for the stream; undefined if it is not about such streams. */
export const derive = ({ entity, rowsOf }: View, folded: Folded): readonly object[] | undefined => {
  try {
    return (rowsOf[folded.kind] as Derive)?.(folded);
  } catch (error) {
    const { stream, revision } = folded;
    throw new Inapplicable(`${stream} has no ${entity.options.name} at ${revision}: ${reasonOf(error)}`, error);
  }
};

const historyColumns = columnsOf(historyEntity);

/** Each parameter holds one column of the rows. */
const addHistory = (schema: string): string => {
  const arrays = historyColumns.map(({ type }, index) => `$${index + 1}::${type}[]`);
  return `INSERT INTO ${schema}.history (${namesOf(historyColumns)}) SELECT * FROM unnest(${arrays.join(', ')})`;
};

/** Writes rows of all views into the tables of one schema, with one statement per view and call. */
export interface Writer {
  writeStreams(statements: Statements, folded: readonly Folded[]): Promise<void>;
  addHistory(statements: Statements, history: readonly HistoryRow[]): Promise<void>;
}

export const writerTo = (schema: string): Writer => {
  const replacing = VIEWS.map((view) => ({ view, statement: replaceRows(schema, view) }));
  const adding = addHistory(schema);
  return {
    writeStreams: async (statements, folded) => {
      for (const { view, statement } of replacing) {
        const about = folded.filter(({ kind }) => view.rowsOf[kind]);
        if (about.length === 0) continue;
        const keys = about.map((one) => one[view.keyedBy]);
        await statements.query(statement, [keys, JSON.stringify(about.flatMap((one) => derive(view, one) ?? []))]);
      }
    },
    addHistory: async (statements, history) => {
      if (history.length === 0) return;
      const columns = historyColumns.map(({ property }) => history.map((row) => row[property as keyof HistoryRow]));
      await statements.query(adding, columns);
    },
  };
};
