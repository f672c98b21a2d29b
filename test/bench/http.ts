import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { programId, programSecret } from '#edge';
import pg from 'pg';
import type { DatabaseUrls } from '../../apps/standalone/src/postgres/roles.js';
import { newSecrets, type Secrets } from '../../apps/standalone/src/secrets.js';
import { freshUrls } from '../e2e/database.js';
import { circulated } from '../e2e/matter.js';
import { furnish, furnishedOn, type Furnished, PRESET } from '../e2e/system.js';
import { startServer } from '../postgres-server.js';
import { median, option, quantile } from './figures.js';
import { type Ballot, closedLoop, type Load, openLoop } from './http-load.js';

export const SEATS = PRESET.bodies.find(({ body }) => body === 'DA')?.seats.map(({ seat }) => seat) ?? [];
const RATE = 100;

interface Contender {
  readonly name: string;
  readonly votes: number;
  readonly run: (url: string, ballots: readonly Ballot[]) => Promise<Load>;
}

const contenders = (seconds: number): readonly Contender[] => [
  { name: 'closed, 1 client', votes: 300, run: (url, ballots) => closedLoop(url, 1, ballots) },
  { name: 'closed, 32 clients', votes: 2_000, run: (url, ballots) => closedLoop(url, 32, ballots) },
  { name: `open, ${RATE}/s`, votes: RATE * seconds, run: (url, ballots) => openLoop(url, RATE, ballots) },
];

/** So many matters with a running round of all seats that every vote is the only one of its seat. */
const prepared = async (system: Furnished, votes: number) => {
  const numbers = Array.from({ length: Math.ceil(votes / SEATS.length) }, (_, index) => index).values();
  const courses: { readonly matter: string; readonly round: string }[] = [];
  const clerk = async () => {
    for (let number = numbers.next(); !number.done; number = numbers.next())
      courses.push(await circulated(system, { seats: SEATS }));
  };
  await Promise.all(Array.from({ length: 16 }, clerk));
  return courses;
};

export const started = async (
  urls: DatabaseUrls,
  secrets: Secrets,
  more: { readonly logFolder?: string } = {},
): Promise<readonly [string, ChildProcess]> => {
  const child = fork(fileURLToPath(new URL('./http-system.js', import.meta.url)));
  child.send({ urls, secrets, ...more });
  const [url] = (await once(child, 'message')) as [string];
  return [url, child];
};

export const tokenFor = async (url: string, { development }: Secrets, person: string): Promise<string> => {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: programId(person),
    client_secret: programSecret(development, person),
  });
  const { access_token: token } = (await (await fetch(`${url}/oidc/token`, { method: 'POST', body })).json()) as {
    access_token: string;
  };
  return token;
};

/** Neighbours in the order are votes on different matters. */
export const ballotsOf = (courses: Awaited<ReturnType<typeof prepared>>, tokens: ReadonlyMap<string, string>) =>
  SEATS.flatMap((seat) =>
    courses.map(({ matter, round }) => ({
      path: `/matters/${matter}/votes`,
      token: tokens.get(seat) ?? '',
      body: JSON.stringify({ round, seat, version: 1, value: 'CONSENT' }),
    })),
  );

const cells = (values: readonly string[]) => values.map((value) => value.padStart(20)).join('');

const printTable = (rows: readonly { readonly contender: Contender; readonly rounds: readonly Load[] }[]) => {
  console.log(cells(['', 'votes per second', 'p50 ms', 'p99 ms', 'p99 of each round']));
  for (const { contender, rounds } of rows) {
    const p99s = rounds.map(({ latencies }) => quantile(latencies, 0.99));
    const p50 = median(rounds.map(({ latencies }) => median(latencies)));
    const rate = median(rounds.map(({ perSecond }) => perSecond));
    const each = p99s.map((p99) => p99.toFixed(0)).join(' ');
    console.log(cells([contender.name, rate.toFixed(0), p50.toFixed(1), median(p99s).toFixed(1), each]));
  }
};

/** Throws if an acknowledged vote is not in the log, or one is there twice. */
const check = async (urls: DatabaseUrls, acknowledged: number) => {
  const client = new pg.Client({ connectionString: urls.owner });
  await client.connect();
  const { rows } = await client.query<{ votes: number; settings: string }>(
    `SELECT (SELECT count(*)::int FROM ledger.event WHERE type = 'VoteCast') AS votes,
            (SELECT string_agg(name || ' ' || setting, ', ') FROM pg_settings
             WHERE name IN ('server_version', 'fsync', 'synchronous_commit')) AS settings`,
  );
  await client.end();
  const { votes = NaN, settings = '' } = rows[0] ?? {};
  if (votes !== acknowledged) throw new Error(`${acknowledged} votes acknowledged, ${votes} found`);
  console.log(`${votes} of ${acknowledged} votes found in the log; ${settings}`);
};

export const furnishedFor = async (urls: DatabaseUrls, votes: number, logFolder?: string) => {
  const now = new Date().toISOString();
  await furnish(urls, now);
  const system = await furnishedOn(urls, now, 'case', logFolder);
  const courses = await prepared(system, votes);
  await system.client.advance(now);
  await system.stop();
  return courses;
};

/**
 * Votes over HTTP with bearer tokens against the composed system in a process of its own, on an embedded server with
 * fsync and synchronous commits; the load comes from here. Medians over interleaved rounds.
 * Options: --rounds 3 --seconds 20 (of each open round).
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const rounds = option(args, 'rounds', 3);
  const rows = contenders(option(args, 'seconds', 20)).map((contender) => ({ contender, rounds: [] as Load[] }));
  const warming = 200;
  const votes = warming + rounds * rows.reduce((sum, { contender }) => sum + contender.votes, 0);
  const server = await startServer({ durable: true });
  const secrets = newSecrets();
  try {
    const urls = await freshUrls(server);
    const courses = await furnishedFor(urls, votes);
    const [url, child] = await started(urls, secrets);
    const tokens = new Map<string, string>();
    for (const seat of SEATS) tokens.set(seat, await tokenFor(url, secrets, `${seat}/REP`));
    const ballots = ballotsOf(courses, tokens);
    console.log(`${courses.length} matters of ${SEATS.length} seats; load average ${loadavg()[0]?.toFixed(1) ?? '?'}`);
    await closedLoop(url, 8, ballots.splice(0, warming));
    for (let round = 0; round < rounds; round += 1) {
      for (const { contender, rounds: done } of rows) {
        await wait(500);
        done.push(await contender.run(url, ballots.splice(0, contender.votes)));
      }
    }
    printTable(rows);
    console.log(`Target: p99 under 50 ms at ${RATE} votes per second on two cores`);
    child.send('stop');
    await once(child, 'exit');
    await check(urls, votes);
  } finally {
    await server.stop();
  }
};
