import type { ListFilter, Place } from '#read-model';
import type { AfterWrite } from '../after-write.js';
import { cursorAt, type Part, placeIn } from '../cursor.js';
import { houseOf, type Viewer } from '../viewer.js';

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
}

/** One row more than asked for tells whether there is a next page. */
export async function page<Row, Shown extends object>(
  { limit = LIMIT, cursor, stream: _, revision: __, ...filters }: PageParams,
  viewer: Viewer,
  { name, parts, find, placeOf, shown }: List<Row, Shown>,
): Promise<Page<Shown>> {
  const question = { name, ...filters };
  const house = houseOf(viewer);
  const found = await find({
    limit: limit + 1,
    ...(cursor === undefined ? {} : { after: placeIn(cursor, question, parts) }),
    ...(house === undefined ? {} : { seenBy: house }),
  });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const next = last && found.length > limit ? { next: cursorAt(question, placeOf(last)) } : {};
  return { rows: rows.map((row) => without(shown(row))), ...next };
}
