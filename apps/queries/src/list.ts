import type { Request, Response } from 'express';
import type { Page, PageParams } from './answers/page.js';
import { BYTE_ORDER_MARK, csvLine } from './csv.js';
import { type Bilingual, inLanguage, type Language, languageOf } from './page/language.js';
import { sendFile } from './stream.js';

export const LIST_FORMATS = ['csv', 'json'] as const;

/** Of a list also as a file. */
export interface ListQuery extends PageParams {
  readonly format?: (typeof LIST_FORMATS)[number];
}

/** What a list is called as a file, and its columns there: members of its rows, each with a heading. */
export interface Sheet {
  readonly name: string;
  readonly columns: Readonly<Record<string, Bilingual>>;
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
  /** Address of the service: in a file `self` has to lead back to it. */
  readonly base: string;
}

type Rows = readonly object[];

/** Rows per question to the views: so much of a list is in memory at once. */
const BATCH = 200;

/** Page after page to the end of the list, each asked for when the reader has taken the one before. */
async function* following(first: Page<object>, ask: (cursor: string) => Promise<Page<object>>): AsyncGenerator<Rows> {
  let page = first;
  yield page.rows;
  while (page.next !== undefined) {
    page = await ask(page.next);
    yield page.rows;
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
  { columns }: Sheet,
  { base }: Exchange,
  language: Language,
): AsyncGenerator<string> {
  const names = Object.keys(columns);
  yield BYTE_ORDER_MARK + csvLine(Object.values(columns).map((heading) => inLanguage(heading, language)));
  for await (const rows of batches) {
    yield rows
      .map((row) => row as Readonly<Record<string, Parameters<typeof csvLine>[0][number]>>)
      .map((row) => csvLine(names.map((name) => (name === 'self' ? `${base}${String(row[name])}` : row[name]))))
      .join('');
  }
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
  ask: (params: Omit<Q, 'format'>) => Promise<Page<object>>,
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
  const batches = following(isWhole ? first : { rows: first.rows }, (cursor) => ask({ ...paged, cursor }));
  await sendSheet(exchange, sheet, format, batches);
}
