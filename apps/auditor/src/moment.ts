import { type Instant, momentIn } from '#domain';
import { entriesOf } from './entries.js';
import type { End } from './leaves.js';
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
  const end = ({ places }: End) => {
    if (place.is === 'revision' && !isOver) throw new Unreadable('NO_REVISION', String(place.revision));
    if (place.is === 'index' && place.index >= places) throw new Unreadable('NO_INDEX', `${place.index}, ${places}`);
  };
  return { keeps, end };
}

/** A record of a file, and whether it was recorded until the place that was asked for. */
export interface Placed {
  readonly entry: Entry;
  readonly isUntil: boolean;
}

/** Up to which place; `stream` is the one whose revisions count. `ended` is told where the file ends. */
interface Extent {
  readonly place?: Place | undefined;
  readonly stream?: string | undefined;
  readonly ended?: (end: End) => void;
}

/** All records of a file, which is read to its end. Throws Unreadable, also where the file does not have the place. */
export async function* placed(file: string, { place, stream, ended }: Extent): AsyncGenerator<Placed> {
  const until = place && limit(place, stream);
  const end = (found: End) => {
    until?.end(found);
    ended?.(found);
  };
  for await (const entry of entriesOf(file, end)) yield { entry, isUntil: until?.keeps(entry) ?? true };
}
