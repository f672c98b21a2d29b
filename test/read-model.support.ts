import { createHash } from 'node:crypto';
import { evolve, fromRecord, matter as decider, type Matter, type MatterEvent } from '#domain';
import { type EventStore, migrateEventStore, postgresStore } from '#event-store';
import { eventId, parseRecord, uuidV5, writeRecord } from '#evidence';
import {
  migrateReadModel,
  openReadModel,
  type Projections,
  type ProjectionStatus,
  startProjections,
} from '#read-model';
import pg from 'pg';
import { history, type PastEvent } from './bench/history.js';
import { freshDatabase, freshRole, sharedServer } from './postgres-server.js';

const NAMESPACE = '0b6a4a0e-8a53-4d1c-a1f1-6a4d1f0c9e55';

/** An event as the command side would have recorded it. */
export const pastOf = (
  stream: string,
  revision: number,
  { type, data }: { type: string; data: object },
  at = '2027-01-11T08:00:00.000Z',
): PastEvent => {
  const command = uuidV5(NAMESPACE, `${stream} ${revision}`);
  const id = eventId(command, 0);
  const record = writeRecord({
    ...{ v: 1, id, stream, rev: revision, type, sv: 1, at, after: [], data },
    by: { org: 'DA', role: 'SEC', sub: 'p-1' },
    cmd: { id: command, sha256: createHash('sha256').update(command).digest('hex') },
  });
  return { id, type, record, stream, revision };
};

export const past = (matter: string, revision: number, event: { type: string; data: object }, at?: string): PastEvent =>
  pastOf(`matter-${matter}`, revision, event, at);

type Draft = Extract<MatterEvent, { type: 'MatterDrafted' }>['data'];

export const drafted = (matter: string, more: Partial<Draft> = {}, at?: string): PastEvent => {
  const data = {
    ...{ matter, title: 'Titel', body: 'DA', track: 'COMMITTEE', lead: 'BMDS', category: 'OTHER', version: 1 },
    ...{ bindingness: 'BINDING', classification: 'INTERN', text: 'Text', textHash: '0'.repeat(64), ...more },
  };
  return past(matter, 0, { type: 'MatterDrafted', data }, at);
};

/** A draft and a decision on it, without what lies between. */
export const enacted = (
  matter: string,
  { decisionNo, ...more }: Partial<Draft> & { readonly decisionNo: string },
  at?: string,
): PastEvent[] => {
  const data = {
    ...{ decisionNo, version: 1, textHash: '0'.repeat(64), origin: 'CONSENSUS', bindingness: 'BINDING' },
    ...{ bindingScope: 'ALL', binds: ['BMDS'], effectiveFrom: '2027-02-01', duties: [] },
  };
  return [drafted(matter, more, at), past(matter, 1, { type: 'DecisionEnacted', data }, at)];
};

const ITEMS = [
  { party: 'BMAS', year: 2027, cents: 7, secured: true },
  { party: 'BMG', year: 2027, cents: 3, secured: true },
];

/** An agreement of BMAS and BMG, from its draft to its entry into force. */
export const agreementInForce = (agreement: string, term: object, classification = 'INTERN'): PastEvent[] =>
  [
    {
      type: 'AgreementDrafted',
      data: {
        ...{
          agreement,
          title: 'Titel',
          parties: ['BMAS', 'BMG'],
          purpose: 'Betrieb',
          text: 'Text',
          term,
          classification,
        },
        ...{ lead: { mode: 'SOLE', ministries: ['BMAS'] }, notice: { months: 6, to: 'ANY' }, continuation: true },
        ...{ funding: { basis: 'AMOUNT', totalCents: 10, items: ITEMS }, responsibilities: [], version: 1 },
        ...{ textHash: '0'.repeat(64), contentHash: '0'.repeat(64) },
      },
    },
    { type: 'AgreementActivated', data: { version: 1, inForceFrom: '2027-01-01' } },
  ].map((event, revision) => pastOf(`agreement-${agreement}`, revision, event));

export const appendAll = async (store: EventStore, events: Iterable<PastEvent>): Promise<PastEvent> => {
  let last: PastEvent | undefined;
  for (const event of events) {
    await store.append(event.stream, event.revision - 1, [event]);
    last = event;
  }
  if (!last) throw new Error('Nothing was appended');
  return last;
};

/** What the domain makes of the events, matter by matter. */
export const foldAll = (events: Iterable<PastEvent>): Map<string, { state: Matter; revision: number }> => {
  const matters = new Map<string, { state: Matter; revision: number }>();
  for (const { stream, revision, record } of events) {
    const id = stream.slice('matter-'.length);
    const before = matters.get(id)?.state ?? decider.initial;
    matters.set(id, { state: evolve(decider, before, fromRecord<MatterEvent>(parseRecord(record))), revision });
  }
  return matters;
};

export const eventually = async (what: string, holds: () => Promise<boolean> | boolean, ms = 20_000): Promise<void> => {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`In ${ms} ms not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const TABLES = [
  ...['register', 'agreement', 'decision', 'matter_words', 'agreement_words'],
  ...['tally', 'deadline', 'waiting', 'binding', 'duty', 'share', 'objector', 'history'],
];

/** A database with a log, the views and roles as in production. */
export const setUp = async (shards = 1) => {
  const ownerUrl = await freshDatabase(await sharedServer());
  const [worker, reader] = [await freshRole(ownerUrl), await freshRole(ownerUrl)];
  await migrateEventStore(ownerUrl, { append: [worker.name], read: [reader.name] });
  await migrateReadModel(ownerUrl, { write: [worker.name], read: [reader.name] }, shards);
  const store = postgresStore({ connectionString: worker.url });
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const model = await openReadModel(reader.url, 3);
  const running: { abort: AbortController; projections: Projections }[] = [];

  const start = async (from: EventStore = store, onProgress?: (status: ProjectionStatus) => void) => {
    const abort = new AbortController();
    const { signal } = abort;
    const options = { store: from, databaseUrl: worker.url, signal, ...(onProgress ? { onProgress } : {}) };
    const projections = await startProjections(options);
    running.push({ abort, projections });
    const stop = async () => {
      abort.abort();
      await projections.done;
    };
    return { ...projections, stop };
  };

  return {
    ...{ ownerUrl, workerUrl: worker.url, readerUrl: reader.url, store, owner, model, start },
    /** Every row of every view. */
    content: async () => {
      const tables: Record<string, string[]> = {};
      for (const table of TABLES) {
        const { rows } = await owner.query<{ row: string }>(`SELECT t::text AS row FROM read.${table} t ORDER BY 1`);
        tables[table] = rows.map(({ row }) => row);
      }
      return tables;
    },
    /** All shards have come to the end of the log. */
    caughtUp: () =>
      eventually('the views hold the log', async () => {
        const head = await store.head();
        const shards = await model.positions();
        return shards.every(({ position }) => position === (head ?? null));
      }),
    tearDown: async () => {
      for (const { abort } of running) abort.abort();
      await Promise.all(running.map(({ projections }) => projections.done));
      await model.close();
      await owner.end();
      await store.close();
    },
  };
};

export type SetUp = Awaited<ReturnType<typeof setUp>>;

/** A log of matters for tests: `count` events, `open` matters at a time. */
export const log = (count: number, open = 10, seed = 1): PastEvent[] => [...history(count, open, seed)];
