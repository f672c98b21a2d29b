import type pg from 'pg';
import type { EntitySchema } from 'typeorm';
import { copyInto, copyLine, escaped } from '../copy.js';
import { Inapplicable, reasonOf } from '../inapplicable.js';
import { agreementView } from './agreement.js';
import { bindingView } from './binding.js';
import { decisionView } from './decision.js';
import { deadlineView } from './deadline.js';
import type { HistoryColumns } from './history.js';
import { registerView } from './register.js';
import { tallyView } from './tally.js';
import type { Folded, View } from './view.js';
import { waitingView } from './waiting.js';
import { agreementWordsView, matterWordsView } from './words.js';

export const VIEWS: readonly View[] = [
  ...[registerView, agreementView, decisionView, matterWordsView, agreementWordsView],
  ...[tallyView, deadlineView, waitingView, bindingView],
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

const columnsOf = ({ options }: EntitySchema): Column[] =>
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

const namesOf = (columns: readonly Column[]): string => columns.map(({ name }) => name).join(', ');

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
const derive = ({ entity, rowsOf }: View, folded: Folded): readonly object[] | undefined => {
  try {
    return (rowsOf[folded.kind] as Derive)?.(folded);
  } catch (error) {
    const { stream, revision } = folded;
    throw new Inapplicable(`${stream} has no ${entity.options.name} at ${revision}: ${reasonOf(error)}`, error);
  }
};

const addHistory = (schema: string): string => `
  INSERT INTO ${schema}.history (matter, revision, type, at, org, role, position)
  SELECT * FROM unnest($1::text[], $2::integer[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[])`;

/** Writes rows of all views into the tables of one schema, with one statement per view and call. */
export interface Writer {
  writeStreams(statements: Statements, folded: readonly Folded[]): Promise<void>;
  addHistory(statements: Statements, history: HistoryColumns): Promise<void>;
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
    addHistory: async (statements, { matter, revision, type, at, org, role, position }) => {
      if (matter.length > 0) await statements.query(adding, [matter, revision, type, at, org, role, position]);
    },
  };
};

/** Fills empty tables of one schema, for which there is nothing to replace. */
export interface Filler {
  /** Rows of streams that the tables do not hold yet. */
  copyStreams(client: pg.ClientBase, folded: readonly Folded[]): Promise<void>;
  copyHistory(client: pg.ClientBase, history: HistoryColumns): Promise<void>;
}

const lineOf = (columns: readonly Column[], row: object): string => {
  const values = row as Readonly<Record<string, unknown>>;
  return copyLine(columns.map(({ property }) => values[property]));
};

/** Written out, because there is one line per event: types and instants need no escape. */
const historyLines = ({ matter, revision, type, at, org, role, position }: HistoryColumns): string => {
  let lines = '';
  for (let index = 0; index < matter.length; index += 1) {
    const actor = `${escaped(org[index] ?? '')}\t${escaped(role[index] ?? '')}`;
    lines += `${escaped(matter[index] ?? '')}\t${revision[index]}\t${type[index]}\t${at[index]}\t${actor}\t${position[index]}\n`;
  }
  return lines;
};

export const fillerOf = (schema: string): Filler => {
  const tables = VIEWS.map((view) => {
    const columns = columnsOf(view.entity);
    return { view, columns, target: `${schema}.${view.entity.options.name} (${namesOf(columns)})` };
  });
  const history = `${schema}.history (matter, revision, type, at, org, role, position)`;
  return {
    copyStreams: async (client, folded) => {
      for (const { view, columns, target } of tables) {
        const rows = folded.flatMap((one) => derive(view, one) ?? []);
        if (rows.length > 0) await copyInto(client, target, rows.map((row) => lineOf(columns, row)).join(''));
      }
    },
    copyHistory: async (client, columns) => {
      if (columns.matter.length > 0) await copyInto(client, history, historyLines(columns));
    },
  };
};
