import { parseCheckpoint, noteParts } from '#evidence';
import type { Report } from '../apps/auditor/src/verify/report.js';
import { verifier } from '../apps/auditor/src/verify/verifier.js';
import { copiedUrls } from './e2e/database.js';
import { agreed, circulated, closed, vote } from './e2e/matter.js';
import { furnish, furnished, furnishedOn, type Furnished, START } from './e2e/system.js';
import { until } from './log.support.js';

let open: Furnished;
let secret: Furnished;
let system: Furnished;
beforeAll(async () => {
  open = await furnished();
  const changes = { procedure: { ballotVisibility: 'SEALED' } };
  secret = await furnishedOn(await copiedUrls('furnished_secret', (empty) => furnish(empty, START, changes)), START);
  system = open;
}, 180_000);
afterAll(() => Promise.all([open.stop(), secret.stop()]));

const get = (path: string, person = 'AUD/1'): Promise<Response> =>
  fetch(system.url + path, { headers: { 'X-Case-Actor': person } });
const text = async (path: string): Promise<string> => (await get(path)).text();

const sealed = (matter: string) =>
  until(async () => (await system.ask('SEC/A', 'status', { matter }))['seal'] === 'SEALED');

async function verified(bundle: string): Promise<Report> {
  const policy = `log ${(await text('/log/keys')).split('\n')[0]}\nquorum none\n`;
  const { push, end } = verifier({ policy });
  push(Buffer.from(bundle));
  return end();
}

describe('a bundle over HTTP', () => {
  it('of the whole log is proven, and says what the signed checkpoint says', async () => {
    const { matter } = await agreed(system);
    await sealed(matter);
    const bundle = await text('/bundle');
    const report = await verified(bundle);
    expect(report).toMatchObject({ exit: 0, findings: [], scope: 'log', omitted: '0' });
    expect(report.records).toBe(Number(report.size));
    expect(report.confirmed).toBe(report.decided);
    const { size } = parseCheckpoint(noteParts(report.checkpoint).text);
    expect(Number(size)).toBeGreaterThan(50);
  });

  it('of one matter holds what it rests on, and no other matter', async () => {
    const { matter } = await closed(system);
    const other = await agreed(system);
    await sealed(other.matter);
    const response = await get(`/matters/${matter}/bundle`);
    expect(response.headers.get('Content-Disposition')).toContain(`matter-${matter}.govlog`);
    const bundle = await response.text();
    expect(bundle).not.toContain(other.matter);
    const report = await verified(bundle);
    expect(report).toMatchObject({ exit: 0, findings: [], scope: `matter-${matter}` });
    expect(Number(report.omitted)).toBeGreaterThan(0);
    expect(report.decided).toBeGreaterThan(3);
  });

  it('of a range has the records of the range', async () => {
    const report = await verified(await text('/bundle?from=10&to=25'));
    expect(report).toMatchObject({ exit: 0, scope: '10..25', records: 15 });
    expect((await get('/bundle?from=-1&to=3')).status).toBe(400);
  });

  it('of what is no range is refused with the reason', async () => {
    const reason = async (query: string) => {
      const response = await get(`/bundle?${query}`);
      const { params } = (await response.json()) as { readonly params: Readonly<Record<string, unknown>> };
      return { status: response.status, ...params };
    };
    const together = 'from and to belong together';
    expect(await reason('from=100')).toMatchObject({ status: 400, errors: [{ field: 'to', problem: together }] });
    expect(await reason('to=3')).toMatchObject({ status: 400, errors: [{ field: 'from', problem: together }] });
    for (const wrong of ['from=10&to=5', 'from=10&to=10']) {
      const problem = 'to must be greater than from, 10: the record at to is the first that is left out';
      expect(await reason(wrong)).toMatchObject({ status: 400, errors: [{ field: 'to', problem }] });
    }
    const size = (await get('/bundle')).headers.get('Bundle-Size');
    const problem = `to must not lie beyond the end of the bundle, ${size}`;
    expect(await reason('from=10&to=999999')).toMatchObject({ status: 404, size, errors: [{ field: 'to', problem }] });
  });

  it('opens the values that are named, and no others', async () => {
    const { matter } = await closed(system, {}, ['BMF']);
    await sealed(matter);
    const { openings } = (await (await get(`/matters/${matter}/openings`)).json()) as {
      openings: readonly { readonly digest: string; readonly disclosure: string }[];
    };
    const { digest, disclosure } = openings[0]!;
    const bundle = await text(`/matters/${matter}/bundle?digests=${encodeURIComponent(JSON.stringify([digest]))}`);
    expect(bundle).toContain(`\n#opening ${disclosure}\n`);
    expect(await verified(bundle)).toMatchObject({ exit: 0, opened: 1 });
    expect(await text(`/matters/${matter}/bundle`)).not.toContain('#opening');
  });

  it('is for audit, chair and secretariat alone', async () => {
    const { matter } = await agreed(system);
    for (const path of ['/bundle', `/matters/${matter}/bundle`]) expect((await get(path, 'BMF/REP')).status).toBe(403);
    expect((await get('/agreements/00000000-0000-4000-8000-000000000000/bundle')).status).toBe(404);
  });
});

describe('a bundle while a sealed ballot is running', () => {
  beforeAll(() => {
    system = secret;
  });
  const TELLING = /"value"|LEITUNG|ReservationDeclared|StatementRecorded|OBJECTION"/;
  const PERSONS = ['AUD/1', 'SEC/A', 'CHAIR'];
  const ownIn = (bundle: string, matter: string): string =>
    bundle
      .split('\n')
      .filter((line) => line.includes(matter))
      .join('\n');

  it('withholds from every office what tells a vote, is intact, and is whole as soon as the ballot is over', async () => {
    const before = await agreed(system);
    const course = await circulated(system);
    const { matter } = course;
    const reservation = { kind: 'LEITUNG', note: 'Die Spitze prüft noch' };
    await system.record('BMF/REP', 'CastVote', {
      ...vote(course, 'BMF'),
      reservation,
      statement: 'Wir tragen das mit',
    });
    await system.record('BMI/REP', 'CastVote', vote(course, 'BMI', 'OBJECTION'));
    await sealed(matter);
    const of = async (path: string, person: string) => (await get(path, person)).text();
    for (const person of PERSONS) {
      const all = await of('/bundle', person);
      expect(ownIn(all, matter)).not.toMatch(TELLING);
      expect(await verified(all)).toMatchObject({ exit: 0, findings: [], withheld: 4, omitted: '0' });
      const one = await of(`/matters/${matter}/bundle`, person);
      expect(ownIn(one, matter)).not.toMatch(TELLING);
      expect(await verified(one)).toMatchObject({ exit: 0, findings: [], withheld: 4, scope: `matter-${matter}` });
      expect(await verified(await of(`/matters/${before.matter}/bundle`, person))).toMatchObject({ withheld: 0 });
    }
    const size = Number((await get('/bundle')).headers.get('Bundle-Size'));
    const range = await text(`/bundle?from=${size - 3}&to=${size}`);
    expect(await verified(range)).toMatchObject({ exit: 0, records: 0, withheld: 3 });

    await system.record('BMDS/REP', 'CastVote', vote(course, 'BMDS'));
    await system.record('SEC/A', 'CloseRound', { ...course });
    await sealed(matter);
    for (const path of ['/bundle', `/matters/${matter}/bundle`]) {
      const bundle = await text(path);
      expect(ownIn(bundle, matter)).toMatch(TELLING);
      expect(await verified(bundle)).toMatchObject({ exit: 0, findings: [], withheld: 0 });
    }
  });

  it('cannot conclude what was decided after a vote that it withholds', async () => {
    const course = await circulated(system);
    await system.record('BMF/REP', 'CastVote', vote(course, 'BMF'));
    await system.record('CHAIR', 'ExtendRound', { ...course, reason: 'Zwei Häuser fehlen' });
    await sealed(course.matter);
    for (const path of ['/bundle', `/matters/${course.matter}/bundle`]) {
      expect(await verified(await text(path))).toMatchObject({ exit: 3, withheld: 1, counts: { NOT_REDECIDED: 1 } });
    }
  });
});
