import { randomUUID } from 'node:crypto';
import { postgresStore } from '#event-store';
import { parseRecord, writeRecord } from '#evidence';
import { verified } from './attacks.support.js';
import { agreed, circulated, closed, type Course, drafted, escalated, vote } from './e2e/matter.js';
import { furnished, type Furnished, outcome } from './e2e/system.js';
import { asOwner, until } from './log.support.js';

let system: Furnished;
beforeAll(async () => {
  system = await furnished();
}, 120_000);
afterAll(() => system.stop());

const get = (path: string): Promise<Response> => fetch(system.url + path, { headers: { 'X-Case-Actor': 'AUD/1' } });
const text = async (path: string): Promise<string> => (await get(path)).text();

/** The report on the whole log as soon as the last record of the matter is sealed. */
async function judged(matter: string) {
  const last = (await system.eventsOf(matter)).at(-1)!;
  await until(async () => (await get(`/log/receipts/${last.id}`)).status === 200);
  const policy = `log ${(await text('/log/keys')).split('\n')[0]}\nquorum none\n`;
  const bundle = await text('/bundle');
  const records = bundle.split('\n').filter((line) => line.startsWith('{'));
  return { report: verified(bundle, policy), index: BigInt(records.indexOf(last.record)), last };
}

describe('a request replayed', () => {
  it('records nothing, whoever sends it and whatever it says now', async () => {
    const course = await circulated(system);
    const commandId = randomUUID();
    await system.record('BMF/REP', 'CastVote', vote(course, 'BMF'), { commandId });
    const head = await system.head();
    const again = await system.record('BMF/REP', 'CastVote', vote(course, 'BMF'), { commandId });
    expect(again).toMatchObject({ repeated: true });
    const other = await system.send('BMF/REP', 'CastVote', vote(course, 'BMF', 'OBJECTION'), { commandId });
    expect(outcome(other)).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    const thief = await system.send('BMI/REP', 'CastVote', vote(course, 'BMI'), { commandId });
    expect(outcome(thief)).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    const fresh = await system.send('BMF/REP', 'CastVote', vote(course, 'BMF'), { commandId: randomUUID() });
    expect(fresh.status).toBeGreaterThanOrEqual(400);
    expect(await system.head()).toBe(head);
  }, 90_000);
});

describe('the whole log of the services', () => {
  it('is proven before anything is done to it', async () => {
    const { matter } = await agreed(system);
    expect((await judged(matter)).report).toMatchObject({ exit: 0, findings: [] });
  }, 90_000);

  it('shows an escalation silently omitted, where somebody took the deadlines from the timers', async () => {
    const { matter } = await escalated(system);
    const before = await system.eventsOf(matter);
    await text('/case/settled');
    await asOwner(system.urls.owner, `DELETE FROM read.deadline WHERE matter = '${matter}'`);
    await system.client.advance('2027-06-01T09:00:00+02:00');
    expect(await system.eventsOf(matter)).toEqual(before);
    const stream = `matter-${matter}`;
    const later = await drafted(system);
    const { report } = await judged(later.matter);
    expect(report.exit).toBe(2);
    expect(report.findings).toEqual([
      expect.objectContaining({ code: 'DEADLINE_OMITTED', stream, index: expect.any(BigInt) as bigint }),
    ]);
  }, 90_000);

  it('shows a wrong outcome injected by a service that was taken over, and names the decision', async () => {
    const model = await agreed(system);
    const course = await closed(system, {}, ['BMF', 'BMI']);
    await injected(model, course);
    const { report, index, last } = await judged(course.matter);
    expect(report.exit).toBe(2);
    const where = { index, stream: `matter-${course.matter}`, revision: last.revision };
    expect(report.findings).toContainEqual(expect.objectContaining({ code: 'DECISION_DEVIATES', ...where }));
  }, 90_000);
});

/** Appends the outcome of another matter, AGREED, to one with objections: by the role of the command service, past its rules. */
async function injected(model: Course, { matter, round }: Course): Promise<void> {
  const events = await system.eventsOf(model.matter);
  const result = parseRecord(events.find(({ type }) => type === 'ResultEstablished')!.record);
  const last = parseRecord((await system.eventsOf(matter)).at(-1)!.record);
  const id = randomUUID();
  const data = JSON.parse(
    JSON.stringify(result.data).replaceAll(model.matter, matter).replaceAll(model.round, round),
  ) as object;
  const record = writeRecord({
    ...result,
    ...{ id, stream: `matter-${matter}`, rev: last.rev + 1, at: last.at, cmd: { ...result.cmd, id } },
    data: data,
  });
  const store = postgresStore({ connectionString: system.urls.commands });
  await store.append(`matter-${matter}`, last.rev, [{ id, type: 'ResultEstablished', record }]);
  await store.close();
}

describe('a rule book swapped in the database', () => {
  it('stops the log of the worker, which alarms and signs nothing more, and no bundle is handed out', async () => {
    const size = (await text('/metrics')).match(/^beschlussbuch_log_sealed (\d+)$/m)?.[1];
    await asOwner(
      system.urls.owner,
      'ALTER TABLE ledger.event DISABLE TRIGGER ALL',
      `UPDATE ledger.event SET record = replace(record, '"graceTime":"', '"graceTime":"1')
        WHERE type = 'RuleBookDrafted' AND record LIKE '%RB-POLOPS%'`,
      'ALTER TABLE ledger.event ENABLE TRIGGER ALL',
    );
    await system.restart();
    await until(async () => /^beschlussbuch_log_broken 1$/m.test(await text('/metrics')));
    expect(await text('/metrics')).toMatch(/^beschlussbuch_log_alarm 1$/m);
    const ready = await get('/health/ready');
    expect([ready.status, await ready.json()]).toMatchObject([503, { checks: { receipts: 'failed' } }]);
    await expect(text('/bundle')).rejects.toThrow();
    expect((await text('/log/checkpoint')).split('\n')[1]).toBe(size);
  }, 90_000);
});
