import { bindingOf, deadlinesOf, dutiesOf, tallyOf, waitingOf } from '#domain';
import type { EventStore, StoredEvent } from '#event-store';
import { migrateReadModel, rebuild } from '#read-model';
import {
  agreementInForce,
  appendAll,
  drafted,
  enacted,
  eventually,
  foldAll,
  log,
  past,
  setUp,
  type SetUp,
} from './read-model.support.js';

let base: SetUp;
afterEach(() => base.tearDown());

/** The same log, of which `follow` hands out only what passes. */
const handing = (store: EventStore, passes: (event: StoredEvent) => boolean): EventStore => ({
  ...store,
  async *follow(after, signal) {
    for await (const batch of store.follow(after, signal)) yield batch.filter(passes);
  },
});

describe('The views', () => {
  it('show of every matter what the domain makes of its events', async () => {
    base = await setUp();
    const events = log(400);
    await base.start();
    await appendAll(base.store, events);
    await base.caughtUp();
    for (const [matter, { state, revision }] of foldAll(events)) {
      const row = await base.model.matter(matter);
      expect(row).toMatchObject({ matter, revision, phase: state.phase, lead: state.lead, title: state.title });
      for (const { id, openedAt, endedAt = null, eligible } of state.rounds) {
        const { E, Y, N, A, S, V, C, rule, outcome = null } = tallyOf(state, id)!;
        const expected = { E, Y, N, A, S, V, C, rule, outcome, openedAt, endedAt, eligible };
        expect(await base.model.tallyRow(matter, id)).toMatchObject(expected);
      }
      const deadlines = await base.model.runningDeadlines({ matter });
      const expected = deadlinesOf(state);
      expect(deadlines.map(({ kind, dueAt, lastDay }) => ({ kind, dueAt, lastDay }))).toEqual(
        expected.map(({ kind, dueAt, lastDay = null }) => ({ kind, dueAt, lastDay })),
      );
      expect(row?.nextDueAt).toBe(expected.find(({ timer }) => timer)?.dueAt ?? null);
      const stream = `matter-${matter}`;
      for (const content of bindingOf(state)) {
        for (const ministry of Object.keys(content.reasons)) {
          const bound = await base.model.bindingOn({ ministry, on: content.from, limit: 1_000 });
          expect(bound).toContainEqual(expect.objectContaining({ stream, title: state.title, content }));
        }
      }
      for (const content of waitingOf(state)) {
        const waiting = await base.model.waitingFor({
          ministry: content.ministry,
          now: content.dueAt ?? '',
          limit: 1_000,
        });
        expect(waiting).toContainEqual(expect.objectContaining({ stream, content }));
      }
      for (const content of dutiesOf(state)) {
        const duties = await base.model.duties({ ministry: content.accountable!, today: '2027-01-01', limit: 1_000 });
        expect(duties).toContainEqual(expect.objectContaining({ stream, content }));
      }
      const types = (await base.model.historyOf(matter)).map(({ type }) => type);
      expect(types).toEqual(events.filter(({ stream }) => stream === `matter-${matter}`).map(({ type }) => type));
    }
  });

  it('hide VS_NFD matters from houses that do not take part, and from nobody else', async () => {
    base = await setUp();
    await base.start();
    await appendAll(base.store, [
      drafted('offen'),
      drafted('geheim', { classification: 'VS_NFD', decideBy: '2027-02-01' }),
    ]);
    await base.caughtUp();
    const seen = async (seenBy?: string) => {
      const rows = await base.model.register(seenBy === undefined ? {} : { seenBy });
      return rows.map(({ matter }) => matter).sort();
    };
    expect(await seen('BMF')).toEqual(['offen']);
    expect(await seen('BMDS')).toEqual(['geheim', 'offen']);
    expect(await seen()).toEqual(['geheim', 'offen']);
    expect(await base.model.runningDeadlines({ seenBy: 'BMF' })).toEqual([]);
    expect(await base.model.runningDeadlines({ seenBy: 'BMDS' })).toHaveLength(1);
  });

  it('name the deadlines that a timer has to record, in order of due instant, each with its command', async () => {
    base = await setUp();
    await base.start();
    await appendAll(base.store, [
      drafted('spaet', { decideBy: '2027-03-01' }),
      drafted('frueh', { decideBy: '2027-02-01' }),
      drafted('nie'),
    ]);
    await base.caughtUp();
    const due = async (now: string) => (await base.model.dueTimers(now)).map(({ matter }) => matter);
    expect(await due('2027-01-31T22:59:59.999Z')).toEqual([]);
    expect(await due('2027-02-01T23:00:00.000Z')).toEqual(['frueh']);
    expect(await due('2028-01-01T00:00:00.000Z')).toEqual(['frueh', 'spaet']);
    const [first] = await base.model.dueTimers('2028-01-01T00:00:00.000Z');
    expect(first?.timer).toMatchObject({ type: 'PassDeadline', data: { matter: 'frueh', kind: 'DECIDE_BY' } });
  });

  it('name the deadlines of agreements beside those of matters, for the houses that may see them, after a rebuild too', async () => {
    base = await setUp(2);
    await base.start();
    const last = await appendAll(base.store, [
      drafted('m', { decideBy: '2027-03-01' }),
      ...agreementInForce('offen', { from: '2027-01-01', to: '2027-02-28' }),
      ...agreementInForce('geheim', { from: '2027-01-01', to: '2027-01-31' }, 'VS_NFD'),
    ]);
    expect(await base.model.waitForRevision(last.stream, last.revision, 20_000)).toBe(true);
    await base.caughtUp();
    const listed = async (seenBy: string) =>
      (await base.model.runningDeadlines({ seenBy })).map(({ matter, agreement, kind }) => [matter ?? agreement, kind]);
    const timers = async () => (await base.model.dueTimers('2028-01-01T00:00:00.000Z')).map(({ timer }) => timer?.data);
    const due = [{ agreement: 'geheim' }, { agreement: 'offen' }, { matter: 'm' }];
    expect(await timers()).toMatchObject(due);
    expect(await listed('BMG')).toEqual([
      ['geheim', 'TERM'],
      ['offen', 'TERM'],
      ['m', 'DECIDE_BY'],
    ]);
    expect(await listed('BMI')).toEqual([
      ['offen', 'TERM'],
      ['m', 'DECIDE_BY'],
    ]);
    await rebuild({ store: base.store, databaseUrl: base.ownerUrl });
    expect(await timers()).toMatchObject(due);
    expect(await base.model.waitForRevision(last.stream, last.revision, 5_000)).toBe(true);
    expect(await base.model.waitForRevision(last.stream, last.revision + 1, 50)).toBe(false);
  });

  it('are the same after a rebuild, and found by the same words', async () => {
    base = await setUp(2);
    await base.start();
    await appendAll(base.store, [
      ...log(120, 5),
      ...enacted('m1', { title: 'Gemeinsame Plattform', decisionNo: 'DA-2027-11' }),
      drafted('m2', { title: 'Plattformen', text: 'geheim', classification: 'VS_NFD' }),
      ...agreementInForce('a1', { from: '2027-01-01', to: '2027-02-28' }),
    ]);
    await base.caughtUp();
    const before = await base.content();
    const found = async (words: string) => (await base.model.register({ words })).map(({ matter }) => matter);
    expect(await found('Plattform')).toEqual(['m2', 'm1']);
    await rebuild({ store: base.store, databaseUrl: base.ownerUrl });
    expect(await base.content()).toEqual(before);
    expect(await found('Plattform')).toEqual(['m2', 'm1']);
    expect(await found('da-2027-11')).toEqual(['m1']);
    expect(await base.model.agreements({ words: 'Betrieb', seenBy: 'BMF' })).toMatchObject([{ agreement: 'a1' }]);
  });

  it('list what binds a house and what waits for it, of matters and agreements alike, after a rebuild too', async () => {
    base = await setUp(2);
    await base.start();
    await appendAll(base.store, [
      ...agreementInForce('lang', { from: '2027-01-01' }),
      ...agreementInForce('kurz', { from: '2027-01-01', to: '2027-06-30' }),
      ...agreementInForce('geheim', { from: '2027-01-01', to: '2027-03-31' }, 'VS_NFD'),
    ]);
    await base.caughtUp();
    const bound = async (on: string, more: { seenBy?: string; limit?: number; after?: (string | number)[] } = {}) =>
      (await base.model.bindingOn({ ministry: 'BMG', on, ...more })).map(({ stream }) =>
        stream.slice('agreement-'.length),
      );
    const [first] = await base.model.bindingOn({ ministry: 'BMG', on: '2027-01-01', limit: 1 });
    const check = async () => {
      expect(await bound('2026-12-31')).toEqual([]);
      expect(await bound('2027-03-31')).toEqual(['geheim', 'kurz', 'lang']);
      expect(await bound('2027-03-31', { seenBy: 'BMF' })).toEqual(['kurz', 'lang']);
      expect(await bound('2027-07-01')).toEqual(['lang']);
      const after = [first!.untilDay, first!.stream, first!.no];
      expect(await bound('2027-03-31', { after })).toEqual(['kurz', 'lang']);
      expect(await base.model.concerning({ ministry: 'BMG', after: ['agreement-geheim'], limit: 1 })).toEqual([
        'agreement-kurz',
      ]);
      expect(await base.model.concerning({ ministry: 'BMG', after: ['matter-'] })).toEqual([]);
      expect(await base.model.concerning({ ministry: 'BMG', seenBy: 'BMF' })).toEqual([
        'agreement-kurz',
        'agreement-lang',
      ]);
      const on = '2027-02-01';
      expect(await base.model.shareTotals({ ministry: 'BMG', on })).toEqual([
        { year: 2027, budgetTitle: '', cents: 9, amounts: 3, percentages: 0 },
      ]);
      expect(await base.model.shares({ ministry: 'BMG', on, year: 2028 })).toEqual([]);
    };
    await check();
    const live = await base.content();
    await rebuild({ store: base.store, databaseUrl: base.ownerUrl });
    await check();
    expect(await base.content()).toEqual(live);
  });

  it('pass over events of other streams', async () => {
    base = await setUp();
    await base.start();
    const [event] = [drafted('m1')];
    await base.store.append('ministry-BMF', -1, [event]);
    await base.caughtUp();
    expect(await base.model.register()).toEqual([]);
    expect(await base.model.waitForRevision('ministry-BMF', 7, 1)).toBe(true);
  });

  it('can be filled by the worker and asked by the queries, and nothing else', async () => {
    base = await setUp();
    const { rows } = await base.owner.query<{ grantee: string; rights: string }>(
      `SELECT grantee, string_agg(DISTINCT privilege_type, ' ' ORDER BY privilege_type) AS rights
       FROM information_schema.table_privileges WHERE table_schema = 'read' AND table_name = 'register'
       AND grantee LIKE 'role%' GROUP BY grantee`,
    );
    expect(rows.map(({ rights }) => rights).sort()).toEqual(['DELETE INSERT SELECT UPDATE', 'SELECT']);
  });

  it('are migrated once, however many services start together', async () => {
    base = await setUp(3);
    const roles = { write: [], read: [] };
    await Promise.all([1, 2, 3].map(() => migrateReadModel(base.ownerUrl, roles, 5)));
    expect(await base.model.positions()).toHaveLength(3);
  });
});

describe('Waiting for a revision', () => {
  it('ends as soon as the views hold it', async () => {
    base = await setUp();
    await base.start();
    const waiting = base.model.waitForRevision('matter-m1', 1, 10_000);
    const both = base.model.waitForRevision('matter-m1', 0, 10_000);
    await appendAll(base.store, [drafted('m1')]);
    expect(await both).toBe(true);
    await appendAll(base.store, [past('m1', 1, { type: 'MatterSubmitted', data: { version: 1 } })]);
    expect(await waiting).toBe(true);
    expect(await base.model.matter('m1')).toMatchObject({ phase: 'SUBMITTED', revision: 1 });
  });

  it('ends with false when the time is over or the read model is closed', async () => {
    base = await setUp();
    expect(await base.model.waitForRevision('matter-m1', 0, 50)).toBe(false);
  });

  it('goes on after a change that nobody waited for', async () => {
    base = await setUp();
    await base.start();
    expect(await base.model.waitForRevision('matter-m1', 0, 10)).toBe(false);
    await appendAll(base.store, [drafted('m1')]);
    await base.caughtUp();
    await appendAll(base.store, [drafted('m2')]);
    expect(await base.model.waitForRevision('matter-m2', 0, 10_000)).toBe(true);
  });

  it('goes on after the connection that listens was lost', async () => {
    base = await setUp();
    await base.start();
    expect(await base.model.waitForRevision('matter-m1', 0, 10)).toBe(false);
    await base.owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'read-model-listen'`,
    );
    await appendAll(base.store, [drafted('m1')]);
    expect(await base.model.waitForRevision('matter-m1', 0, 10_000)).toBe(true);
  });
});

describe('An event that does not fit', () => {
  it('stops the projection visibly, after everything before it, and is never skipped', async () => {
    base = await setUp();
    const projections = await base.start();
    const unknown = past('m1', 1, { type: 'MatterFrobnicated', data: {} });
    await appendAll(base.store, [drafted('m1'), unknown, drafted('m2')]);
    await eventually('stopped', () => projections.status().some(({ state }) => state === 'stopped'));
    expect(projections.status()).toEqual([
      expect.objectContaining({ shard: 0, position: '1', failure: expect.stringContaining('MatterFrobnicated') }),
    ]);
    expect((await base.model.register()).map(({ matter }) => matter)).toEqual(['m1']);
    const { rows } = await base.owner.query<{ failure: string }>('SELECT failure FROM read.checkpoint');
    expect(rows[0]?.failure).toContain('revision 1 of matter-m1');
  });

  it('stops its shard only', async () => {
    base = await setUp(8);
    const projections = await base.start();
    await appendAll(base.store, [past('m1', 0, { type: 'MatterFrobnicated', data: {} })]);
    await eventually('stopped', () => projections.status().some(({ state }) => state === 'stopped'));
    const matters = Array.from({ length: 16 }, (_, index) => drafted(`other-${index}`));
    await appendAll(base.store, matters);
    const running = projections.status().filter(({ state }) => state !== 'stopped');
    expect(running).toHaveLength(7);
    const head = await base.store.head();
    await eventually('the others go on', async () => {
      const ahead = (await base.model.positions()).filter(({ position }) => position === head);
      return ahead.length === 7;
    });
    expect((await base.model.register()).length).toBeGreaterThan(8);
  });

  it('is one that follows on a gap', async () => {
    base = await setUp();
    const gap = handing(base.store, ({ position }) => position !== '2');
    const projections = await base.start(gap);
    await appendAll(base.store, [
      drafted('m1'),
      past('m1', 1, { type: 'MatterSubmitted', data: { version: 1 } }),
      past('m1', 2, { type: 'DecisionPublished', data: { matter: 'm1', target: 'INTERN' } }),
    ]);
    await eventually('stopped', () => projections.status()[0]?.state === 'stopped');
    expect(projections.status()[0]?.failure).toMatch(/up to revision 0, the next event is 2|after 0/);
    expect(await base.model.matter('m1')).toMatchObject({ revision: 0 });
  });

  it('is one that the tables cannot hold', async () => {
    base = await setUp();
    const projections = await base.start();
    await appendAll(base.store, [drafted('m1'), drafted('m2', { title: 'ohne\0Ende' }), drafted('m3')]);
    await eventually('stopped', () => projections.status()[0]?.state === 'stopped');
    expect((await base.model.register()).map(({ matter }) => matter)).toEqual(['m1']);
  });

  it('stops views that an older version filled', async () => {
    base = await setUp();
    await base.owner.query('UPDATE read.checkpoint SET version = 0');
    const projections = await base.start();
    await eventually('stopped', () => projections.status()[0]?.state === 'stopped');
    expect(projections.status()[0]?.failure).toContain('rebuild');
  });
});
