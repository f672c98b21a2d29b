import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { migrateEventStore } from '#event-store';
import { migrateReadModel } from '#read-model';
import pg from 'pg';
import { freshDatabase, startServer } from '../postgres-server.js';
import { history, type PastEvent } from './history.js';

interface Run {
  readonly events: number;
  readonly seconds: number;
  readonly megabytes: number;
}

/** As recommended for rebuilds: what is folded lives a little longer than the usual 16 MB of new objects. */
const FLAGS = ['--max-semi-space-size=64'];

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

/** Past the store: a million appends would measure it, and take as long. What it would have written is the same. */
const fill = async (url: string, count: number) => {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query('SET synchronous_commit = off');
  let chunk: PastEvent[] = [];
  let written = 0;
  const matters = new Set<string>();
  for (const event of history(count)) {
    chunk.push(event);
    matters.add(event.stream);
    if (chunk.length < CHUNK && written + chunk.length < count) continue;
    await write(owner, written, chunk);
    written += chunk.length;
    chunk = [];
    process.stderr.write(`\r  ${written} of ${count} events generated    `);
  }
  process.stderr.write('\n');
  await owner.query('VACUUM ANALYZE ledger.event, ledger.stream');
  const { rows } = await owner.query<{ mean: string }>(
    'SELECT round(avg(length(record))) AS mean FROM ledger.event TABLESAMPLE SYSTEM (5)',
  );
  await owner.end();
  console.log(`${written} events of ${matters.size} matters, ${rows[0]?.mean ?? '?'} characters per record`);
};

const runInChild = (task: 'read' | 'rebuild', url: string) =>
  new Promise<Run>((resolve, reject) => {
    // The built bench stands beside the built script; run from sources, the loader of the parent is inherited.
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const child = fork(fileURLToPath(new URL(`./rebuild-run.${extension}`, import.meta.url)), [task, url], {
      execArgv: [...process.execArgv, ...FLAGS],
    });
    child.on('message', (run) => resolve(run as Run));
    child.on('exit', (code) => reject(new Error(`The process ended with ${code}`)));
  });

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const line = (name: string, runs: readonly Run[]) => {
  const seconds = median(runs.map((run) => run.seconds));
  const perSecond = (runs[0]?.events ?? 0) / seconds;
  const peak = Math.max(...runs.map(({ megabytes }) => megabytes));
  const each = runs.map((run) => run.seconds.toFixed(1)).join(' ');
  console.log(
    `${name.padEnd(16)}${seconds.toFixed(2).padStart(8)} s${perSecond.toFixed(0).padStart(9)} events/s` +
      `${peak.toFixed(0).padStart(6)} MB at most   (${each})`,
  );
  return seconds;
};

const option = (args: readonly string[], name: string, otherwise: number) => {
  const at = args.indexOf(`--${name}`);
  const value = at < 0 ? otherwise : Number(args[at + 1]);
  if (!Number.isInteger(value) || value <= 0) throw new Error(`--${name} wants a positive integer`);
  return value;
};

/**
 * Rebuild of all views beside reading and parsing the same events in order, each in a process of its own, interleaved:
 * medians, ratio, resident memory. Options: --events 1000000 --rounds 3.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const server = await startServer({ durable: true });
  try {
    const url = await freshDatabase(server);
    await migrateEventStore(url, { append: [], read: [] });
    await migrateReadModel(url, { write: [], read: [] });
    await fill(url, option(args, 'events', 1_000_000));
    await runInChild('read', url);
    const reads: Run[] = [];
    const rebuilds: Run[] = [];
    for (let round = option(args, 'rounds', 3); round > 0; round -= 1) {
      reads.push(await runInChild('read', url));
      rebuilds.push(await runInChild('rebuild', url));
    }
    const reading = line('read and parse', reads);
    const rebuilding = line('rebuild', rebuilds);
    console.log(`ratio ${(rebuilding / reading).toFixed(2)} (target: at most 3.00), memory target: under 512 MB`);
  } finally {
    await server.stop();
  }
};
