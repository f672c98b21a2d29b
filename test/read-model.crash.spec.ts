import { rebuild } from '#read-model';
import { appendAll, drafted, eventually, log, past, setUp, type SetUp } from './read-model.support.js';

let base: SetUp;
afterEach(() => base.tearDown());

const KILL = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'read-model-projection'`;

/** Every event once, in the history and in what the rebuild makes of the same log on its own way. */
const expectExact = async (events: number) => {
  const live = await base.content();
  expect(live['history']).toHaveLength(events);
  await rebuild({ store: base.store, databaseUrl: base.ownerUrl });
  expect(await base.content()).toEqual(live);
};

describe('Exactly once', () => {
  it('holds when the transaction is killed in the midst of a batch, again and again', async () => {
    base = await setUp();
    const events = log(1_500, 40);
    await appendAll(base.store, events);
    const projections = await base.start();
    for (let kills = 0; kills < 15; kills += 1) {
      await base.owner.query(KILL);
      await new Promise((resolve) => setTimeout(resolve, 5 + kills * 7));
    }
    await base.caughtUp();
    expect(projections.status()).toEqual([expect.objectContaining({ state: 'running' })]);
    await expectExact(events.length);
  });

  it('holds when two instances are at work and one of them leaves', async () => {
    base = await setUp(2);
    const events = log(900, 30);
    const [first, second] = await Promise.all([base.start(), base.start()]);
    await appendAll(base.store, events.slice(0, 450));
    await first.stop();
    await appendAll(base.store, events.slice(450));
    await base.caughtUp();
    await second.stop();
    await expectExact(events.length);
  });

  it('holds over restarts, with matters that are not in memory any more', async () => {
    base = await setUp();
    const events = log(600, 20);
    for (let from = 0; from < events.length; from += 150) {
      const projections = await base.start();
      await appendAll(base.store, events.slice(from, from + 150));
      await eventually('something is there', async () => (await base.model.register()).length > 0);
      await projections.stop();
    }
    await base.start();
    await base.caughtUp();
    await expectExact(events.length);
  });

  it('lets a second instance wait while the first holds the lease', async () => {
    base = await setUp();
    await base.owner.query('BEGIN; SELECT FROM read.checkpoint FOR UPDATE');
    const projections = await base.start();
    await appendAll(base.store, [drafted('m1')]);
    await eventually('waiting', () => projections.status()[0]?.state === 'waiting');
    await base.owner.query('COMMIT');
    expect(await base.model.waitForRevision('matter-m1', 0, 10_000)).toBe(true);
    await eventually('running', () => projections.status()[0]?.state === 'running');
  });
});

describe('A rebuild', () => {
  it('gives the same views as the projection, also of text that is made to break out', async () => {
    base = await setUp();
    await base.start();
    const hostile = 'a\tb\nc\r\\.\\N"{},\'); DROP TABLE x; --\u2028𝄞';
    await appendAll(base.store, [
      ...log(500, 15),
      drafted('m1', { title: hostile, lead: hostile, decideBy: '2027-02-01' }),
      past('m1', 1, { type: 'MatterSubmitted', data: { version: 1 } }),
    ]);
    await base.caughtUp();
    expect(await base.model.matter('m1')).toMatchObject({ title: hostile, participants: [hostile] });
    await expectExact(502);
    expect(await base.model.matter('m1')).toMatchObject({ title: hostile, participants: [hostile] });
  });

  it('reads back matters that had to leave the memory', async () => {
    base = await setUp();
    await base.start();
    await appendAll(base.store, log(700, 25));
    await base.caughtUp();
    const live = await base.content();
    await rebuild({ store: base.store, databaseUrl: base.ownerUrl, cache: 20_000 });
    expect(await base.content()).toEqual(live);
  });

  it('goes on beside appends and projections, and loses neither', async () => {
    base = await setUp();
    const events = log(1_200, 30);
    await base.start();
    await appendAll(base.store, events.slice(0, 400));
    const appending = appendAll(base.store, events.slice(400));
    for (let round = 0; round < 3; round += 1) await rebuild({ store: base.store, databaseUrl: base.ownerUrl });
    await appending;
    await base.caughtUp();
    await expectExact(events.length);
  });

  it('keeps the rights of the services and the names of the indexes', async () => {
    base = await setUp();
    const rights = async () => {
      const { rows } = await base.owner.query<{ it: string }>(
        `SELECT relname || ' ' || coalesce(relacl::text, '') AS it FROM pg_class
         WHERE relnamespace = 'read'::regnamespace ORDER BY 1`,
      );
      return rows.map(({ it }) => it);
    };
    const before = await rights();
    await rebuild({ store: base.store, databaseUrl: base.ownerUrl });
    expect(await rights()).toEqual(before);
    await base.start();
    await appendAll(base.store, [drafted('m1')]);
    expect(await base.model.waitForRevision('matter-m1', 0, 10_000)).toBe(true);
  });

  it('leaves the checkpoints of followers where they are', async () => {
    base = await setUp();
    await appendAll(base.store, log(20, 2));
    await base.owner.query("INSERT INTO read.checkpoint VALUES ('reactions', 0, 1, '7', now())");
    await rebuild({ store: base.store, databaseUrl: base.ownerUrl });
    const { rows } = await base.owner.query('SELECT projection, position FROM read.checkpoint ORDER BY 1');
    expect(rows).toEqual([
      { projection: 'matters', position: '20' },
      { projection: 'reactions', position: '7' },
    ]);
  });

  it('tells how far it is', async () => {
    base = await setUp();
    await appendAll(base.store, log(50, 5));
    const told: unknown[] = [];
    await rebuild({ store: base.store, databaseUrl: base.ownerUrl, onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)).toMatchObject({ events: 50, position: '50', head: '50' });
  });

  it('leaves the live views alone when it fails, and can be repeated', async () => {
    base = await setUp();
    const projections = await base.start();
    await appendAll(base.store, [drafted('m1'), past('m2', 0, { type: 'MatterFrobnicated', data: {} })]);
    await eventually('stopped', () => projections.status()[0]?.state === 'stopped');
    const live = await base.content();
    const options = { store: base.store, databaseUrl: base.ownerUrl };
    await expect(rebuild(options)).rejects.toThrow('MatterFrobnicated');
    await expect(rebuild(options)).rejects.toThrow('MatterFrobnicated');
    expect(await base.content()).toEqual(live);
  });

  it('runs alone', async () => {
    base = await setUp();
    await appendAll(base.store, log(300, 5));
    const options = { store: base.store, databaseUrl: base.ownerUrl };
    const ends = await Promise.allSettled([rebuild(options), rebuild(options)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('brings views of an older version up to date', async () => {
    base = await setUp();
    await appendAll(base.store, [drafted('m1')]);
    await base.owner.query('UPDATE read.checkpoint SET version = 0');
    await rebuild({ store: base.store, databaseUrl: base.ownerUrl });
    await base.start();
    await appendAll(base.store, [drafted('m2')]);
    expect(await base.model.waitForRevision('matter-m2', 0, 10_000)).toBe(true);
  });
});
