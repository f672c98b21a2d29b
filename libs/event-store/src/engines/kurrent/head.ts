import type { Position } from '../../event-store.js';
import type { Client, Found } from './client.js';
import { comparePositions } from './position.js';
import { isRecord, readBack, type Reading } from './reader.js';

/** The last event of the log. */
export type Head = Pick<Found, 'position' | 'stream'>;

const FIRST_PAGE = 8;
const MAX_PAGE = 512;

/** All events from the last one backwards, in pages that grow: most searches end at once. */
async function* fromTheEnd(client: Client, reading: Reading): AsyncGenerator<Found> {
  let oldest: Position | undefined;
  for (let size = FIRST_PAGE; ; size = Math.min(size * 8, MAX_PAGE)) {
    let count = 0;
    for await (const found of readBack(client, oldest, size, reading)) {
      count += 1;
      oldest = found.position;
      yield found;
    }
    if (count < size) return;
  }
}

/**
 * Finds the last event that is a record of ours. The server's own events stand behind it, statistics above all, and the
 * client cannot filter a read of all streams: so each search ends where the last one began.
 */
export const headFinder = (client: Client, isOurs: (stream: string) => boolean, reading: Reading) => {
  let known: { readonly end: Position; readonly head: Head | undefined } | undefined;

  return async (): Promise<Head | undefined> => {
    const before = known;
    let end: Position | undefined;
    let head = before?.head;
    for await (const found of fromTheEnd(client, reading)) {
      end ??= found.position;
      if (before && comparePositions(found.position, before.end) <= 0) break;
      if (isRecord(found) && isOurs(found.stream)) {
        head = { position: found.position, stream: found.stream };
        break;
      }
    }
    if (end !== undefined) known = { end, head };
    return head;
  };
};
