import { createServer, type AddressInfo } from 'node:net';
import { type EventStore, migrateEventStore, NO_STREAM, OutcomeUnknown, postgresStore } from '#event-store';
import pg from 'pg';
import { contract, type Log } from './event-store.contract.js';
import type { FaultyLog } from './event-store.faults.js';
import { collectStream, newEvents, newStream } from './event-store.support.js';
import { startLossyProxy } from './lossy-proxy.js';
import { freshDatabase, freshRole, type PostgresServer, sharedServer, startServer } from './postgres-server.js';

const connected = async (connectionString: string) => {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

const migrated = async (server: Pick<PostgresServer, 'ownerUrl'>) => {
  const ownerUrl = await freshDatabase(server);
  const [writer, reader] = [await freshRole(ownerUrl), await freshRole(ownerUrl)];
  const grants = { append: [writer.name], read: [reader.name] };
  await migrateEventStore(ownerUrl, grants);
  return { ownerUrl, writerUrl: writer.url, readerUrl: reader.url, grants };
};

/** Opens stores and closes them all. */
const opener = (connectionString: string) => {
  const stores: EventStore[] = [];
  return {
    open: () => {
      const store = postgresStore({ connectionString, readers: 2 });
      stores.push(store);
      return store;
    },
    close: async () => {
      await Promise.all(stores.map((store) => store.close()));
    },
  };
};

const CALL = 'SELECT command, revision, repeated FROM ledger.append($1, $2, $3, $4, $5, $6, $7)';

const start = async (): Promise<Log> => {
  const { writerUrl } = await migrated(await sharedServer());
  return {
    ...opener(writerUrl),
    appendSlowly: async (stream, expected, ids, ms) => {
      const client = await connected(writerUrl);
      const [owners, revisions] = [ids.map(() => 1), ids.map((_, index) => expected + 1 + index)];
      await client.query('BEGIN');
      const texts = [ids.map(() => 'Noted'), newEvents(ids.length, ids).map(({ record }) => record)];
      const { rowCount } = await client.query(CALL, [[stream], [expected], owners, revisions, ids, ...texts]);
      expect(rowCount).toBe(0);
      await client.query('SELECT pg_sleep($1)', [ms / 1_000]);
      await client.query('COMMIT');
      await client.end();
    },
  };
};

const startFaulty = async (): Promise<FaultyLog> => {
  const server = await startServer();
  const { ownerUrl, writerUrl } = await migrated(server);
  const proxy = await startLossyProxy(Number(new URL(writerUrl).port));
  const throughProxy = new URL(writerUrl);
  throughProxy.port = String(proxy.port);
  const { open, close } = opener(throughProxy.href);
  return {
    open,
    address: writerUrl,
    loseNextAnswer: () => proxy.loseNextAnswerTo('append'),
    holdAppends: async () => {
      const client = await connected(ownerUrl);
      await client.query('BEGIN; SELECT FROM ledger.head FOR UPDATE');
      return () => client.end();
    },
    cutAppends: async () => {
      const client = await connected(ownerUrl);
      await client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ledger-append'",
      );
      await client.end();
    },
    cutEveryMs: 15,
    restart: (how) => server.restart(how),
    close: async () => {
      await close();
      await proxy.close();
      await server.stop();
    },
  };
};

contract('postgres', start, startFaulty);

describe('the schema of the ledger', () => {
  let db: Awaited<ReturnType<typeof migrated>>;
  let store: EventStore;
  beforeAll(async () => {
    db = await migrated(await sharedServer());
    store = postgresStore({ connectionString: db.writerUrl });
    await store.append('matter', NO_STREAM, newEvents(3));
  });
  afterAll(() => store.close());

  const attempt = async (url: string, statement: string) => {
    const client = await connected(url);
    try {
      return await client.query(statement);
    } finally {
      await client.end();
    }
  };

  const changes = ['event', 'stream', 'head'].flatMap((table) => [
    `DELETE FROM ledger.${table}`,
    `TRUNCATE ledger.${table}`,
    ...(table === 'head' ? [] : [`UPDATE ledger.${table} SET ${table === 'event' ? 'record' : 'name'} = 'x'`]),
  ]);
  const inserts = [
    `INSERT INTO ledger.event SELECT 99, stream_id, 99, event_id, type, created, record FROM ledger.event LIMIT 1`,
    `INSERT INTO ledger.stream (name) VALUES ('x')`,
    `UPDATE ledger.head SET position = 0`,
  ];

  it.each([...changes, ...inserts])('refuses both services: %s', async (statement) => {
    await expect(attempt(db.writerUrl, statement)).rejects.toThrow('permission denied');
    await expect(attempt(db.readerUrl, statement)).rejects.toThrow('permission denied');
  });

  it.each(changes)('refuses its owner, also in the guise of a replica: %s', async (statement) => {
    await expect(attempt(db.ownerUrl, statement)).rejects.toThrow('what is recorded stays');
    const asReplica = `SET session_replication_role = replica; ${statement}`;
    await expect(attempt(db.ownerUrl, asReplica)).rejects.toThrow('what is recorded stays');
  });

  it('lets readers read and not append', async () => {
    const reading = postgresStore({ connectionString: db.readerUrl });
    expect(await collectStream(reading, 'matter')).toHaveLength(3);
    await expect(reading.append('matter', 2, newEvents(1))).rejects.toThrow('permission denied');
    await reading.close();
  });

  it('is created by many at once and again without harm', async () => {
    const ownerUrl = await freshDatabase(await sharedServer());
    await Promise.all([1, 2, 3, 4].map(() => migrateEventStore(ownerUrl, { append: [], read: [] })));
    await migrateEventStore(db.ownerUrl, db.grants);
    expect(await store.head()).toBe('3');
  });

  it('lets only the culprit of a batch fail', async () => {
    const [good, twice] = [newEvents(2), newEvents(1)];
    const streams = [newStream(), newStream(), newStream()];
    const outcomes = await Promise.allSettled(
      streams.map((stream, index) => store.append(stream, NO_STREAM, index === 1 ? [...twice, ...twice] : good)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(collectStream(store, streams[1] ?? '')).rejects.toThrow('does not exist');
  });

  it('stops a reader loudly where events are missing', async () => {
    const { ownerUrl, writerUrl } = await migrated(await sharedServer());
    const damaged = postgresStore({ connectionString: writerUrl });
    await damaged.append('matter', NO_STREAM, newEvents(5));
    const without = 'ALTER TABLE ledger.event DISABLE TRIGGER append_only; DELETE FROM ledger.event WHERE position =';
    await attempt(ownerUrl, `${without} 5`);
    await expect(damaged.readAll()[Symbol.asyncIterator]().next()).rejects.toThrow('ends at 4 instead of 5');
    await attempt(ownerUrl, `${without} 3`);
    await expect(damaged.readAll()[Symbol.asyncIterator]().next()).rejects.toThrow('goes on at 4 after 2');
    await expect(collectStream(damaged, 'matter')).rejects.toThrow('goes on at revision 3 instead of 2');
    await damaged.close();
  });

  it('wakes followers by polling where notifications fail', async () => {
    const polling = postgresStore({ connectionString: db.readerUrl, pollMs: 100 });
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'ledger-listen' AND datname = current_database()`;
    const stop = new AbortController();
    let turns = 0;
    for await (const batch of polling.follow(await store.head(), stop.signal)) {
      if (batch.length > 0) stop.abort();
      await attempt(db.ownerUrl, cut);
      if ((turns += 1) === 2) await store.append(newStream(), NO_STREAM, newEvents(1));
    }
    expect(turns).toBeGreaterThan(2);
    await polling.close();
  });

  it('takes an append that the server does not answer in time for unknown', async () => {
    const holder = await connected(db.ownerUrl);
    await holder.query('BEGIN; SELECT FROM ledger.head FOR UPDATE');
    const waiting = postgresStore({ connectionString: db.writerUrl, answerMs: 200 });
    const [stream, events] = [newStream(), newEvents(2)];
    await expect(waiting.append(stream, NO_STREAM, events)).rejects.toThrow(OutcomeUnknown);
    await holder.end();
    expect(await waiting.append(stream, NO_STREAM, events)).toBe(1);
    expect(await collectStream(waiting, stream)).toHaveLength(2);
    await waiting.close();
  });

  it('does not wait for ever for a page, and reads on when the server answers again', async () => {
    const holder = await connected(db.ownerUrl);
    const reading = postgresStore({ connectionString: db.readerUrl, readers: 1, answerMs: 200 });
    await holder.query('BEGIN; LOCK TABLE ledger.event');
    await expect(collectStream(reading, 'matter')).rejects.toThrow('timeout');
    await expect(reading.readAll()[Symbol.asyncIterator]().next()).rejects.toThrow('timeout');
    await holder.query('ROLLBACK');
    expect(await collectStream(reading, 'matter')).toHaveLength(3);
    // A reader that takes its time between two pages is not cut off.
    const pages: number[] = [];
    for await (const page of reading.readAll(undefined, 1)) {
      if (pages.push(page.length) === 2) await new Promise((resolve) => setTimeout(resolve, 500));
      if (pages.length === 3) break;
    }
    expect(pages).toEqual([1, 1, 1]);
    await reading.close();
    await holder.end();
  });

  it('does not wait for ever for a server that takes the connection and says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const url = new URL(db.readerUrl);
    url.port = String((silent.address() as AddressInfo).port);
    const reading = postgresStore({ connectionString: url.href });
    await expect(reading.head()).rejects.toThrow('timeout');
    await reading.close();
    silent.close();
  });

  it('fails at once where waiting for the server does not help', async () => {
    const url = new URL(db.writerUrl);
    url.password = 'wrong';
    const locked = postgresStore({ connectionString: url.href });
    const began = performance.now();
    await expect(locked.append(newStream(), NO_STREAM, newEvents(1))).rejects.toThrow('password');
    expect(performance.now() - began).toBeLessThan(3_000);
    await locked.close();
  });

  it('lets running appends finish when it is closed, and refuses later ones', async () => {
    const closing = postgresStore({ connectionString: db.writerUrl });
    const streams = Array.from({ length: 300 }, () => newStream());
    const appends = streams.map((stream) => closing.append(stream, NO_STREAM, newEvents(1)));
    await closing.close();
    expect(await Promise.all(appends)).toEqual(streams.map(() => 0));
    await expect(closing.append(newStream(), NO_STREAM, newEvents(1))).rejects.toThrow('closed');
  });
});
