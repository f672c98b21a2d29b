import { postgresStore } from '#event-store';
import { openReadModel, rebuild } from '#read-model';
import pg from 'pg';
import { agreed, circulated, closed, type Course, disputed, drafted, exhausted, finalDecision } from './e2e/matter.js';
import { furnished, type Furnished, outcome } from './e2e/system.js';

let system: Furnished;
const courses: Course[] = [];

beforeAll(async () => {
  system = await furnished();
  courses.push(await drafted(system), await circulated(system), await closed(system), await agreed(system));
  courses.push(await disputed(system), await exhausted(system, '2026-12-01'), await exhausted(system, '2026-12-01'));
  const { matter } = courses.at(-1)!;
  await system.record('BMDS/ST', 'TakeFinalDecision', finalDecision(matter));
  await system.client.advance('2026-12-03T09:00:00+01:00');
}, 120_000);
afterAll(() => system.stop());

/** Every question that the system can be asked about what was recorded, as several people see it. */
const everything = async (): Promise<unknown> => {
  const people = ['SEC/A', 'BMF/REP', 'AUD/1'];
  const asked = people.flatMap((person) => [
    system.ask(person, 'register', {}),
    system.ask(person, 'deadlines', {}),
    ...['BMDS', 'BMF', 'BMI'].flatMap((ministry) => [
      system.ask(person, 'waiting', { ministry }),
      system.ask(person, 'binding', { ministry, on: '2026-12-02' }),
    ]),
    ...courses.flatMap(({ matter }) =>
      ['status', 'matter', 'history', 'explain'].map((question) => system.client.ask(person, question, { matter })),
    ),
    ...courses.map((course) => system.client.ask(person, 'tally', { ...course })),
  ]);
  // The log seals in the background, whenever it comes to it.
  const told = JSON.stringify(await Promise.all(asked)).replaceAll(/"seal":"\w+"/g, '"seal":"?"');
  return JSON.parse(told) as unknown;
};

const exported = async (): Promise<string> =>
  (await fetch(`${system.url}/export`, { headers: { 'X-Case-Actor': 'AUD/1' } })).text();

describe('a system that is started again on its database', () => {
  it('answers everything as before and takes up where it stood', async () => {
    const [before, log, head] = [await everything(), await exported(), await system.head()];
    await system.restart();
    expect(await everything()).toEqual(before);
    expect(await exported()).toBe(log);
    expect(await system.head()).toBe(head);
    const { matter, round } = courses[2]!;
    expect(outcome(await system.send('SEC/A', 'EstablishResult', { matter, round }))).toEqual([
      ...[201, ['ResultEstablished']],
    ]);
  });

  it('knows a command that it took before', async () => {
    const course = await circulated(system);
    const ballot = { ...course, seat: 'BMF', version: 1, value: 'OBJECTION', reason: 'Haushalt' };
    const commandId = 'b1f3c1a0-5d0e-4c55-9d4e-0a9a8f4c1d11';
    const first = await system.record('BMF/REP', 'CastVote', ballot, { commandId });
    await system.restart();
    const again = await system.send('BMF/REP', 'CastVote', ballot, { commandId });
    expect([again.status, again.body]).toEqual([200, { ...first, repeated: true }]);
    const other = { ...ballot, value: 'CONSENT' };
    const changed = await system.send('BMF/REP', 'CastVote', other, { commandId });
    expect(outcome(changed)).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
  });

  it('loads the preset no second time', async () => {
    const head = await system.head();
    await system.restart();
    expect(await system.head()).toBe(head);
  });
});

describe('views that are built anew from the log', () => {
  const views = async (): Promise<Readonly<Record<string, readonly unknown[]>>> => {
    const client = new pg.Client({ connectionString: system.urls.owner });
    await client.connect();
    try {
      const { rows: tables } = await client.query<{ name: string }>(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'read' AND table_type = 'BASE TABLE'",
      );
      const contents: Record<string, readonly unknown[]> = {};
      for (const { name } of tables) {
        const { rows } = await client.query(`SELECT t.* FROM read.${name} t ORDER BY t::text`);
        contents[name] = rows;
      }
      return contents;
    } finally {
      await client.end();
    }
  };

  it('say the same, while the system runs and questions are asked', async () => {
    const head = await system.head();
    await system.client.advance('2026-12-03T10:00:00+01:00');
    const [before, answers] = [await views(), await everything()];
    const store = postgresStore({ connectionString: system.urls.worker });
    const progress: unknown[] = [];
    await rebuild({ store, databaseUrl: system.urls.owner, onProgress: (state) => progress.push(state) });
    await store.close();
    const after = await views();
    expect(before['register']!.length).toBe(courses.length + 1);
    for (const name of Object.keys(before).filter((table) => table !== 'checkpoint')) {
      expect([name, after[name]]).toEqual([name, before[name]]);
    }
    expect(await everything()).toEqual(answers);
    expect(progress.length).toBeGreaterThan(0);
    expect(await system.head()).toBe(head);
    const model = await openReadModel(system.urls.queries);
    expect((await model.register({})).length).toBe(courses.length + 1);
    await model.close();
  });

  it('go on with what is recorded afterwards', async () => {
    const course = await agreed(system);
    const { matter } = course;
    const revision = (await system.eventsOf(matter)).length - 1;
    expect(await system.ask('SEC/A', 'status', { matter, revision })).toMatchObject({ phase: 'AGREED' });
    const { rows } = await system.ask('SEC/A', 'register', { stream: `matter-${matter}`, revision });
    expect(rows).toContainEqual(expect.objectContaining({ matter, phase: 'AGREED' }));
  });
});
