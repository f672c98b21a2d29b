import { compareViews, rebuild } from '#read-model';
import { agreementInForce, appendAll, drafted, log, setUp, type SetUp } from './read-model.support.js';

let base: SetUp;
const compared = () => compareViews({ store: base.store, databaseUrl: base.workerUrl });

describe.each([1, 3])('a comparison of the views, in %i shards, with the log', (shards) => {
  beforeAll(async () => {
    base = await setUp(shards);
    await base.start();
    await appendAll(base.store, [...log(300), ...agreementInForce('a1', { from: '2027-01-01' })]);
    await base.caughtUp();
  });
  afterAll(() => base.tearDown());

  it('finds no difference in what the projections wrote, nor in what a rebuild wrote', async () => {
    const { events, streams, rows, differences, found } = await compared();
    expect({ differences, found }).toEqual({ differences: 0, found: [] });
    expect(events).toBe(302);
    expect(streams).toBeGreaterThan(5);
    const content = await base.content();
    expect(rows).toBe(Object.values(content).flat().length);
    await rebuild({ store: base.store, databaseUrl: base.ownerUrl });
    expect(await compared()).toMatchObject({ events, rows, differences: 0 });
  });

  it('names view and stream of a row that was altered, removed or added, whatever the table', async () => {
    const { rows } = await base.owner.query<{ matter: string }>(
      'select matter from read.register order by matter limit 3',
    );
    const [altered, removed, other] = rows.map(({ matter }) => matter);
    await base.owner.query(`update read.register set title = 'Anders' where matter = $1`, [altered]);
    await base.owner.query('delete from read.register where matter = $1', [removed]);
    await base.owner.query(`update read.history set org = 'BMF' where matter = $1 and revision = 0`, [other]);
    await base.owner.query(
      `insert into read.history select 'never-was', revision, type, at, org, role, position
      from read.history where matter = $1 and revision = 0`,
      [other],
    );
    const { differences, found } = await compared();
    expect(found).toEqual(
      expect.arrayContaining([
        { view: 'register', stream: altered, missing: 1, surplus: 1 },
        { view: 'register', stream: removed, missing: 1, surplus: 0 },
        { view: 'history', stream: other, missing: 1, surplus: 1 },
        { view: 'history', stream: 'never-was', missing: 0, surplus: 1 },
      ]),
    );
    expect(found).toHaveLength(4);
    expect(differences).toBe(6);
    await rebuild({ store: base.store, databaseUrl: base.ownerUrl });
    expect((await compared()).differences).toBe(0);
  });
});

it('finds rows whose keys no stream can have: none at all, and one that is longer than anything', async () => {
  base = await setUp();
  await base.start();
  await appendAll(base.store, [drafted('m1')]);
  await base.caughtUp();
  const copy = `insert into read.history select $1, revision, type, at, org, role, position from read.history limit 1`;
  for (const key of ['', 'ü'.repeat(1_000)]) await base.owner.query(copy, [key]);
  expect((await compared()).found).toEqual([
    { view: 'history', stream: '', missing: 0, surplus: 1 },
    { view: 'history', stream: `${'ü'.repeat(200)}…`, missing: 0, surplus: 1 },
  ]);
  await base.tearDown();
});

it('finds a row that is about a stream of a kind of which the table tells nothing', async () => {
  base = await setUp();
  await base.start();
  await appendAll(base.store, [drafted('m1'), ...agreementInForce('a1', { from: '2027-01-01' })]);
  await base.caughtUp();
  await base.owner.query(
    `insert into read.share (stream, no, ministry, year, budget_title, cents, from_day, until_day, title, houses, content)
    select 'matter-m1', no, ministry, year, budget_title, cents, from_day, until_day, title, houses, content
    from read.share limit 1`,
  );
  expect((await compared()).found).toEqual([{ view: 'share', stream: 'matter-m1', missing: 0, surplus: 1 }]);
  await base.tearDown();
});

it('compares up to where the views have come, so that what is still on its way is no difference', async () => {
  base = await setUp();
  const { stop } = await base.start();
  await appendAll(base.store, [drafted('m1')]);
  await base.caughtUp();
  await stop();
  await appendAll(base.store, [drafted('m2')]);
  expect(await compared()).toMatchObject({ streams: 1, events: 1, differences: 0 });
  await base.owner.query(`update read.checkpoint set version = version - 1 where projection = 'matters'`);
  await expect(compared()).rejects.toThrow('rebuild them');
  await base.tearDown();
});
