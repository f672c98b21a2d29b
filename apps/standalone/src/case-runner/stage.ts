import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controlledClock } from '#edge';
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

/** A log outside the database, empty at first and for one system only. */
export interface OutsideLog {
  readonly url: string;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly port?: number;
  readonly log: (line: string) => void;
  /** Opens the log of the next system; without it the log is in the system's database. */
  readonly openLog?: () => Promise<OutsideLog>;
}

interface Place {
  readonly urls: DatabaseUrls;
  readonly eventStoreUrl?: string;
  /** Of a log that is sealed; a set-up that is copied later is sealed in its copies only. */
  readonly logFolder?: string;
  readonly port: number;
}

const systemFor = async (described: Case, preset: Preset, place: Place): Promise<System> =>
  startSystem({
    ...place,
    mode: 'case',
    clock: controlledClock(startOf(described)),
    persons: identitiesOf(preset),
    secrets: newSecrets(),
    logLevel: process.env['LOG_LEVEL'] || 'silent',
  });

const furnish = async (described: Case, preset: Preset, place: Place): Promise<System> => {
  const system = await systemFor(described, preset, place);
  try {
    await setUp(await connect(system.url), described, preset);
    return system;
  } catch (error) {
    await system.stop();
    throw error;
  }
};

const newLogFolder = (): string => mkdtempSync(join(tmpdir(), 'beschlussbuch-log-'));

const opened = async (
  system: System,
  preset: Preset,
  { urls, eventStoreUrl, logFolder = '' }: Place,
): Promise<Setting> => {
  const ledger = openLedger(eventStoreUrl ?? urls.queries);
  return {
    url: system.url,
    client: await connect(system.url),
    ledger,
    preset,
    stop: async () => {
      await ledger.close();
      await system.stop();
      if (logFolder !== '') rmSync(logFolder, { recursive: true, force: true });
    },
  };
};

/**
 * The events of a set-up depend on nothing but its key: the first system of a key records them through the bootstrap, its
 * database is kept, and every case of that key begins with a copy.
 */
const fromCopies = (bench: Bench) => {
  const kept = new Map<string, string>();
  return async (described: Case, preset: Preset, port: number): Promise<Setting> => {
    const key = setUpKey(described);
    const name = kept.get(key) ?? `set_up_${kept.size}`;
    if (!kept.has(key)) {
      const system = await furnish(described, preset, { urls: await bench.fresh(), port });
      await system.stop();
      await bench.keep(name);
    }
    kept.set(key, name);
    const place = { urls: await bench.fresh(name), logFolder: newLogFolder(), port };
    return opened(await systemFor(described, preset, place), preset, place);
  };
};

/** A log outside cannot be copied with the database: every case records its set-up anew. */
const fromScratch =
  (bench: Bench, openLog: () => Promise<OutsideLog>) =>
  async (described: Case, preset: Preset, port: number): Promise<Setting> => {
    const log = await openLog();
    try {
      const place = { urls: await bench.fresh(), eventStoreUrl: log.url, logFolder: newLogFolder(), port };
      const setting = await opened(await furnish(described, preset, place), preset, place);
      const stop = async () => {
        await setting.stop();
        await log.close();
      };
      return { ...setting, stop };
    } catch (error) {
      await log.close();
      throw error;
    }
  };

export const openStage = async ({ port, log, openLog }: StageOptions): Promise<Stage> => {
  const bench = await openBench(log);
  const settingOf = openLog ? fromScratch(bench, openLog) : fromCopies(bench);
  return {
    set: (described) => settingOf(described, readPreset(described.preset), port ?? 0),
    stop: () => bench.stop(),
  };
};
