import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '#log';
import { newSecrets } from '../../apps/standalone/src/secrets.js';
import { freshUrls } from '../e2e/database.js';
import { startServer } from '../postgres-server.js';
import { cells, median, option, quantile } from './figures.js';
import { closedLoop, type Load, openLoop } from './http-load.js';
import { ballotsOf, furnishedFor, SEATS, started, tokenFor } from './http.js';

const RATE = 100;
const WARMING = 100;
const PREFER = 'wait=10';

const printTable = (loads: readonly Load[]) => {
  console.log(cells(['', 'per second', 'p50 ms', 'p99 ms', 'max ms']));
  for (const [index, { perSecond, latencies }] of loads.entries()) {
    const figures = [median(latencies), quantile(latencies, 0.99), Math.max(...latencies)];
    console.log(cells([`round ${index + 1}`, perSecond.toFixed(0), ...figures.map((figure) => figure.toFixed(0))]));
  }
  const p99 = median(loads.map(({ latencies }) => quantile(latencies, 0.99)));
  console.log(`p99 ${p99.toFixed(0)} ms, target 1000 ms, at ${RATE} commands per second`);
};

/**
 * From a command to its receipt: votes over HTTP with `Prefer: wait`, at a fixed rate, against the composed system in a
 * process of its own, on an embedded server with fsync and synchronous commits. Fails where an answer has no receipt.
 * Options: --rounds 3 --seconds 20 (of each round).
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const [rounds, seconds] = [option(args, 'rounds', 3), option(args, 'seconds', 20)];
  const votes = WARMING + rounds * seconds * RATE;
  const server = await startServer({ durable: true });
  const logFolder = mkdtempSync(join(tmpdir(), 'bench-log-'));
  const secrets = newSecrets();
  let system: ChildProcess | undefined;
  try {
    const urls = await freshUrls(server);
    const courses = await furnishedFor(urls, votes, logFolder);
    const [url, child] = await started(urls, secrets, { logFolder });
    system = child;
    const tokens = new Map<string, string>();
    for (const seat of SEATS) tokens.set(seat, await tokenFor(url, secrets, `${seat}/REP`));
    const ballots = ballotsOf(courses, tokens).map((ballot) => ({ ...ballot, prefer: PREFER }));
    console.log(`${courses.length} matters of ${SEATS.length} seats; load average ${loadavg()[0]?.toFixed(1) ?? '?'}`);
    await closedLoop(url, 32, ballots.splice(0, WARMING));
    const loads: Load[] = [];
    for (let round = 0; round < rounds; round += 1) {
      loads.push(await openLoop(url, RATE, ballots.splice(0, seconds * RATE)));
    }
    printTable(loads);
    const log = openLog(urls.queries);
    console.log(`Last checkpoint: ${(await log.checkpoint())?.split('\n')[1] ?? 'none'} records`);
    await log.close();
    child.send('stop');
    await once(child, 'exit');
  } finally {
    // Already gone unless something failed.
    system?.kill();
    await server.stop();
    rmSync(logFolder, { recursive: true, force: true });
  }
};
