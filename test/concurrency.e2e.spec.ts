import { randomUUID } from 'node:crypto';
import type { Reply } from '../apps/standalone/src/http/client.js';
import { agreed, DRAFT, circulated, closed, type Course, drafted, vote } from './e2e/matter.js';
import { type Answer, furnished, type Furnished, outcome, paramsOf } from './e2e/system.js';

let system: Furnished;
beforeAll(async () => {
  system = await furnished();
}, 120_000);
afterAll(() => system.stop());

const revisionOf = async ({ matter }: Course): Promise<number> => (await system.eventsOf(matter)).length - 1;
const typesOf = async ({ matter }: Course): Promise<readonly string[]> =>
  (await system.eventsOf(matter)).map(({ type }) => type);
const outcomes = (replies: readonly Reply[]) => replies.map(outcome).sort(([first], [second]) => first - second);
const refusedOf = (replies: readonly Reply[]): Reply => replies.find(({ status }) => status >= 400)!;
const decision = ({ matter }: Course) => ({ matter, effectiveFrom: '2026-12-02', validUntil: '2027-12-31' });

describe('two clerks at the same second', () => {
  it('establish one result; the other one is told where the matter stands', async () => {
    const course = await closed(system);
    const replies = await Promise.all(
      ['SEC/A', 'SEC/B'].map((clerk) => system.send(clerk, 'EstablishResult', { ...course })),
    );
    expect(outcomes(replies)).toEqual([
      [201, ['ResultEstablished']],
      [409, 'WRONG_STATE'],
    ]);
    expect(paramsOf(refusedOf(replies))).toMatchObject({ state: 'AGREED' });
    expect((await typesOf(course)).filter((type) => type === 'ResultEstablished')).toHaveLength(1);
  });

  it('who name the revision they have seen: the other one is told that it changed meanwhile', async () => {
    const course = await closed(system);
    const expectedRevision = await revisionOf(course);
    const replies = await Promise.all(
      ['SEC/A', 'SEC/B'].map((clerk) => system.send(clerk, 'EstablishResult', { ...course }, { expectedRevision })),
    );
    expect(outcomes(replies)).toEqual([
      [201, ['ResultEstablished']],
      [409, 'CONCURRENT_MODIFICATION'],
    ]);
    expect(paramsOf(refusedOf(replies))).toMatchObject({ revision: expectedRevision + 1 });
  });

  it.each([false, true])('enact one decision, having named the revision: %p', async (named) => {
    const course = await agreed(system);
    const expectedRevision = await revisionOf(course);
    const replies = await Promise.all(
      ['SEC/A', 'CHAIR'].map((clerk) =>
        system.send(clerk, 'EnactDecision', decision(course), named ? { expectedRevision } : {}),
      ),
    );
    expect(outcomes(replies)).toEqual([
      [201, ['DecisionEnacted']],
      [409, named ? 'CONCURRENT_MODIFICATION' : 'WRONG_STATE'],
    ]);
    expect(await revisionOf(course)).toBe(expectedRevision + 1);
  });

  it('open one procedure of ten', async () => {
    const course = await drafted(system);
    await system.record('BMDS/REF', 'SubmitMatter', { matter: course.matter });
    const opening = { matter: course.matter, participants: { EINVERNEHMEN: ['BMDS', 'BMF', 'BMI'] } };
    const replies = await Promise.all(Array.from({ length: 10 }, () => system.send('SEC/A', 'OpenProcedure', opening)));
    const [first, ...others] = outcomes(replies);
    expect(first).toEqual([201, ['ProcedureOpened']]);
    expect(others).toEqual(Array.from({ length: 9 }, () => [409, 'WRONG_STATE']));
    expect(await typesOf(course)).toEqual(['MatterDrafted', 'MatterSubmitted', 'ProcedureOpened']);
  });

  it('draft one matter under one id', async () => {
    const draft = { ...DRAFT, track: 'COMMITTEE', lead: 'BMDS', matter: randomUUID() };
    const replies = await Promise.all([
      system.send('BMDS/REF', 'DraftMatter', draft),
      system.send('BMDS/AL', 'DraftMatter', { ...draft, title: 'Andere Plattform' }),
    ]);
    expect(outcomes(replies)).toEqual([
      [201, ['MatterDrafted']],
      [409, 'ALREADY_EXISTS'],
    ]);
  });
});

describe('votes at the same second', () => {
  it('of one seat count once; the other one is told to change the vote', async () => {
    const course = await circulated(system);
    const replies = await Promise.all([
      system.send('BMF/REP', 'CastVote', vote(course, 'BMF', 'CONSENT')),
      system.send('BMF/DEP', 'CastVote', vote(course, 'BMF', 'OBJECTION')),
    ]);
    expect(outcomes(replies)).toEqual([
      [201, ['VoteCast']],
      [409, 'ALREADY_VOTED'],
    ]);
    const { Y, N, S } = await system.ask('SEC/A', 'tally', { ...course, revision: await revisionOf(course) });
    expect([Number(Y) + Number(N), S]).toEqual([1, 2]);
  });

  it('of different seats are all taken', async () => {
    const seats = ['BMDS', 'BMF', 'BMI', 'AA', 'BMG', 'BMAS', 'BMV', 'BMZ'];
    const course = await circulated(system, { seats });
    const replies = await Promise.all(seats.map((seat) => system.send(`${seat}/REP`, 'CastVote', vote(course, seat))));
    expect(replies.map(({ status }) => status)).toEqual(seats.map(() => 201));
    expect(await system.ask('SEC/A', 'tally', { ...course, revision: await revisionOf(course) })).toMatchObject({
      ...{ E: 8, Y: 8, S: 0 },
    });
  });

  it('of different seats who all name the same revision: one is taken', async () => {
    const course = await circulated(system);
    const expectedRevision = await revisionOf(course);
    const replies = await Promise.all(
      ['BMF', 'BMI'].map((seat) => system.send(`${seat}/REP`, 'CastVote', vote(course, seat), { expectedRevision })),
    );
    expect(outcomes(replies)).toEqual([
      [201, ['VoteCast']],
      [409, 'CONCURRENT_MODIFICATION'],
    ]);
  });
});

describe('the same request sent again', () => {
  const plain = ({ body }: Reply) => ({ ...(body as Answer), repeated: undefined });
  const alike = ([first, ...others]: readonly Reply[]) =>
    expect(others.map(plain)).toEqual(others.map(() => plain(first!)));

  it('is recorded once and answered alike, also when the matter has gone on', async () => {
    const course = await circulated(system);
    const commandId = randomUUID();
    const again = () => system.send('BMF/REP', 'CastVote', vote(course, 'BMF', 'OBJECTION'), { commandId });
    const first = await again();
    await system.record('BMI/REP', 'CastVote', vote(course, 'BMI'));
    const second = await again();
    expect([first.status, second.status]).toEqual([201, 200]);
    expect([first.body, second.body]).toMatchObject([{ repeated: false }, { repeated: true }]);
    alike([first, second]);
    expect((await typesOf(course)).filter((type) => type === 'VoteCast')).toHaveLength(2);
  });

  it('is recorded once when all arrive together', async () => {
    const course = await circulated(system);
    const commandId = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => system.send('BMF/REP', 'CastVote', vote(course, 'BMF'), { commandId })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([...replies.slice(1).map(() => 200), 201]);
    alike(replies);
    expect((await typesOf(course)).filter((type) => type === 'VoteCast')).toHaveLength(1);
  });

  it('is recorded once when it names the revision that it has changed itself', async () => {
    const course = await closed(system);
    const sent = { commandId: randomUUID(), expectedRevision: await revisionOf(course) };
    const replies = await Promise.all([1, 2].map(() => system.send('SEC/A', 'EstablishResult', { ...course }, sent)));
    replies.push(await system.send('SEC/A', 'EstablishResult', { ...course }, sent));
    expect(replies.map(({ status }) => status).sort()).toEqual([...replies.slice(1).map(() => 200), 201]);
    alike(replies);
    expect((await typesOf(course)).filter((type) => type === 'ResultEstablished')).toHaveLength(1);
  });

  it('is refused with other content, on the same and on another matter, and from another person', async () => {
    const [course, other] = [await circulated(system), await circulated(system)];
    const commandId = randomUUID();
    await system.record('BMF/REP', 'CastVote', vote(course, 'BMF'), { commandId });
    const head = await system.head();
    const replies = [
      await system.send('BMF/REP', 'CastVote', vote(course, 'BMF', 'OBJECTION'), { commandId }),
      await system.send('BMF/REP', 'CastVote', vote(other, 'BMF'), { commandId }),
      await system.send('BMF/DEP', 'CastVote', vote(course, 'BMF'), { commandId }),
      await system.send('BMF/REP', 'RecordStatement', { matter: course.matter, seat: 'BMF', text: 'x' }, { commandId }),
    ];
    expect(replies.map(outcome)).toEqual(replies.map(() => [409, 'IDEMPOTENCY_CONFLICT']));
    expect(await system.head()).toBe(head);
  });

  it('is recorded once when content differs and both arrive together, on one matter or on two', async () => {
    const [course, other] = [await circulated(system), await circulated(system)];
    const commandId = randomUUID();
    const replies = await Promise.all([
      system.send('BMF/REP', 'CastVote', vote(course, 'BMF'), { commandId }),
      system.send('BMF/REP', 'CastVote', vote(course, 'BMF', 'OBJECTION'), { commandId }),
      system.send('BMF/REP', 'CastVote', vote(other, 'BMF'), { commandId }),
    ]);
    expect(outcomes(replies)).toEqual([
      [201, ['VoteCast']],
      [409, 'IDEMPOTENCY_CONFLICT'],
      [409, 'IDEMPOTENCY_CONFLICT'],
    ]);
  });
});

describe('the revision that a sender has seen', () => {
  it.each([-1, 1])('is refused when the stream is elsewhere: %p', async (difference) => {
    const course = await circulated(system);
    const revision = await revisionOf(course);
    const head = await system.head();
    const expectedRevision = revision + difference;
    const reply = await system.send('BMF/REP', 'CastVote', vote(course, 'BMF'), { expectedRevision });
    expect(outcome(reply)).toEqual([409, 'CONCURRENT_MODIFICATION']);
    expect(paramsOf(reply)).toMatchObject({ expected: expectedRevision, revision });
    expect(await system.head()).toBe(head);
  });

  it('is answered with every command, in the body and as ETag', async () => {
    const course = await circulated(system);
    const response = await fetch(`${system.url}/matters/${course.matter}/votes`, {
      method: 'POST',
      headers: { 'X-Case-Actor': 'BMF/REP', 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...vote(course, 'BMF'), matter: undefined }),
    });
    const revision = await revisionOf(course);
    expect(await response.json()).toMatchObject({ stream: `matter-${course.matter}`, revision, repeated: false });
    expect(response.headers.get('ETag')).toBe(`"${revision}"`);
  });
});

describe('a question that names the revision of the own command', () => {
  it('knows of it at once', async () => {
    const course = await circulated(system, { seats: ['BMDS', 'BMF', 'BMI', 'AA', 'BMG'] });
    const { matter } = course;
    for (const [index, seat] of ['BMDS', 'BMF', 'BMI', 'AA'].entries()) {
      const { revision, stream } = await system.record(`${seat}/REP`, 'CastVote', vote(course, seat));
      const [tally, history, waiting, register] = await Promise.all([
        system.ask('SEC/A', 'tally', { ...course, revision }),
        system.ask('SEC/A', 'history', { matter, revision }),
        system.ask(`${seat}/REP`, 'waiting', { ministry: seat, stream, revision }),
        system.ask('SEC/A', 'register', { stream, revision }),
      ]);
      expect(tally).toMatchObject({ Y: index + 1, S: 4 - index });
      expect((history['types'] as string[]).filter((type) => type === 'VoteCast')).toHaveLength(index + 1);
      expect((waiting['votes'] as { matter: string }[]).map((open) => open.matter)).not.toContain(matter);
      expect(register['rows']).toContainEqual(expect.objectContaining({ matter, revision }));
    }
  });
});
