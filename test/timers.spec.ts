import { controlledClock, type ControlledClock } from '#edge';
import { parseRecord } from '#evidence';
import { migrateVault } from '#vault';
import { pino } from 'pino';
import { openDesk, type WorkerDesk } from '../apps/worker/src/desk.js';
import { ticking, type TickingOptions } from '../apps/worker/src/ticking.js';
import { noted, until } from './log.support.js';
import { agreementInForce, appendAll, drafted, past, pastOf, setUp, type SetUp } from './read-model.support.js';

const NOW = '2027-02-15T09:00:00.000Z';
const NOWHERE = 'postgres://nobody:x@127.0.0.1:1/none';

let base: SetUp;
let desk: WorkerDesk;
let clock: ControlledClock;
let told: string;
const logger = pino({ level: 'warn' }, { write: (line) => void (told += line) });
beforeEach(async () => {
  told = '';
  base = await setUp(2);
  const role = new URL(base.workerUrl).username;
  await migrateVault(base.ownerUrl, { write: [role], read: [] });
  const place = { databaseUrl: base.workerUrl, erasureUrl: NOWHERE, eventStoreUrl: base.workerUrl };
  clock = controlledClock(NOW);
  desk = await openDesk(place, clock, logger);
});
afterEach(async () => {
  await desk.close();
  await base.tearDown();
});

/** The timers of a worker whose time passes by itself. */
const timers = (more: TickingOptions = {}) => ticking(desk, logger, { patienceMs: 300, ...more });
const recorded = async (stream: string) => {
  const records = [];
  for await (const { record } of base.store.readStream(stream)) records.push(parseRecord(record));
  return records;
};
const lastOf = async (matter: string) => (await recorded(`matter-${matter}`)).at(-1)?.type;
/** A matter that has to be decided by a day in the past. */
const overdue = (matter: string, decideBy = '2027-02-01') => drafted(matter, { decideBy });
/** What is recorded there can be folded by nobody: its views stand still, and a timer of it fails. */
const spoil = (matter: string) => appendAll(base.store, [past(matter, 1, { type: 'NeverHeardOf', data: { matter } })]);
/** More rows of a view like the one that a matter has, each due somewhat later than the one before. */
const copied = (matter: string, count: number, later: string) =>
  base.owner.query(
    `INSERT INTO read.deadline (stream, no, matter, kind, due_at, subject, trace, timer)
      SELECT stream, no + n, matter, kind, due_at + n * $1::interval, subject, trace, timer
      FROM read.deadline, generate_series(1, $2) AS n WHERE matter = $3`,
    [later, count, matter],
  );
/** From here on the views stay as they are, as if another version had filled them. */
const stopViews = () =>
  base.owner.query(`UPDATE read.checkpoint SET version = version - 1 WHERE projection = 'matters'`);
const warnings = (text: string) => told.split('\n').filter((line) => line.includes(text));

describe('a due timer is recorded, late rather than never', () => {
  it('where a reaction cannot be taken, because values cannot be deleted', async () => {
    await appendAll(base.store, [
      drafted('erased'),
      past('erased', 1, {
        type: 'ErasureRequested',
        data: { matter: 'erased', erasure: 'e', person: 'p-2', legalGround: { type: 'LAW', reference: 'x' } },
      }),
      past('erased', 2, {
        type: 'ValuesErased',
        data: { erasure: 'e', digests: [], legalGround: { type: 'LAW', reference: 'x' } },
      }),
      overdue('late'),
    ]);
    await until(() => desk.reactions.failure() !== undefined);
    await base.caughtUp();
    const worker = timers();
    await worker.tick();
    expect(await lastOf('late')).toBe('DeadlinePassed');
    await worker.tick();
    expect(warnings('behind the log')).toHaveLength(1);
    expect([worker.alarm(), (await recorded('matter-late')).length]).toEqual([undefined, 2]);
  });

  it('while others record without pause', async () => {
    await appendAll(base.store, [overdue('late')]);
    await base.caughtUp();
    const over = new AbortController();
    const writing = (async () => {
      for (let revision = 0; !over.signal.aborted; revision += 1) {
        await base.store.append('notes-a', revision - 1, [noted('notes-a', revision)]);
      }
    })();
    await timers({ patienceMs: 10_000 }).tick();
    over.abort();
    await writing;
    expect([await lastOf('late'), told]).toEqual(['DeadlinePassed', '']);
  });

  it('where an earlier one fails whose stream stands still, of which a person hears', async () => {
    await appendAll(base.store, [overdue('bad', '2027-01-15'), overdue('late')]);
    await base.caughtUp();
    // Another timer of the same stream, after the one that fails.
    await copied('bad', 1, '1 hour');
    await spoil('bad');
    await until(() => desk.projections.status().some(({ state }) => state === 'stopped'));
    const worker = timers({ overdueMs: 5_000 });
    expect([worker.alarm(), worker.metrics()]).toEqual([undefined, '']);
    await worker.tick();
    expect(await lastOf('late')).toBe('DeadlinePassed');
    expect([worker.alarm(), warnings('tried again').length]).toEqual([undefined, 1]);
    expect(worker.metrics()).toContain('beschlussbuch_timers_overdue 1\n');
    await until(() => worker.tick().then(() => worker.alarm() !== undefined));
    expect(warnings('tried again')).toHaveLength(1);
    expect(worker.alarm()).toMatch(/^matter-bad DECIDE_BY 2027-01-15T23:00:00.000Z: /);
    expect(worker.metrics()).toContain('beschlussbuch_timers_alarm 1\n');
    expect(await recorded('matter-late')).toHaveLength(2);
  });

  it('however many before it were, whose view stands still', async () => {
    await appendAll(base.store, [overdue('first'), overdue('last', '2027-02-10')]);
    await base.caughtUp();
    await copied('first', 520, '1 second');
    await stopViews();
    await timers().tick();
    expect(await lastOf('last')).toBe('DeadlinePassed');
    expect(await recorded('matter-first')).toHaveLength(2);
  }, 60_000);
});

it('nobody knows what is due while the log is out of reach, of which a person hears', async () => {
  await appendAll(base.store, [overdue('late')]);
  await base.caughtUp();
  const worker = timers({ overdueMs: 200 });
  await base.owner.query(`REVOKE USAGE ON SCHEMA ledger FROM ${new URL(base.workerUrl).username}`);
  await expect(worker.tick()).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await expect(worker.tick()).rejects.toThrow();
  expect(worker.alarm()).toContain('whether a timer is due');
  expect(worker.metrics()).toMatch(/beschlussbuch_timers_unseen_seconds 0\.[3-9]/);
});

it('a timer of a deadline that was moved does nothing before it is over, and names the day to which it was moved', async () => {
  const [draft, activation] = agreementInForce('a', { from: '2027-01-01', to: '2027-01-31' });
  await appendAll(base.store, [draft!, activation!]);
  await base.caughtUp();
  await stopViews();
  const amended = [
    ['AmendmentProposed', { agreement: 'a', term: { from: '2027-01-01', to: '2027-03-31' }, version: 2 }],
    ['AgreementAmended', { version: 2, inForceFrom: '2027-01-15' }],
  ] as const;
  const hashes = { textHash: '0'.repeat(64), contentHash: '0'.repeat(64) };
  await appendAll(
    base.store,
    amended.map(([type, data], index) => pastOf('agreement-a', index + 2, { type, data: { ...hashes, ...data } })),
  );
  await timers().tick();
  expect(await recorded('agreement-a')).toHaveLength(4);
  clock.set('2027-04-15T09:00:00.000Z');
  await timers().tick();
  expect((await recorded('agreement-a')).at(-1)).toMatchObject({
    ...{ type: 'AgreementExpired', data: { on: '2027-03-31' } },
    ...{ occurred: '2027-03-31T22:00:00.000Z', at: '2027-04-15T09:00:00.000Z' },
  });
});
