import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { migrateEventStore } from '#event-store';
import { migrateReadModel } from '#read-model';
import { freshDatabase, startServer } from '../postgres-server.js';
import { median, option } from './figures.js';
import { fillLog } from './fill.js';
import { history } from './history.js';

interface Run {
  readonly events: number;
  readonly seconds: number;
  readonly megabytes: number;
}

/** As recommended for rebuilds: what is folded lives a little longer than the usual 16 MB of new objects. */
const FLAGS = ['--max-semi-space-size=64'];

const fill = async (url: string, count: number) => {
  const { events, streams, characters } = await fillLog(url, history(count));
  console.log(`${events} events of ${streams} matters, ${characters} characters per record`);
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
