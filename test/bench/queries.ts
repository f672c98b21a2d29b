import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { migrateEventStore, postgresStore } from '#event-store';
import { migrateReadModel, rebuild } from '#read-model';
import { migrateVault } from '#vault';
import pg from 'pg';
import { freePort, freshDatabase, startServer } from '../postgres-server.js';
import { cells, option, quantile } from './figures.js';
import { fillLog } from './fill.js';
import { MINISTRIES } from './history.js';
import { ledger, SEARCHED } from './ledger.js';

const NOW = '2029-06-01T10:00:00.000Z';
const TARGET_MS = 50;
const TARGET_MB = 100;

interface Reply {
  readonly text: string;
  readonly bytes: number;
}

const agent = new Agent({ keepAlive: true });

/** Whole answers only; `keep` false lets a file pass by without keeping it. */
const fetched = (base: string, path: string, person = 'SEC/A', keep = true): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const sent = get(base + path, { agent, headers: { 'X-Case-Actor': person } }, (response) => {
      let [text, bytes] = ['', 0];
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (keep) text += chunk.toString();
      });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve({ text, bytes });
        else reject(new Error(`${response.statusCode ?? 0} ${path} ${text}`));
      });
    });
    sent.on('error', reject);
  });

/** A question, with whatever varies from one time to the next. */
interface Asked {
  readonly name: string;
  readonly path: (time: number) => string;
  readonly person?: string;
}

const ministry = (time: number): string => MINISTRIES[time % MINISTRIES.length] ?? '';
const monthDay = (time: number): string => `2027-${String((time % 12) + 1).padStart(2, '0')}-15`;

const questions = (numbers: readonly string[], cursor: string): readonly Asked[] => [
  { name: 'matters', path: () => '/matters' },
  { name: 'matters, house of the reader', path: () => '/matters', person: 'BMF/REP' },
  { name: 'matters, a page far behind', path: () => `/matters?cursor=${cursor}` },
  { name: 'matters by ministry', path: (n) => `/matters?ministry=${ministry(n)}` },
  { name: 'matters by body and phase', path: () => '/matters?body=KOA&phase=ROUND_OPEN' },
  { name: 'matters by outcome and rule', path: () => '/matters?outcome=DISSENT&rule=consensus-silence@1' },
  { name: 'matters by rule book', path: () => '/matters?ruleBook=RB-POLOPS' },
  { name: 'matters by days', path: (n) => `/matters?from=${monthDay(n)}&to=2028-01-31&lead=${ministry(n)}` },
  { name: 'matters, nothing matches', path: () => '/matters?track=FRAME&outcome=REJECTED' },
  { name: 'matters by classification', path: () => '/matters?classification=VS_NFD', person: 'BMF/REP' },
  { name: 'decisions', path: () => '/decisions' },
  { name: 'decisions by ministry and origin', path: (n) => `/decisions?ministry=${ministry(n)}&origin=FINAL` },
  { name: 'decisions in force on a day', path: () => '/decisions?on=2029-05-01&body=ITR' },
  { name: 'decisions, nothing matches', path: () => '/decisions?effect=VOIDED&origin=CABINET' },
  { name: 'agreements', path: () => '/agreements' },
  { name: 'agreements by ministry', path: (n) => `/agreements?ministry=${ministry(n)}&phase=NEGOTIATION` },
  { name: 'agreements in force on a day', path: () => '/agreements?on=2029-05-01' },
  { name: 'search: a frequent word', path: () => `/matters?q=${SEARCHED.frequent}` },
  { name: 'search: a rare word', path: () => `/matters?q=${SEARCHED.rare}` },
  { name: 'search: two words', path: () => `/matters?q=${SEARCHED.frequent}+${SEARCHED.rare}` },
  { name: 'search: a phrase', path: () => `/decisions?q=${encodeURIComponent(SEARCHED.phrase)}` },
  { name: 'search: no such word', path: () => '/matters?q=Wolkenkuckucksheim' },
  { name: 'search: agreements', path: () => `/agreements?q=${SEARCHED.rare}` },
  { name: 'search: by number', path: (n) => `/decisions?q=${numbers[n % numbers.length] ?? ''}` },
  { name: 'what binds a ministry on a day', path: (n) => `/ministries/${ministry(n)}/binding?on=2029-05-01` },
  { name: 'what waits for a ministry', path: (n) => `/ministries/${ministry(n)}/waiting` },
];

const measured = async (base: string, { path, person }: Asked, times: number): Promise<number[]> => {
  for (let warming = 0; warming < 5; warming += 1) await fetched(base, path(warming), person);
  const latencies: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const asked = performance.now();
    await fetched(base, path(time), person);
    latencies.push(performance.now() - asked);
  }
  return latencies;
};

const line = (name: string, latencies: readonly number[]): void => {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(latencies, share).toFixed(1));
  const verdict = quantile(latencies, 0.95) < TARGET_MS ? 'met' : 'MISSED';
  console.log(`${name.padEnd(34)}${cells([p50 ?? '', p95 ?? '', p99 ?? ''])}   p95 under ${TARGET_MS} ms: ${verdict}`);
};

const said = async (child: ChildProcess, message: string): Promise<number> => {
  child.send(message);
  const [megabytes] = (await once(child, 'message')) as [number];
  return megabytes;
};

const exported = async (base: string, child: ChildProcess, path: string): Promise<void> => {
  await fetched(base, `${path}&limit=500`);
  const before = await said(child, 'watch');
  const began = performance.now();
  const { bytes } = await fetched(base, path, 'SEC/A', false);
  const seconds = (performance.now() - began) / 1_000;
  const peak = await said(child, 'peak');
  const grown = peak - before;
  console.log(
    `${path.padEnd(34)} ${seconds.toFixed(1)} s, ${(bytes / 1_048_576).toFixed(1)} MB sent, ${before.toFixed(0)} MB resident, ` +
      `${peak.toFixed(0)} MB at most: ${grown.toFixed(0)} MB more   under ${TARGET_MB} MB: ${grown < TARGET_MB ? 'met' : 'MISSED'}`,
  );
};

/** A cursor so many pages on, and numbers to look for. */
const prepared = async (base: string, pages: number) => {
  let cursor = '';
  for (let page = 0; page < pages; page += 1) {
    const { text } = await fetched(base, `/matters?limit=500${cursor === '' ? '' : `&cursor=${cursor}`}`);
    cursor = (JSON.parse(text) as { next?: string }).next ?? cursor;
  }
  const { rows } = JSON.parse((await fetched(base, '/decisions?limit=500')).text) as { rows: { decisionNo: string }[] };
  return { cursor, numbers: rows.map(({ decisionNo }) => decisionNo) };
};

const filled = async (url: string, decisions: number, agreements: number): Promise<void> => {
  await migrateEventStore(url, { append: [], read: [] });
  await migrateVault(url, { write: [], read: [] });
  await migrateReadModel(url, { write: [], read: [] });
  const { events, streams } = await fillLog(url, ledger(decisions, agreements));
  const store = postgresStore({ connectionString: url });
  const began = performance.now();
  await rebuild({ store, databaseUrl: url });
  const seconds = (performance.now() - began) / 1_000;
  await store.close();
  // As autovacuum would within a minute.
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query('VACUUM ANALYZE');
  await owner.end();
  console.log(`${decisions} decisions, ${agreements} agreements: ${events} events of ${streams} streams`);
  console.log(`views rebuilt in ${seconds.toFixed(1)} s; load average ${loadavg()[0]?.toFixed(1) ?? '?'}`);
};

const started = async (url: string): Promise<readonly [string, ChildProcess]> => {
  const port = String(await freePort());
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const child = fork(fileURLToPath(new URL(`./queries-system.${extension}`, import.meta.url)), [url, port, NOW]);
  await once(child, 'message');
  return [`http://127.0.0.1:${port}`, child];
};

/**
 * Questions over HTTP to the service in a process of its own, one after the other, on an embedded server whose views were
 * rebuilt from a generated log: median, p95 and p99 in milliseconds; then files of whole registers, with the memory of
 * the service. Options: --decisions 100000 --agreements 10000 --times 200.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const decisions = option(args, 'decisions', 100_000);
  const server = await startServer({ durable: true });
  try {
    const url = await freshDatabase(server);
    await filled(url, decisions, option(args, 'agreements', 10_000));
    const [base, child] = await started(url);
    const { numbers, cursor } = await prepared(base, Math.ceil(decisions / 1_000));
    console.log(cells(['', '', '', 'p50 ms', 'p95 ms', 'p99 ms']));
    for (const asked of questions(numbers, cursor)) {
      line(asked.name, await measured(base, asked, option(args, 'times', 200)));
    }
    for (const path of ['/decisions?format=csv', '/matters?format=csv', '/decisions?format=json']) {
      await exported(base, child, path);
    }
    child.send('stop');
    await once(child, 'exit');
  } finally {
    agent.destroy();
    await server.stop();
  }
};
