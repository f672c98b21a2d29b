import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventStore, migrateEventStore, postgresStore, type NewEvent } from '#event-store';
import { eventId, parseRecord, sha256Hex, uuidV5, writeRecord } from '#evidence';
import {
  fileSigner,
  type Log,
  type LogOptions,
  type LogReader,
  type LogStatus,
  migrateLog,
  openLog,
  startLog,
} from '#log';
import pg from 'pg';
import { freshDatabase, freshRole, sharedServer } from './postgres-server.js';

const NAMESPACE = '0b6a4a0e-8a53-4d1c-a1f1-6a4d1f0c9e55';

/** A record as the command side would have written it. */
export const noted = (stream: string, revision: number, text = 'x'): NewEvent => {
  const command = uuidV5(NAMESPACE, `${stream} ${revision}`);
  const id = eventId(command, 0);
  const record = writeRecord({
    ...{ v: 1, id, stream, rev: revision, type: 'Noted', sv: 1, at: '2027-01-11T08:00:00.000Z', after: [] },
    by: { org: 'DA', role: 'SEC', sub: 'p-1' },
    cmd: { id: command, sha256: sha256Hex(command) },
    data: { text },
  });
  return { id, type: 'Noted', record };
};

/** The record of a new key, as the command side would have written it. */
export const announced = (revision: number, vkey: string): NewEvent => {
  const { id, record } = noted('log-keys', revision);
  const type = 'LogKeyAnnounced';
  return { id, type, record: writeRecord({ ...parseRecord(record), type, data: { vkey } }) };
};

/** Resolves when the question is answered with yes; throws after half a minute, or sooner with what is said of it. */
export const until = async (
  question: () => boolean | Promise<boolean>,
  said: () => unknown = () => '',
): Promise<void> => {
  const end = Date.now() + 30_000;
  while (!(await question())) {
    if (Date.now() > end) throw new Error(`Waited in vain: ${String(said())}`);
    await sleep(20);
  }
};

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'log-'));

/** A store and its log in a database of their own. */
export interface Place {
  readonly ownerUrl: string;
  readonly writeUrl: string;
  readonly readUrl: string;
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly memoryFile: string;
  readonly keyFile: string;
  /** Starts a log; it ends with the place. */
  start(more?: Partial<LogOptions>): Running;
  /** As the superuser, with the triggers off that keep everything as it is; in one transaction. */
  attack(...statements: readonly string[]): Promise<void>;
  /** Appends `count` events to a stream, from the revision on. */
  append(stream: string, from: number, count: number): Promise<void>;
  end(): Promise<void>;
}

export interface Running {
  readonly log: Log;
  status(): LogStatus;
  stop(): Promise<void>;
  /** Resolves when all that is in the store is sealed. */
  sealed(size: bigint): Promise<void>;
  /** Resolves with the status when the log has stopped for good. */
  broken(): Promise<LogStatus>;
}

const TABLES = [
  'ledger.event',
  'ledger.stream',
  'ledger.head',
  'log.leaf',
  'log.node',
  'log.checkpoint',
  'log.cosignature',
  'log.witnessed',
];

export const asOwner = async (url: string, ...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};

const running = (options: LogOptions, ending: AbortController): Running => {
  const log = startLog(options);
  const said = () =>
    JSON.stringify(log.status(), (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
  return {
    log,
    status: () => log.status(),
    stop: async () => {
      ending.abort();
      await log.done;
    },
    sealed: (size) => until(() => log.status().sealed >= size, said),
    broken: async () => {
      await until(() => log.status().state === 'broken', said);
      return log.status();
    },
  };
};

export const placeOn = async (ownerUrl: string, folder = newFolder()): Promise<Place> => {
  const writer = await freshRole(ownerUrl);
  const asker = await freshRole(ownerUrl);
  await migrateEventStore(ownerUrl, { append: [writer.name], read: [asker.name] });
  await migrateLog(ownerUrl, { write: [writer.name], read: [asker.name] });
  const store = postgresStore({ connectionString: writer.url, pollMs: 100 });
  const reader = openLog(asker.url);
  const started: Running[] = [];
  const [memoryFile, keyFile] = [join(folder, 'log-memory'), join(folder, 'log-key')];
  return {
    ...{ ownerUrl, writeUrl: writer.url, readUrl: asker.url, store, reader, memoryFile, keyFile },
    start: (more = {}) => {
      const ending = new AbortController();
      const signer = fileSigner(keyFile, 'log.test/one');
      const fixed = { store, databaseUrl: writer.url, memoryFile, signer, signal: ending.signal };
      const one = running({ ...fixed, ...more }, ending);
      started.push(one);
      return one;
    },
    attack: (...statements) =>
      asOwner(
        ownerUrl,
        'BEGIN',
        ...TABLES.map((table) => `ALTER TABLE ${table} DISABLE TRIGGER ALL`),
        ...statements,
        ...TABLES.map((table) => `ALTER TABLE ${table} ENABLE TRIGGER ALL`),
        'COMMIT',
      ),
    append: async (stream, from, count) => {
      for (let revision = from; revision < from + count; revision += 1) {
        await store.append(stream, revision - 1, [noted(stream, revision)]);
      }
    },
    end: async () => {
      await Promise.all(started.map((one) => one.stop()));
      await reader.close();
      await store.close();
    },
  };
};

export const freshPlace = async (): Promise<Place> => placeOn(await freshDatabase(await sharedServer()));

/** A copy of a database that nobody uses, as a backup would be. */
export const copyOf = async (ownerUrl: string): Promise<string> => {
  const url = new URL(ownerUrl);
  const [name, copy] = [url.pathname.slice(1), `${url.pathname.slice(1)}_copy`];
  await asOwner(
    Object.assign(new URL(ownerUrl), { pathname: 'postgres' }).href,
    `CREATE DATABASE ${copy} TEMPLATE ${name}`,
  );
  return Object.assign(url, { pathname: copy }).href;
};
