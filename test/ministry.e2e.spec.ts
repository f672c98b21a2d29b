import type { Identity } from '#edge';
import {
  agreed,
  appended,
  basis,
  circulated,
  decidedFinally,
  registered,
  ROUNDS,
  written,
} from './matter.histories.js';
import { queriesService, type QueriesService } from './queries.support.js';
import { agreementInForce, appendAll } from './read-model.support.js';

const PERSONS: readonly Identity[] = [
  { person: 'SEC/A', function: 'SEC', origin: 'BMDS' },
  { person: 'BMF/REP', function: 'REP', ministry: 'BMF' },
  { person: 'BMG/REP', function: 'REP', ministry: 'BMG' },
  { person: 'BMZ/REP', function: 'REP', ministry: 'BMZ' },
];

const id = (no: number): string => `00000000-0000-4000-8000-${String(no).padStart(12, '0')}`;
const [RUNNING, SILENT, FINAL, HIDDEN] = [id(1), id(2), id(3), id(4)];
const [OPEN, SECRET] = [id(11), id(12)];
const ROUND = ROUNDS.first;

type Row = Readonly<Record<string, unknown>>;

let service: QueriesService;
let ask: QueriesService['ask'];
let answer: QueriesService['answer'];

beforeAll(async () => {
  service = await queriesService(PERSONS, '2027-03-20T10:00:00+01:00');
  ({ ask, answer } = service);
  const { store, vault } = service;
  for (const stream of [...basis(), ...registered()]) await appended(store, stream);
  const vote = [
    '2027-01-12T09:00:00+01:00',
    'BMF/REP',
    'CastVote',
    { round: ROUND, seat: 'BMF', version: 1, value: 'CONSENT' },
  ] as const;
  await appended(store, await written(RUNNING, [...circulated(), vote], vault));
  await appended(store, await written(SILENT, agreed(), vault));
  await appended(store, await written(FINAL, decidedFinally(), vault));
  await appended(store, await written(HIDDEN, agreed('VS_NFD'), vault));
  const last = await appendAll(store, [
    ...agreementInForce(OPEN, { from: '2027-01-01', to: '2027-12-31' }),
    ...agreementInForce(SECRET, { from: '2027-01-01' }, 'VS_NFD'),
  ]);
  await ask('SEC/A', `/matters?stream=${last.stream}&revision=${last.revision}`).expect(200);
}, 120_000);
afterAll(() => service.stop());

const asOf = (instant: string) => `asOf=${encodeURIComponent(instant)}`;
const list = async (person: string, path: string, name: string) =>
  (await answer(person, `/ministries/${path}`))[name] as readonly Row[];
const details = (path: string, person = 'SEC/A') => list(person, path, 'details');

/** The rows of every page of one. */
async function pages(path: string, name: string, person = 'SEC/A', cursor = ''): Promise<readonly (readonly Row[])[]> {
  const { next, ...page } = await answer(person, `/ministries/${path}&limit=1${cursor}`);
  const rows = page[name] as readonly Row[];
  return next === undefined ? [rows] : [rows, ...(await pages(path, name, person, `&cursor=${next as string}`))];
}
const paged = async (path: string, name: string): Promise<readonly Row[]> => (await pages(path, name)).flat();

describe('what binds a house on a day', () => {
  it('is every decision and agreement in force, each with its reason, the next to expire first', async () => {
    expect(await details('BMG/binding?on=2027-03-19')).toMatchObject([
      {
        agreement: OPEN,
        reason: 'CONSENT',
        validUntil: '2027-12-31',
        shares: [{ party: 'BMG', cents: 3 }],
        totalCents: 10,
      },
      { agreement: SECRET, reason: 'CONSENT' },
      { matter: SILENT, reason: 'SILENCE', decisionNo: 'DA-2027-1', effectiveFrom: '2027-02-01', origin: 'SILENCE' },
      { matter: FINAL, reason: 'FINAL_DECISION', dissenting: ['BMF', 'BMI'], exempt: false },
      { matter: HIDDEN, reason: 'SILENCE' },
    ]);
    expect(await answer('SEC/A', '/ministries/BMI/binding?on=2027-02-01')).toMatchObject({
      decisions: [SILENT, HIDDEN],
      details: [{ reason: 'CONSENT' }, {}],
    });
    expect(await answer('SEC/A', '/ministries/BMG/binding?on=2028-01-01')).toMatchObject({ agreements: [SECRET] });
    expect(await answer('SEC/A', '/ministries/BMZ/binding?on=2027-03-19')).toMatchObject({
      decisions: [],
      agreements: [],
    });
  });
  it('is as of an instant what was known then', async () => {
    const known = await answer('SEC/A', `/ministries/BMG/binding?on=2027-03-19&${asOf('2027-02-01T12:00:00+01:00')}`);
    expect(known).toMatchObject({ agreements: [OPEN, SECRET], decisions: [SILENT, HIDDEN] });
    const now = await answer('SEC/A', `/ministries/BMG/binding?on=2027-03-19&${asOf('2027-03-20T10:00:00+01:00')}`);
    const views = await details('BMG/binding?on=2027-03-19');
    expect(now['details']).toEqual(expect.arrayContaining([...views]));
    expect(now['details']).toHaveLength(views.length);
  });
  it('leaves out what the asking house may not see', async () => {
    for (const when of ['', `&${asOf('2027-03-20T10:00:00+01:00')}`]) {
      const seen = (await details(`BMG/binding?on=2027-03-19${when}`, 'BMZ/REP')).map(
        ({ matter, agreement }) => matter ?? agreement,
      );
      expect(seen.toSorted()).toEqual([SILENT, FINAL, OPEN].toSorted());
      expect(await details(`BMG/binding?on=2027-03-19${when}`, 'BMG/REP')).toHaveLength(5);
    }
  });
  it('comes by pages, each row once, now and as of an instant', async () => {
    const all = await details('BMG/binding?on=2027-03-19');
    expect(await paged('BMG/binding?on=2027-03-19', 'details')).toEqual(all);
    const then = `BMG/binding?on=2027-03-19&${asOf('2027-03-20T10:00:00+01:00')}`;
    expect(await paged(then, 'details')).toHaveLength(all.length);
  });
});

describe('what waits for a house', () => {
  it('is due first, with the command that answers it and the effect of silence in both languages', async () => {
    const items = await list('SEC/A', 'BMDS/waiting', 'items');
    expect(items).toMatchObject([
      {
        ...{ matter: RUNNING, kind: 'VOTE', subject: ROUND, version: 1, dueAt: '2027-01-25T23:00:00.000Z' },
        ...{ command: 'CastVote', silence: { code: 'DEEMED_CONSENT' } },
      },
      { matter: FINAL, kind: 'DUTY', lastDay: '2027-12-08', command: 'ReportDuty', silence: { code: 'OVERDUE' } },
    ]);
    for (const { silence } of items) {
      const { de, en } = silence as { de: string; en: string };
      expect([de.length > 10, en.length > 10]).toEqual([true, true]);
    }
    expect(await paged('BMDS/waiting?', 'items')).toEqual(items);
  });
  it('is as of an instant what waited then', async () => {
    const then = await answer('SEC/A', `/ministries/BMF/waiting?${asOf('2027-01-12T12:00:00+01:00')}`);
    expect(then['votes']).toMatchObject([{ matter: SILENT }, { matter: FINAL }, { matter: HIDDEN }]);
    expect(await list('SEC/A', 'BMF/waiting', 'items')).toEqual([]);
  });
});

describe('the duties of a house', () => {
  it('are listed by their day, narrowed by status', async () => {
    const duty = { matter: FINAL, kind: 'DUTY', id: 'report-1', due: '2027-12-08', status: 'OPEN' };
    expect(await list('BMZ/REP', 'BMDS/duties', 'duties')).toMatchObject([duty]);
    expect(await list('BMZ/REP', 'BMDS/duties?status=OPEN', 'duties')).toHaveLength(1);
    expect(await list('BMZ/REP', 'BMDS/duties?status=OVERDUE', 'duties')).toEqual([]);
    expect(await list('SEC/A', `BMDS/duties?${asOf('2027-03-20T10:00:00+01:00')}`, 'duties')).toMatchObject([duty]);
    expect(await list('SEC/A', `BMDS/duties?${asOf('2027-03-01T10:00:00+01:00')}`, 'duties')).toEqual([]);
  });
});

describe('the shares of a house', () => {
  it('are summed by year and budget title, of what the asking house may see', async () => {
    const sums = async (person: string, more = '') =>
      (await answer(person, `/ministries/BMG/funding?on=2027-03-19${more}`))['totals'];
    const [one, two] = [1, 2].map((amounts) => ({ year: 2027, cents: 3 * amounts, amounts, percentages: 0 }));
    expect(await sums('BMG/REP')).toEqual([two]);
    expect(await sums('BMZ/REP')).toEqual([one]);
    expect(await sums('BMG/REP', '&year=2028')).toEqual([]);
    expect(await sums('BMG/REP', `&${asOf('2027-03-20T10:00:00+01:00')}`)).toEqual([two]);
    expect(await list('BMG/REP', 'BMG/funding?on=2028-01-01', 'items')).toMatchObject([
      { agreement: SECRET, cents: 3, year: 2027 },
    ]);
    expect(await paged('BMG/funding?on=2027-03-19', 'items')).toHaveLength(2);
  });
});

describe('the positions of a house', () => {
  it('are told for every round, with what became of them', async () => {
    const positions = await list('BMF/REP', 'BMF/positions', 'positions');
    expect(positions).toMatchObject([
      { matter: HIDDEN, value: 'DEEMED' },
      { matter: FINAL, value: 'OBJECTION', reason: 'Die Kosten sind nicht gedeckt', outcome: 'DISSENT', counted: true },
      { matter: SILENT, value: 'DEEMED', outcome: 'AGREED', counted: true, version: 1, changed: [] },
      { matter: RUNNING, value: 'CONSENT', status: 'OPEN', counted: false },
    ]);
    expect(await paged('BMF/positions?', 'positions')).toHaveLength(4);
  });

  it('have no page that is shorter for what the asking house may not see', async () => {
    const told = await pages('BMF/positions?', 'positions', 'BMZ/REP');
    expect(told.map((page) => page.map(({ matter }) => matter))).toEqual([[FINAL], [SILENT], [RUNNING]]);
  });

  it('are those of an instant, and of a running ballot only for those who take part', async () => {
    const before = asOf('2027-01-12T08:59:00+01:00');
    const [position] = (await list('BMF/REP', `BMF/positions?${before}`, 'positions')).filter(
      ({ matter }) => matter === RUNNING,
    );
    expect(position).toMatchObject({ value: 'SILENT' });
    const [veiled] = (await list('BMZ/REP', 'BMF/positions', 'positions')).filter(({ matter }) => matter === RUNNING);
    expect(veiled).toMatchObject({ round: ROUND });
    expect(veiled).not.toHaveProperty('value');
  });
});

describe('the objections of a house', () => {
  it('are told with every answer, up to the words of the final decision', async () => {
    const [objection, ...more] = await list('BMF/REP', 'BMF/objections', 'objections');
    expect(more).toEqual([]);
    expect(objection).toMatchObject({
      matter: FINAL,
      form: 'VOTE',
      reason: 'Die Kosten sind nicht gedeckt',
      settled: true,
    });
    expect((objection?.['answers'] as Row[]).map(({ kind, level, text }) => [kind, level ?? text])).toEqual([
      ['DISSENT', undefined],
      ...['DIRECTORATE', 'STATE_SECRETARY', 'MINISTER'].map((level) => ['LEVEL_NOT_AGREED', level]),
      ['FINAL_DECISION', 'Antwort an BMF'],
    ]);
    const [then] = await list('BMF/REP', `BMF/objections?${asOf('2027-02-01T12:00:00+01:00')}`, 'objections');
    expect(then).toMatchObject({ settled: false, answers: [{ kind: 'DISSENT' }] });
    expect(await list('BMF/REP', 'BMG/objections', 'objections')).toEqual([]);
  });
});

it.each([
  '/ministries/BMG/binding?cursor=abc',
  '/ministries/BMG/waiting?cursor=W10',
  '/ministries/BMG/duties?status=LATE',
  '/ministries/BMG/funding?year=zwei',
  '/ministries/BMG/binding?limit=0',
  '/ministries/BMG/waiting?asOf=2028-01-01T00:00:00Z',
])('%s is refused', async (path) => {
  const { body } = await ask('SEC/A', path).expect(400);
  expect(body).toMatchObject({ code: 'INVALID_PAYLOAD' });
});

describe('each list of a house as a file', () => {
  const file = async (path: string, language: string) => {
    const answered = ask('SEC/A', `/ministries/${path}`).set('Accept-Language', language).buffer(true);
    const { text, headers } = await answered.expect(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    return text.split('\r\n').slice(0, -1);
  };

  it.each([
    ['BMDS/waiting', 'items', 'Wirkung des Schweigens', 'Effect of silence'],
    ['BMG/binding?on=2027-03-19', 'details', 'Bindung durch', 'Bound by'],
    ['BMDS/duties', 'duties', 'Pflicht', 'Duty'],
    ['BMG/funding?on=2027-03-19', 'items', 'Haushaltsjahr', 'Budget year'],
    ['BMF/positions', 'positions', 'Stimme', 'Vote'],
    ['BMF/objections', 'objections', 'Antworten', 'Answers'],
  ])('%s has a line for every row, under headings in the language of the reader', async (path, name, de, en) => {
    const rows = await list('SEC/A', path, name);
    expect(rows.length).toBeGreaterThan(0);
    const address = `${path}${path.includes('?') ? '&' : '?'}format=csv`;
    const [german, english] = [await file(address, 'de'), await file(address, 'en')];
    expect(german[0]).toContain(`,${de}`);
    expect(english[0]).toContain(`,${en}`);
    expect(german).toHaveLength(rows.length + 1);
    rows.forEach(({ title }, index) => expect(german[index + 1]).toContain(String(title)));
    const { body } = await ask('SEC/A', `/ministries/${address.replace('csv', 'json')}`).expect(200);
    expect(body).toEqual({ rows });
  });

  it('says what a cell can hold: shares as money, the words of an objection and of its answer', async () => {
    const [, bound] = await file('BMG/binding?on=2027-03-19&format=csv', 'de');
    expect(bound).toContain('BMG 2027: 0,03');
    const objections = (await file('BMF/objections?format=csv', 'de')).join('\n');
    expect(objections).toContain('Die Kosten sind nicht gedeckt');
    expect(objections).toContain('FINAL_DECISION');
  });

  it('refuses before the first byte, a house that nobody registered too', async () => {
    const { headers } = await ask('SEC/A', '/ministries/BMX/binding?format=csv').expect(404);
    expect(headers['content-type']).toContain('application/problem+json');
    await ask('SEC/A', '/ministries/BMF/binding?format=xml').expect(400);
  });
});

it('no page of a past instant ends at what the asking house may not see', async () => {
  const past = `on=2027-03-19&${asOf('2027-03-20T09:00:00+01:00')}`;
  // Past what is looked at there is one page more, which is empty.
  expect(await pages(`BMG/binding?${past}`, 'details')).toHaveLength(7);
  expect(await pages(`BMG/binding?${past}`, 'details', 'BMG/REP')).toHaveLength(7);
  expect(await pages(`BMG/binding?${past}`, 'details', 'BMZ/REP')).toHaveLength(5);
});

it('a cursor serves only the question that it was given for', async () => {
  const { next } = await answer('SEC/A', '/ministries/BMG/binding?on=2027-03-19&limit=1');
  await ask('SEC/A', `/ministries/BMG/binding?on=2027-03-20&limit=1&cursor=${String(next)}`).expect(400);
  await ask('SEC/A', `/ministries/BMF/binding?on=2027-03-19&limit=1&cursor=${String(next)}`).expect(400);
});
