import type { Position } from '../../event-store.js';
import { type Client, type Found, isPassing } from './client.js';
import { patience } from './patience.js';
import { comparePositions } from './position.js';
import { isRecord, type Reading } from './reader.js';
import { batchesOf, Silence } from './source.js';

/** The last event of the log. */
export type Head = Pick<Found, 'position' | 'stream'>;

const PAGES = [8, 64, 512];

/** One page of the log from its end towards its beginning. */
const pageOf = async (
  client: Client,
  before: Position | undefined,
  count: number,
  { answerMs, patienceMs, signal }: Reading,
): Promise<readonly Found[]> => {
  const patient = patience(patienceMs, signal);
  for (;;) {
    try {
      const page: Found[] = [];
      for await (const batch of batchesOf(client.readBack(before, count), {
        limit: count,
        quietMs: answerMs,
        signal,
      })) {
        if (batch.length === 0) throw new Silence(`sent nothing for ${answerMs} ms`);
        page.push(...batch);
      }
      return page;
    } catch (error) {
      if (!isPassing(error) || !(await patient.wait())) throw error;
    }
  }
};

/**
 * Finds the last event that is a record of ours. The server's own events stand behind it, statistics above all, and the
 * client cannot filter a read of all streams: so each search ends where the last one began.
 */
export const headFinder = (client: Client, isOurs: (found: Found) => boolean, reading: Reading) => {
  let known: { readonly end: Position; readonly head: Head | undefined } | undefined;

  const search = async (): Promise<Head | undefined> => {
    const before = known;
    let end: Position | undefined;
    let oldest: Position | undefined;
    for (let turn = 0; ; turn += 1) {
      const count = PAGES[Math.min(turn, PAGES.length - 1)] ?? 1;
      const page = await pageOf(client, oldest, count, reading);
      end ??= page[0]?.position;
      const fresh = before ? page.filter(({ position }) => comparePositions(position, before.end) > 0) : page;
      const found = fresh.find((event) => isRecord(event) && isOurs(event));
      const isOver = page.length < count || fresh.length < page.length;
      if (found || isOver) {
        const head = found ? { position: found.position, stream: found.stream } : before?.head;
        if (end !== undefined) known = { end, head };
        return head;
      }
      oldest = page.at(-1)?.position;
    }
  };
  return search;
};
