import type pg from 'pg';
import { EventsMissing, StreamNotFound, type StoredEvent } from '../../event-store.js';

type EventRow = [position: string, stream: string, revision: number, id: string, type: string, record: string];

type NoEvent = [position: null, ...unknown[]];
const isEvent = (row: EventRow | NoEvent): row is EventRow => row[0] !== null;

const HEAD = { name: 'head', text: 'SELECT position FROM ledger.head', rowMode: 'array' } as const;

/** The name by a subquery: a join hashes all streams for each page as soon as the planner thinks them few. */
const ALL = {
  name: 'all',
  text: `SELECT position, (SELECT name FROM ledger.stream WHERE id = stream_id), revision, event_id, type, record
    FROM ledger.event WHERE position > $1 AND position <= $1::bigint + $2::integer ORDER BY position`,
  rowMode: 'array',
} as const;

/** No row for a stream that does not exist; one without an event where there is nothing more. */
const STREAM = {
  name: 'stream',
  text: `SELECT position, $1, revision, event_id, type, record FROM ledger.stream LEFT JOIN LATERAL (
      SELECT position, revision, event_id, type, record FROM ledger.event
      WHERE stream_id = stream.id AND revision >= $2 ORDER BY revision LIMIT $3) AS event ON true
    WHERE name = $1 ORDER BY revision`,
  rowMode: 'array',
} as const;

const NAMES = {
  name: 'names',
  text: 'SELECT name FROM ledger.stream WHERE starts_with(name, $1) ORDER BY name',
  rowMode: 'array',
} as const;

const STREAM_PAGE = 1_000;

const toEvent = ([position, stream, revision, id, type, record]: EventRow): StoredEvent => ({
  id,
  type,
  record,
  stream,
  revision,
  position,
});

const toPosition = (text: string | undefined): bigint => {
  if (text !== undefined && !/^\d{1,19}$/.test(text)) throw new TypeError(`${text} is no position of this log`);
  return BigInt(text ?? 0);
};

/** A hole is lost evidence: whoever reads over it would prove something else than was recorded. */
const checkOrder = (events: readonly StoredEvent[], after: bigint) => {
  let last = after;
  for (const { position } of events) {
    if (BigInt(position) !== last + 1n) throw new EventsMissing(`The log goes on at ${position} after ${last}`);
    last += 1n;
  }
};

export const readNames = async (pool: pg.Pool, prefix: string): Promise<readonly string[]> => {
  const { rows } = await pool.query<[string]>({ ...NAMES, values: [prefix] });
  return rows.map(([name]) => name);
};

export const readHead = async (pool: pg.Pool): Promise<bigint> => {
  const { rows } = await pool.query<[string]>(HEAD);
  if (!rows[0]) throw new Error('The head of the log is missing');
  return BigInt(rows[0][0]);
};

export async function* readAll(
  pool: pg.Pool,
  after: string | undefined,
  batch: number,
): AsyncGenerator<readonly StoredEvent[]> {
  const page = async (from: bigint): Promise<readonly StoredEvent[]> => {
    const { rows } = await pool.query<EventRow>({ ...ALL, values: [String(from), batch] });
    const events = rows.map(toEvent);
    checkOrder(events, from);
    return events;
  };
  let last = toPosition(after);
  const head = await readHead(pool);
  if (last > head) throw new Error(`Position ${last} lies beyond the end of the log, ${head}`);
  let coming = last < head ? page(last) : undefined;
  while (coming) {
    const events: readonly StoredEvent[] = await coming;
    last += BigInt(events.length);
    if (events.length < batch && last < head) throw new EventsMissing(`The log ends at ${last} instead of ${head}`);
    // The next page is on its way while the reader works on this one.
    coming = events.length === batch ? page(last) : undefined;
    // It is awaited above, unless the reader leaves early: then nobody is interested in its failure.
    coming?.catch(() => undefined);
    if (events.length > 0) yield events;
  }
}

export async function* readStream(pool: pg.Pool, stream: string, from: number): AsyncGenerator<StoredEvent> {
  let next = Math.max(from, 0);
  for (;;) {
    const { rows } = await pool.query<EventRow | NoEvent>({ ...STREAM, values: [stream, next, STREAM_PAGE] });
    if (rows.length === 0) throw new StreamNotFound(stream);
    for (const event of rows.filter(isEvent).map(toEvent)) {
      if (event.revision !== next)
        throw new Error(`${stream} goes on at revision ${event.revision} instead of ${next}`);
      yield event;
      next += 1;
    }
    if (rows.length < STREAM_PAGE) return;
  }
}
