import { dayOf } from '#domain';
import { leafHash, parseRecord } from '#evidence';
import { fixedId } from '../apps/standalone/src/bootstrap/send.js';
import {
  agreed,
  circulated,
  type Course,
  disputed,
  drafted,
  escalated,
  exhausted,
  finalDecision,
  opened,
  type Variant,
} from './e2e/matter.js';
import { furnished, type Furnished, outcome, paramsOf, START } from './e2e/system.js';

let system: Furnished;
beforeAll(async () => {
  system = await furnished();
}, 120_000);
afterAll(() => system.stop());

const today = dayOf(START);
const exhaustedToday = (variant: Variant = {}): Promise<Course> => exhausted(system, today, variant);

/** Tries to decide, changed as told, and answers with code and parameters; nothing may be recorded. */
const refused = async (person: string, { matter }: Course, change: object = {}) => {
  const head = await system.head();
  const reply = await system.send(person, 'TakeFinalDecision', { ...finalDecision(matter), ...change });
  expect(await system.head()).toBe(head);
  return { status: reply.status, code: outcome(reply)[1], params: paramsOf(reply) };
};

const without = (member: string): object => ({ [member]: undefined });

describe('nobody decides finally', () => {
  it('before there is a round, while it runs, or without a dissent', async () => {
    for (const course of [await opened(system), await circulated(system), await agreed(system)]) {
      expect(await refused('BMDS/ST', course)).toMatchObject({ status: 409, code: 'NO_DISSENT' });
    }
  });

  it('while a level of the ladder is open', async () => {
    expect(await refused('BMDS/ST', await disputed(system))).toMatchObject({
      status: 409,
      code: 'ESCALATION_NOT_EXHAUSTED',
    });
    const course = await escalated(system);
    expect(await refused('BMDS/BM', course)).toMatchObject({
      status: 409,
      code: 'ESCALATION_NOT_EXHAUSTED',
      params: { openLevel: 'DIRECTORATE', dueAt: expect.stringMatching(/^2026-12-/) },
    });
  });

  it.each([['BMI/ST'], ['BMF/BM']])('for another ministry: %s', async (person) => {
    expect(await refused(person, await exhaustedToday())).toMatchObject({ status: 403, code: 'NOT_FINAL_DECIDER' });
  });

  it.each(['SEC/A', 'CHAIR', 'AUD/1', 'RUL/1', 'REG/1', 'DSB/1'])('without a ministry: %s', async (person) => {
    expect(await refused(person, await disputed(system))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });

  it.each(['REF', 'REP', 'DEP', 'AL', 'LEAD', 'REVIEW'])('below the rank of a state secretary: %s', async (code) => {
    expect(await refused(`BMDS/${code}`, await disputed(system))).toMatchObject({
      status: 403,
      code: 'MANDATE_INSUFFICIENT',
    });
  });

  it('in a matter with an excluded area, however small', async () => {
    const areas = ['IT_PLATFORM', 'TAX_ADMINISTRATION', 'PERSONNEL'];
    const course = await exhaustedToday({ with: { areas } });
    expect(await refused('BMDS/ST', course)).toMatchObject({
      status: 422,
      code: 'FINAL_DECISION_OUTSIDE_COMPETENCE',
      params: { areas: expect.arrayContaining(['TAX_ADMINISTRATION', 'PERSONNEL']) },
    });
  });

  it('in a category that was not granted', async () => {
    const course = await exhaustedToday({ with: { category: 'OTHER' } });
    expect(await refused('BMDS/ST', course)).toMatchObject({ status: 422, code: 'FINAL_DECISION_OUTSIDE_COMPETENCE' });
  });

  it('while it is disputed whether that is within the competence, nor when it was ruled outside', async () => {
    const course = await exhaustedToday();
    const { matter } = course;
    await system.record('BMF/REF', 'RaiseCompetenceDispute', { matter, areas: ['IT_PLATFORM'], reason: 'Haushalt' });
    expect(await refused('BMDS/ST', course)).toMatchObject({ status: 409, code: 'COMPETENCE_DISPUTE_PENDING' });
    await system.record('BKAmt/AL', 'ResolveCompetenceDispute', { matter, ruling: 'OUTSIDE', reason: 'Haushalt' });
    expect(await refused('BMDS/ST', course)).toMatchObject({
      status: 422,
      code: 'FINAL_DECISION_OUTSIDE_COMPETENCE',
      params: { areas: ['IT_PLATFORM'] },
    });
  });

  it('on a version that nobody was consulted on', async () => {
    const course = await exhaustedToday();
    expect(await refused('BMDS/ST', course, { version: 2 })).toMatchObject({
      status: 422,
      code: 'FINAL_TEXT_NOT_CONSULTED',
    });
  });

  it('without reasons, and not with empty ones', async () => {
    const course = await exhaustedToday();
    for (const change of [without('reasons'), { reasons: '' }, { reasons: '   ' }]) {
      expect(await refused('BMDS/ST', course, change)).toMatchObject({ status: 422, code: 'REASON_REQUIRED' });
    }
  });

  it('leaving an objection unanswered', async () => {
    const course = await exhaustedToday();
    const bmf = { seat: 'BMF', text: 'Teilung nach Nutzung' };
    for (const [answers, seats] of [
      [[bmf], ['BMI']],
      [[bmf, { seat: 'BMI', text: '' }], ['BMI']],
      [[bmf, { seat: 'BMDS', text: 'x' }], ['BMI']],
      [[], ['BMF', 'BMI']],
      [undefined, ['BMF', 'BMI']],
    ]) {
      expect(await refused('BMDS/ST', course, { answers })).toMatchObject({
        status: 422,
        code: 'OBJECTION_UNANSWERED',
        params: { seats },
      });
    }
  });

  it('without answering for the result', async () => {
    const course = await exhaustedToday();
    for (const resultResponsibility of [
      undefined,
      { accepted: false, reportDates: ['2027-12-08'] },
      { accepted: true, reportDates: [] },
    ]) {
      expect(await refused('BMDS/ST', course, { resultResponsibility })).toMatchObject({
        status: 422,
        code: 'RESULT_RESPONSIBILITY_MISSING',
      });
    }
  });

  it.each(['GOALS', 'SCOPE', 'STAGE'])('on the track %s, in whatever phase', async (track) => {
    const course = await drafted(system, { track, with: { category: track } });
    expect(await refused('BMDS/ST', course)).toMatchObject({ status: 422, code: 'FINAL_DECISION_TRACK_FORBIDDEN' });
  });

  it('with a mandate that was revoked, until there is a new one', async () => {
    const course = await exhaustedToday();
    const mandate = { ministry: 'BMDS', person: 'BMDS/ST', scope: ['VOTE'], rank: 'STATE_SECRETARY' };
    const term = { validFrom: '2026-12-01', validTo: '2027-12-01' };
    const granted = { ...mandate, ...term, mandate: '0b7ad6a5-3c0f-4d8e-8a52-7b1f6c1d9e42' };
    const old = fixedId('mandate', 'BMDS/ST');
    await system.record('BMDS/BM', 'RevokeMandate', { ministry: 'BMDS', mandate: old, reason: 'Wechsel' });
    expect(await refused('BMDS/ST', course)).toMatchObject({ status: 403, code: 'MANDATE_INSUFFICIENT' });
    await system.record('BMDS/BM', 'GrantMandate', granted);
    const reply = await system.send('BMDS/ST', 'TakeFinalDecision', finalDecision(course.matter));
    expect(outcome(reply)).toEqual([201, ['FinalDecisionTaken', 'DecisionEnacted']]);
  });
});

describe('the digital ministry', () => {
  it('names the records that its decision rests on, the grant of the mandate among them', async () => {
    const { matter } = await exhaustedToday();
    await system.record('BMDS/ST', 'TakeFinalDecision', finalDecision(matter));
    const exported = await fetch(`${system.url}/export`, { headers: { 'X-Case-Actor': 'AUD/1' } });
    const records = (await exported.text()).split('\n').filter((line) => line.startsWith('{"after"'));
    const taken = records.map(parseRecord).findLast(({ type }) => type === 'FinalDecisionTaken');
    const basis = records.filter((record) => taken?.after.includes(leafHash(record))).map(parseRecord);
    expect(basis).toHaveLength(taken?.after.length ?? 0);
    expect(basis.map(({ stream, type }) => `${stream} ${type}`)).toEqual(
      expect.arrayContaining([
        ...[`matter-${matter} MatterDrafted`, `matter-${matter} RoundOpened`, 'ministry-BMDS MandateGranted'],
        expect.stringMatching(/^rulebook-RB-POLOPS /),
      ]),
    );
    expect(basis.find(({ type }) => type === 'MandateGranted')?.data).toMatchObject({
      mandate: taken?.by.mandate,
      person: taken?.by.sub,
    });
  });

  it('decides once the ladder is exhausted, names the dissenting and the grant, and decides once', async () => {
    const course = await exhaustedToday();
    const { matter } = course;
    const { events } = await system.record('BMDS/ST', 'TakeFinalDecision', finalDecision(matter));
    expect(events).toMatchObject([
      { type: 'FinalDecisionTaken', data: { grant: 'CG-1', decider: 'BMDS', dissenting: ['BMF', 'BMI'], version: 1 } },
      { type: 'DecisionEnacted', data: { origin: 'FINAL', dissenting: ['BMF', 'BMI'], binds: expect.any(Array) } },
    ]);
    const revision = (await system.eventsOf(matter)).length - 1;
    expect(await system.ask('AUD/1', 'status', { matter, revision })).toMatchObject({
      ...{ phase: 'ENACTED', effect: 'IN_FORCE', ruleBook: 'RB-POLOPS@1.0.0' },
    });
    expect(await system.ask('AUD/1', 'explain', { matter, revision })).toMatchObject({
      ...{ origin: 'FINAL', outcome: 'DISSENT', dissenting: ['BMF', 'BMI'], answered: ['BMF', 'BMI'] },
      legalBasis: { reference: 'Fall-Rechtsgrundlage' },
    });
    expect(await refused('BMDS/ST', course)).toMatchObject({
      status: 409,
      code: 'WRONG_STATE',
      params: { state: 'ENACTED' },
    });
  });

  it('decides one time when two of its leaders do at the same second', async () => {
    const { matter } = await exhaustedToday();
    const replies = await Promise.all(
      ['BMDS/ST', 'BMDS/BM'].map((person) => system.send(person, 'TakeFinalDecision', finalDecision(matter))),
    );
    expect(replies.map(outcome).sort(([first], [second]) => first - second)).toEqual([
      [201, ['FinalDecisionTaken', 'DecisionEnacted']],
      [409, 'WRONG_STATE'],
    ]);
  });
});

// The clock only runs forward: everything that waits for an instant comes last.
describe('a deadline', () => {
  const typesOf = async ({ matter }: Course): Promise<readonly string[]> =>
    (await system.eventsOf(matter)).map(({ type }) => type);
  const passed = async (course: Course): Promise<number> =>
    (await typesOf(course)).filter((type) => type === 'DeadlinePassed').length;
  let course: Course;
  let windowDueAt: string;
  const justBefore = (): string => new Date(Date.parse(windowDueAt) - 1).toISOString();

  beforeAll(async () => {
    course = await exhaustedToday();
    const { matter } = course;
    const revision = (await system.eventsOf(matter)).length - 1;
    ({ windowDueAt } = (await system.ask('SEC/A', 'status', { matter, revision })) as { windowDueAt: string });
  });

  it('leaves everything as it is until its very instant', async () => {
    await system.client.advance(justBefore());
    expect(await passed(course)).toBe(0);
    const other = await exhausted(system, dayOf(justBefore()));
    expect(outcome(await system.send('BMDS/ST', 'TakeFinalDecision', finalDecision(other.matter)))[0]).toBe(201);
  });

  it('fires once, however often the worker looks and wherever it is started again', async () => {
    await Promise.all([system.client.advance(windowDueAt), system.client.advance(windowDueAt)]);
    expect(await passed(course)).toBe(1);
    await system.restart();
    await system.client.advance(windowDueAt);
    await system.client.advance(new Date(Date.parse(windowDueAt) + 60_000).toISOString());
    expect(await passed(course)).toBe(1);
  });

  it('decides nothing: what follows is for people to establish', async () => {
    const { matter } = course;
    expect((await typesOf(course)).at(-1)).toBe('DeadlinePassed');
    expect(await system.ask('AUD/1', 'status', { matter })).toMatchObject({ phase: 'EXHAUSTED' });
    expect(await refused('BMDS/ST', course)).toMatchObject({ status: 410, code: 'FINAL_DECISION_WINDOW_LAPSED' });
    const reply = await system.send('SEC/A', 'EstablishLapse', { matter, reason: 'Niemand hat entschieden' });
    expect(outcome(reply)).toEqual([201, ['MatterLapsed']]);
    expect(await refused('BMDS/ST', course)).toMatchObject({
      status: 409,
      code: 'WRONG_STATE',
      params: { state: 'LAPSED' },
    });
  });

  it('that passed while the system was down fires after the start', async () => {
    const waiting = await escalated(system);
    const revision = (await system.eventsOf(waiting.matter)).length - 1;
    const status = await system.ask('SEC/A', 'status', { matter: waiting.matter, revision });
    await system.restart();
    expect(await passed(waiting)).toBe(0);
    await system.client.advance(String(status['levelDueAt']));
    expect((await typesOf(waiting)).filter((type) => type === 'DeadlinePassed')).toHaveLength(1);
    expect(await system.ask('SEC/A', 'status', { matter: waiting.matter })).toMatchObject({
      ...{ phase: 'ESCALATED', openLevel: 'DIRECTORATE' },
    });
  });
});
