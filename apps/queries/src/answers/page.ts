import type { ListFilter, Place } from '#read-model';
import type { AfterWrite } from '../after-write.js';
import type { Part } from '../cursor.js';
import type { Sources } from '../sources.js';
import { seenBy, type Viewer } from '../viewer.js';

/** Which page of a list. */
export interface PageParams extends AfterWrite {
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

type Present<Row> = { readonly [K in keyof Row]?: Exclude<Row[K], null> };

/** Rows without the members that do not apply, and where the next page begins. */
export interface Page<Row> {
  readonly rows: readonly Present<Row>[];
  readonly next?: string;
}

const LIMIT = 100;

/** What does not apply becomes undefined, which JSON leaves out; in place, since whole registers go through here. */
const without = <Row extends object>(row: Row): Present<Row> => {
  const members = row as Record<string, unknown>;
  for (const name in members) if (members[name] === null) members[name] = undefined;
  return row;
};

/** How a list is read: which rows, where each of them stands, and what is shown of it. */
interface List<Row, Shown> {
  readonly name: string;
  /** What the values of a place are. */
  readonly parts: readonly Part[];
  readonly find: (window: ListFilter) => Promise<readonly Row[]>;
  readonly placeOf: (row: Row) => Place;
  readonly shown: (row: Row) => Shown;
  /** Whether the viewer may know of the row; of all unless told. */
  readonly mayKnow?: (row: Row) => Promise<boolean>;
}

/** The rows of a window that the viewer may know of: others make no page shorter, and are no place where one ends. */
export async function knowable<Row>(
  window: ListFilter & { readonly limit: number },
  { find, placeOf, mayKnow }: Pick<List<Row, object>, 'find' | 'placeOf' | 'mayKnow'>,
): Promise<readonly Row[]> {
  if (!mayKnow) return find(window);
  const rows: Row[] = [];
  for (let rest: ListFilter = window; ;) {
    const found = await find(rest);
    for (const row of found) if (await mayKnow(row)) rows.push(row);
    const last = found.at(-1);
    if (!last || found.length < window.limit || rows.length >= window.limit) return rows.slice(0, window.limit);
    rest = { ...window, after: placeOf(last) };
  }
}

/** One row more than asked for tells whether there is a next page. */
export async function page<Row, Shown extends object>(
  { cursors }: Pick<Sources, 'cursors'>,
  { limit = LIMIT, cursor, stream: _, revision: __, ...filters }: PageParams,
  viewer: Viewer,
  { name, parts, shown, ...list }: List<Row, Shown>,
): Promise<Page<Shown>> {
  const question = { name, ...filters };
  const window = {
    limit: limit + 1,
    ...(cursor === undefined ? {} : { after: cursors.placeIn(cursor, question, parts) }),
    ...seenBy(viewer),
  };
  const found = await knowable(window, list);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const next = last && found.length > limit ? { next: cursors.at(question, list.placeOf(last)) } : {};
  return { rows: rows.map((row) => without(shown(row))), ...next };
}
