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

/** Lines of copyLine and where they belong: a table with its columns. */
export interface Copied {
  readonly target: string;
  readonly lines: string;
}

/**
 * Sends lines into their tables, the fastest way in, all or none of them. Everything leaves in one go, so that the
 * server is busy with it while the caller works on; of what follows on a table that refuses its lines it takes no notice.
 */
export const copyInto = (client: pg.ClientBase, parts: readonly Copied[]): Promise<void> =>
  new Promise((resolve, reject) => {
    if (parts.length === 0) {
      resolve();
      return;
    }
    // pg hands these messages to whoever submits: the same hooks that its own queries have.
    client.query({
      submit: (connection: unknown) => {
        const wire = connection as Wire;
        wire.query(parts.map(({ target }) => `COPY ${target} FROM STDIN`).join(';'));
        for (const { lines } of parts) {
          wire.sendCopyFromChunk(Buffer.from(lines));
          wire.endCopyFrom();
        }
      },
      handleCopyInResponse: () => undefined,
      handleCommandComplete: () => undefined,
      handleError: reject,
      // Also after an error; then it is too late.
      handleReadyForQuery: () => resolve(),
    });
  });
