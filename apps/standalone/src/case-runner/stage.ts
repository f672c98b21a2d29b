import { controlledClock } from '#edge';
import { freePort } from '../address.js';
import { identitiesOf, type Preset, readPreset } from '../bootstrap/preset.js';
import { type Client, connect } from '../http/client.js';
import type { DatabaseUrls } from '../postgres/roles.js';
import { newSecrets } from '../secrets.js';
import { startSystem, type System } from '../system.js';
import { type Bench, openBench } from './bench.js';
import type { Case } from './case-file.js';
import { type Ledger, openLedger } from './ledger.js';
import { setUp, setUpKey, startOf } from './set-up.js';

/** A fresh system that is set up for one case. */
export interface Setting {
  readonly url: string;
  readonly client: Client;
  readonly ledger: Ledger;
  readonly preset: Preset;
  stop(): Promise<void>;
}

/** Where cases are played, one after the other. */
export interface Stage {
  set(described: Case): Promise<Setting>;
  stop(): Promise<void>;
}

export interface StageOptions {
  readonly port?: number;
  readonly log: (line: string) => void;
}

const systemFor = async (described: Case, preset: Preset, urls: DatabaseUrls, port: number): Promise<System> =>
  startSystem({
    urls,
    mode: 'case',
    clock: controlledClock(startOf(described)),
    persons: identitiesOf(preset),
    secrets: newSecrets(),
    port,
    logLevel: process.env['LOG_LEVEL'] || 'silent',
  });

/**
 * The events of a set-up depend on nothing but its key: the first system of a key records them through the bootstrap, its
 * database is kept, and every case of that key begins with a copy.
 */
const furnished = async (bench: Bench, described: Case, preset: Preset, port: number, kept: string): Promise<void> => {
  const system = await systemFor(described, preset, await bench.fresh(), port);
  try {
    await setUp(await connect(system.url), described, preset);
  } finally {
    await system.stop();
  }
  await bench.keep(kept);
};

const opened = async (system: System, urls: DatabaseUrls, preset: Preset): Promise<Setting> => {
  const ledger = openLedger(urls.queries);
  return {
    url: system.url,
    client: await connect(system.url),
    ledger,
    preset,
    stop: async () => {
      await ledger.close();
      await system.stop();
    },
  };
};

export const openStage = async ({ port, log }: StageOptions): Promise<Stage> => {
  const bench = await openBench(log);
  const kept = new Map<string, string>();
  return {
    set: async (described) => {
      const preset = readPreset(described.preset);
      const key = setUpKey(described);
      const number = await freePort(port ?? 0);
      const name = kept.get(key) ?? `set_up_${kept.size}`;
      if (!kept.has(key)) await furnished(bench, described, preset, number, name);
      kept.set(key, name);
      const urls = await bench.fresh(name);
      return opened(await systemFor(described, preset, urls, number), urls, preset);
    },
    stop: () => bench.stop(),
  };
};
