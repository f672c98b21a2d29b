import pg from 'pg';
import type { PastEvent } from './history.js';

const CHUNK = 10_000;

const STREAMS = `INSERT INTO ledger.stream (name) SELECT unnest($1::text[])`;
const EVENTS = `
  INSERT INTO ledger.event (position, stream_id, revision, event_id, type, record)
  SELECT $1::bigint + e.number, s.id, e.revision, e.id, e.type, e.record
  FROM unnest($2::text[], $3::integer[], $4::uuid[], $5::text[], $6::text[]) WITH ORDINALITY
    AS e (stream, revision, id, type, record, number) JOIN ledger.stream s ON s.name = e.stream
  ORDER BY e.number`;

const write = async (owner: pg.Client, position: number, events: readonly PastEvent[]) => {
  const begun = events.filter(({ revision }) => revision === 0);
  await owner.query(STREAMS, [begun.map(({ stream }) => stream)]);
  await owner.query(EVENTS, [
    position,
    events.map(({ stream }) => stream),
    events.map(({ revision }) => revision),
    events.map(({ id }) => id),
    events.map(({ type }) => type),
    events.map(({ record }) => record),
  ]);
  await owner.query('UPDATE ledger.head SET position = $1', [position + events.length]);
};

/** What was written into a log, and the mean length of its records. */
interface Filled {
  readonly events: number;
  readonly streams: number;
  readonly characters: number;
}

/** Past the store: a million appends would measure it, and take as long. What it would have written is the same. */
export const fillLog = async (url: string, events: Iterable<PastEvent>): Promise<Filled> => {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query('SET synchronous_commit = off');
  let [written, streams, characters] = [0, 0, 0];
  let chunk: PastEvent[] = [];
  const flush = async () => {
    if (chunk.length > 0) await write(owner, written, chunk);
    written += chunk.length;
    chunk = [];
    process.stderr.write(`\r  ${written} events generated    `);
  };
  for (const event of events) {
    chunk.push(event);
    characters += event.record.length;
    if (event.revision === 0) streams += 1;
    if (chunk.length === CHUNK) await flush();
  }
  await flush();
  process.stderr.write('\n');
  await owner.query('VACUUM ANALYZE ledger.event, ledger.stream');
  await owner.end();
  return { events: written, streams, characters: Math.round(characters / written) };
};
