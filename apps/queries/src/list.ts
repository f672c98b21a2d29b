import type { Request, Response } from 'express';
import type { PageParams } from './answers/page.js';
import { BYTE_ORDER_MARK, type Cell, csvLine } from './csv.js';
import { type Bilingual, inLanguage, type Language, languageOf } from './page/language.js';
import { sendFile } from './stream.js';

export const LIST_FORMATS = ['csv', 'json'] as const;

/** Of a list also as a file. */
export interface ListQuery extends PageParams {
  readonly format?: (typeof LIST_FORMATS)[number];
}

/** A row of a list, of whatever kind. */
type Row = Readonly<Record<string, unknown>>;

/** What a list is called as a file, where its answers hold the rows, and its columns there, each with a heading. */
export interface Sheet {
  readonly name: string;
  readonly rows: string;
  readonly columns: Readonly<Record<string, Bilingual>>;
  /** What stands in columns that are no members of a row, or more than a cell can hold. */
  readonly cells?: Readonly<Record<string, (row: never, language: Language) => Cell>>;
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
  /** Address of the service: in a file `self` has to lead back to it. */
  readonly base: string;
}

type Rows = readonly Row[];

/** An answer with a page of rows, and where the next one begins. */
interface Answer {
  readonly next?: string;
}

const rowsIn = ({ rows }: Sheet, answer: Answer): Rows => (answer as Readonly<Record<string, Rows>>)[rows] ?? [];

/** Rows per question to the views: so much of a list is in memory at once. */
const BATCH = 200;

/** Page after page to the end of the list, each asked for when the reader has taken the one before. */
async function* following(sheet: Sheet, first: Answer, ask: (cursor: string) => Promise<Answer>): AsyncGenerator<Rows> {
  let page = first;
  yield rowsIn(sheet, page);
  while (page.next !== undefined) {
    page = await ask(page.next);
    yield rowsIn(sheet, page);
  }
}

async function* asJson(batches: AsyncIterable<Rows>): AsyncGenerator<string> {
  let separator = '{"rows":[\n';
  for await (const rows of batches) {
    if (rows.length === 0) continue;
    yield separator + rows.map((row) => JSON.stringify(row)).join(',\n');
    separator = ',\n';
  }
  yield separator === ',\n' ? '\n]}\n' : `${separator}]}\n`;
}

async function* asCsv(
  batches: AsyncIterable<Rows>,
  { columns, cells = {} }: Sheet,
  { base }: Exchange,
  language: Language,
): AsyncGenerator<string> {
  const names = Object.keys(columns);
  const cell = (row: Row, name: string): Cell => {
    const own = Object.hasOwn(cells, name) ? cells[name] : undefined;
    if (own) return own(row as never, language);
    return name === 'self' ? `${base}${String(row[name])}` : (row[name] as Cell);
  };
  yield BYTE_ORDER_MARK + csvLine(Object.values(columns).map((heading) => inLanguage(heading, language)));
  for await (const rows of batches) yield rows.map((row) => csvLine(names.map((name) => cell(row, name)))).join('');
}

/** The same question for the next page. */
const addressOf = ({ originalUrl }: Request, next: string): string => {
  const { pathname, searchParams } = new URL(originalUrl, 'http://list');
  searchParams.set('cursor', next);
  return `${pathname}?${searchParams.toString()}`;
};

type Format = (typeof LIST_FORMATS)[number];

/** As asked for by parameter, else by header; undefined for the usual answer. */
const formatOf = (request: Request, named: Format | undefined): Format | undefined =>
  named ?? (request.accepts(['json', 'csv']) === 'csv' ? 'csv' : undefined);

function sendSheet(exchange: Exchange, sheet: Sheet, format: Format, batches: AsyncIterable<Rows>): Promise<void> {
  const { request, response } = exchange;
  const name = `${sheet.name}.${format}`;
  if (format === 'json') return sendFile(response, { type: 'application/json', name }, asJson(batches));
  const language = languageOf(request);
  response.set('Content-Language', language);
  const type = 'text/csv; charset=utf-8; header=present';
  return sendFile(response, { type, name }, asCsv(batches, sheet, exchange, language));
}

/**
 * Answers any list: a page as JSON, or as a file (`format`, or `Accept: text/csv`) all of it, unless `limit` asks for a
 * page. What is refused is refused before the first byte.
 */
export async function answerList<Q extends ListQuery>(
  exchange: Exchange,
  sheet: Sheet,
  { format: named, ...params }: Q,
  ask: (params: Omit<Q, 'format'>) => Promise<Answer>,
): Promise<void> {
  const { request, response } = exchange;
  const format = formatOf(request, named);
  const isWhole = format !== undefined && params.limit === undefined;
  const paged = isWhole ? { ...params, limit: BATCH } : params;
  const first = await ask(paged);
  response.vary('Accept').vary('Accept-Language');
  if (!isWhole && first.next !== undefined) response.links({ next: addressOf(request, first.next) });
  if (format === undefined) {
    response.json(first);
    return;
  }
  const { next: _, ...alone } = first;
  const batches = following(sheet, isWhole ? first : alone, (cursor) => ask({ ...paged, cursor }));
  await sendSheet(exchange, sheet, format, batches);
}
