import { type Erased, erasedIn, type Instant, refuse } from '#domain';
import { digestsIn } from '#evidence';
import type { ListFilter, Place } from '#read-model';
import { caughtUp } from './after-write.js';
import { NOTHING_ERASED, opened } from './answers/opened.js';
import { page, type PageParams } from './answers/page.js';
import type { Part } from './cursor.js';
import { type Seen, partsOf, seenAt } from './seen.js';
import { instantOf } from './sight.js';
import type { Sources } from './sources.js';
import { exists } from './streams.js';
import { seenBy, type Viewer } from './viewer.js';

/** A question about one house, answered by pages. */
export interface HouseParams extends PageParams {
  readonly ministry: string;
  readonly asOf?: Instant;
}

/** Where what is told about a house comes from: a matter or an agreement. */
export interface Origin {
  readonly matter?: string;
  readonly agreement?: string;
  readonly title: string;
}

export const originOf = (stream: string, title: string): Origin => {
  const { kind, id } = partsOf(stream) ?? {};
  return kind === undefined ? { title } : { [kind]: id, title };
};

export const originIn = ({ kind, id, sight }: Seen): Origin => ({ [kind]: id, title: sight.state.title });

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
}

type Window = ListFilter & { readonly ministry: string; readonly limit: number };

/** The question without what leads from page to page: a cursor belongs to it. */
export const questionOf = (
  name: string,
  { cursor: _, limit: __, stream: ___, revision: ____, ...filter }: HouseParams,
) => ({
  name,
  ...filter,
});

/** How a question is answered: now by rows of a view in their order, as of an instant by what streams said then. */
export interface Answering<Row, Told> {
  readonly name: string;
  /** By which values of a row the list is ordered. */
  readonly parts: readonly Part[];
  readonly find: (window: Omit<Window, 'limit'>) => Promise<readonly Row[]>;
  readonly placeOf: (row: Row) => Place;
  readonly tell: (row: Row) => readonly Told[];
  /** Whether the viewer may know of the row; of all unless told. */
  readonly mayKnow?: (row: Row) => Promise<boolean>;
  readonly past: Past<Told>;
}

type Past<Told> = (seen: Seen) => readonly Told[] | Promise<readonly Told[]>;

async function listed<Row, Told>(
  sources: Sources,
  viewer: Viewer,
  params: HouseParams,
  { tell, find, ...list }: Answering<Row, Told>,
): Promise<Page<Told>> {
  const { rows, ...next } = await page(sources, params, viewer, {
    ...list,
    find: (window) => find({ ...window, ministry: params.ministry }),
    shown: (row) => ({ told: tell(row) }),
  });
  return { rows: rows.flatMap(({ told = [] }) => told), ...next };
}

type Candidates = (window: Window) => Promise<readonly string[]>;

/** Streams per page whose past is looked at. */
const SCANNED = 100;

/**
 * What streams say that the views name: folded one after the other, because the past of many must not be in memory at once.
 * A page is what so many streams say, in the order of their names.
 */
export async function scanned<Told>(
  sources: Sources,
  viewer: Viewer,
  params: HouseParams,
  { name, past }: Pick<Answering<never, Told>, 'name' | 'past'>,
  candidates: Candidates,
): Promise<Page<Told>> {
  const { ministry, asOf, cursor, limit = SCANNED } = params;
  const { cursors } = sources;
  const question = questionOf(name, params);
  const most = Math.min(limit, SCANNED);
  const after = cursor === undefined ? {} : { after: cursors.placeIn(cursor, question, ['name']) };
  const streams = await candidates({ ministry, limit: most, ...after, ...seenBy(viewer) });
  const rows: Told[] = [];
  for (const stream of streams) {
    const seen = await seenAt(sources, viewer, stream, asOf);
    if (seen) rows.push(...(await past(seen)));
  }
  const last = streams.length < most ? undefined : streams.at(-1);
  return { rows, ...(last === undefined ? {} : { next: cursors.at(question, [last]) }) };
}

const streamOf = ({ matter, agreement = '' }: Origin): string =>
  matter === undefined ? `agreement-${agreement}` : `matter-${matter}`;

/** What is erased by now in the stream. */
async function erasedOf(sources: Sources, viewer: Viewer, stream: string): Promise<Erased> {
  const seen = await seenAt(sources, viewer, stream);
  return seen?.kind === 'matter' ? erasedIn(seen.sight.present) : NOTHING_ERASED;
}

/** The page with the words in place of their digests; few rows hold words, and each only those of its own stream. */
export async function spelled<Told extends Origin>(
  sources: Sources,
  viewer: Viewer,
  page: Page<Told>,
): Promise<Page<Told>> {
  const holding = page.rows.filter((row) => digestsIn(row).length > 0);
  const told = new Map<Told, Told>();
  for (const stream of new Set(holding.map(streamOf))) {
    const own = holding.filter((row) => streamOf(row) === stream);
    const words = await opened(sources, stream, own, await erasedOf(sources, viewer, stream));
    words.forEach((row, at) => told.set(own[at] ?? row, row));
  }
  return { ...page, rows: page.rows.map((row) => told.get(row) ?? row) };
}

/** A page of the answer, with the words in place of their digests. */
export async function answered<Row, Told extends Origin>(
  sources: Sources,
  viewer: Viewer,
  params: HouseParams,
  answering: Answering<Row, Told>,
): Promise<Page<Told>> {
  const page =
    params.asOf === undefined
      ? await listed(sources, viewer, params, answering)
      : await scanned(sources, viewer, params, answering, (window) => sources.views.concerning(window));
  return spelled(sources, viewer, page);
}

/** Waits for what the client has written, and says at which instant the answer stands. */
export async function standing(sources: Sources, viewer: Viewer, params: HouseParams): Promise<Instant> {
  await caughtUp(sources, viewer, params);
  const { ministry } = params;
  // Nobody takes an empty list for an answer to a typing mistake.
  if (!(await exists(sources.store, `ministry-${ministry}`))) refuse('NOT_FOUND', { ministry });
  return instantOf(sources, params.asOf);
}
