import type pg from 'pg';

/** What pg's connection offers beyond its types: the messages of COPY. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const SPECIAL = /[\\\t\n\r]/;

/** Text as COPY wants it. */
const escaped = (text: string): string =>
  SPECIAL.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character) : text;

const QUOTE = /["\\]/;

const quoted = (item: unknown): string => {
  const text = String(item);
  return `"${QUOTE.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`;
};

/** One value in PostgreSQL's text format of COPY: arrays as arrays, other objects as JSON. */
const cell = (value: unknown): string => {
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null || value === undefined) return '\\N';
  return escaped(Array.isArray(value) ? `{${value.map(quoted).join(',')}}` : JSON.stringify(value));
};

/** One line for copyInto: the values of these properties, which are those of its columns in order. */
export const copyLine = (row: Readonly<Record<string, unknown>>, properties: readonly string[]): string => {
  let line = '';
  for (const property of properties) line += `${line === '' ? '' : '\t'}${cell(row[property])}`;
  return `${line}\n`;
};

/** Sends `lines` of copyLine into a table, the fastest way in. `target` is the table with its columns. */
export const copyInto = (client: pg.ClientBase, target: string, lines: string): Promise<void> =>
  new Promise((resolve, reject) => {
    // pg hands these messages to whoever submits: the same hooks that its own queries have.
    client.query({
      submit: (connection: unknown) => (connection as Wire).query(`COPY ${target} FROM STDIN`),
      handleCopyInResponse: (connection: Wire) => {
        connection.sendCopyFromChunk(Buffer.from(lines));
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleError: reject,
      // Also after an error; then it is too late.
      handleReadyForQuery: () => resolve(),
    });
  });
