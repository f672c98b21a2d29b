import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type EventStore, migrateEventStore, postgresStore } from '#event-store';
import pg from 'pg';
import { freshDatabase, startServer } from '../postgres-server.js';
import { benchKurrent } from './append-kurrent.js';
import { appendFor, insertFor, type Load } from './append-load.js';
import { cells, median, quantile } from './figures.js';

const RAW_TABLE = `CREATE TABLE raw (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream text NOT NULL, event_id uuid NOT NULL, type text NOT NULL, record text NOT NULL
)`;

interface Contender {
  readonly name: string;
  readonly inFlight: number;
  readonly run: (round: number, seconds: number) => Promise<Load>;
}

const contenders = (url: string, store: EventStore): readonly Contender[] => [
  ...[1, 8, 32].map((inFlight) => ({
    name: 'raw INSERT',
    inFlight,
    run: (_round: number, seconds: number) => insertFor(url, inFlight, seconds),
  })),
  ...[1, 8, 32, 128].map((inFlight) => ({
    name: 'append',
    inFlight,
    run: (round: number, seconds: number) => appendFor(store, `bench-${inFlight}-${round}`, inFlight, seconds),
  })),
];

const printTable = (rows: readonly { readonly contender: Contender; readonly rounds: readonly Load[] }[]) => {
  const rates = rows.map(({ rounds }) => median(rounds.map(({ perSecond }) => perSecond)));
  const best = rates[rows.findIndex(({ contender }) => contender.name === 'raw INSERT' && contender.inFlight === 32)];
  console.log(cells(['', 'in flight', 'per second', 'p50 ms', 'p99 ms', 'to raw 32']));
  rows.forEach(({ contender, rounds }, index) => {
    const p50 = median(rounds.map(({ latencies }) => quantile(latencies, 0.5)));
    const p99 = median(rounds.map(({ latencies }) => quantile(latencies, 0.99)));
    const rate = rates[index] ?? NaN;
    const ratio = (rate / (best ?? NaN)).toFixed(2);
    const figures = [String(contender.inFlight), rate.toFixed(0), p50.toFixed(2), p99.toFixed(2), ratio];
    console.log(cells([contender.name, ...figures]));
  });
};

const writer = (url: string, name: string, seconds: number) =>
  new Promise<number>((resolve, reject) => {
    // The built bench stands beside its built writer; run from sources, the loader of the parent is inherited.
    const script = fileURLToPath(new URL('./append-writer.js', import.meta.url).href.replace(/js$/, extension()));
    const child = fork(script, [url, name, '32', String(seconds)]);
    child.on('message', (count) => resolve(Number(count)));
    child.on('exit', (code) => reject(new Error(`The writer ended with ${code}`)));
  });

const extension = () => (import.meta.url.endsWith('.ts') ? 'ts' : 'js');

/** Throws if an acknowledged append is missing; the reader itself throws at a gap. */
const printTwoWriters = async (url: string, store: EventStore, seconds: number) => {
  const after = await store.head();
  const counts = await Promise.all([writer(url, 'two-a', seconds), writer(url, 'two-b', seconds)]);
  const acknowledged = counts.reduce((sum, count) => sum + count, 0);
  let found = 0;
  for await (const events of store.readAll(after)) found += events.length;
  if (found !== acknowledged) throw new Error(`${acknowledged} appends acknowledged, ${found} found`);
  const rate = (acknowledged / seconds).toFixed(0);
  console.log(
    `\nTwo writer processes, 32 in flight each: ${rate} per second; ${found} of ${acknowledged} found, no gap.`,
  );
};

const option = (args: readonly string[], name: string, otherwise: number) => {
  const at = args.indexOf(`--${name}`);
  const value = at < 0 ? otherwise : Number(args[at + 1]);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} wants a positive number`);
  return value;
};

/**
 * Appends per second beside raw INSERT commits on the same embedded server, synchronous commit and fsync on, in
 * interleaved rounds: medians over rounds, p50 and p99 of latency.
 */
const benchPostgres = async (rounds: number, seconds: number): Promise<void> => {
  const server = await startServer({ durable: true });
  try {
    const url = await freshDatabase(server);
    await migrateEventStore(url, { append: [], read: [] });
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    await owner.query(RAW_TABLE);
    const { rows: settings } = await owner.query<{ name: string; setting: string }>(
      "SELECT name, setting FROM pg_settings WHERE name IN ('server_version', 'fsync', 'synchronous_commit')",
    );
    await owner.end();
    console.log(settings.map(({ name, setting }) => `${name} ${setting}`).join(', '));
    const store = postgresStore({ connectionString: url });
    const rows = contenders(url, store).map((contender) => ({ contender, rounds: [] as Load[] }));
    for (const { contender } of rows) await contender.run(-1, 0.3);
    for (let round = 0; round < rounds; round += 1) {
      for (const row of rows) row.rounds.push(await row.contender.run(round, seconds));
    }
    printTable(rows);
    await printTwoWriters(url, store, seconds * 2);
    await store.close();
  } finally {
    await server.stop();
  }
};

/**
 * Options: --rounds 5 --seconds 2 (each contender and round); --engine postgres, or double, or the address of a server of
 * EventStoreDB, to which it appends.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const rounds = option(args, 'rounds', 5);
  const seconds = option(args, 'seconds', 2);
  const at = args.indexOf('--engine');
  const engine = at < 0 ? 'postgres' : (args[at + 1] ?? '');
  await (engine === 'postgres' ? benchPostgres(rounds, seconds) : benchKurrent(engine, rounds, seconds));
};
