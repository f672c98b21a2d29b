import { type Instant, momentIn } from '#domain';
import { entriesOf } from './entries.js';
import type { Entry } from './records.js';
import { Unreadable } from './unreadable.js';

/** A place in the log: an instant of recording, the index of a record, or a revision of the stream that is named. */
export type Place =
  | { readonly is: 'instant'; readonly until: Instant }
  | { readonly is: 'index'; readonly index: bigint }
  | { readonly is: 'revision'; readonly revision: number };

/** Up to which place of the log, and what of it was known at an instant. Absent: everything. */
export interface Moment {
  readonly at?: Place;
  readonly knownOn?: Instant;
}

const NUMBERED = /^(index|revision):(0|[1-9][0-9]{0,14})$/;

/** `index:1234`, `revision:17`, an instant, or a day, which lasts until its end in Berlin. Undefined for anything else. */
export function placeIn(text: string): Place | undefined {
  const [, is, number = ''] = NUMBERED.exec(text) ?? [];
  if (is === 'index') return { is, index: BigInt(number) };
  if (is === 'revision') return { is, revision: Number(number) };
  const until = momentIn(text);
  return until === undefined ? undefined : { is: 'instant', until };
}

/** Whether a place may lie between the records of one command. */
export const mayCut = (place: Place | undefined): boolean => place !== undefined && place.is !== 'instant';

/** By the kind of place, whether an entry is recorded until then; at the end, whether the file has the place at all. */
function limit(place: Place, stream: string | undefined) {
  let isOver = false;
  const keeps = (entry: Entry): boolean => {
    const { record, index } = entry;
    if (place.is === 'instant') return record.at <= place.until;
    if (place.is === 'index') return index <= place.index;
    if (isOver) return false;
    isOver = record.stream === stream && record.rev >= place.revision;
    return true;
  };
  const end = (places: bigint) => {
    if (place.is === 'revision' && !isOver) throw new Unreadable('NO_REVISION', String(place.revision));
    if (place.is === 'index' && place.index >= places) throw new Unreadable('NO_INDEX', `${place.index}, ${places}`);
  };
  return { keeps, end };
}

/** Records of a file up to the place; `stream` is the one whose revisions count. The whole file is read. Throws Unreadable. */
export async function* entriesUntil(file: string, place?: Place, stream?: string): AsyncGenerator<Entry> {
  const until = place && limit(place, stream);
  const end = (places: bigint) => until?.end(places);
  for await (const entry of entriesOf(file, end)) if (!until || until.keeps(entry)) yield entry;
}
