import type { Identity } from '#edge';
import pg from 'pg';
import { appended, basis, registered } from './matter.histories.js';
import { queriesService, type QueriesService } from './queries.support.js';
import { agreementInForce, appendAll, drafted, enacted, past } from './read-model.support.js';

const PERSONS: readonly Identity[] = [
  { person: 'SEC/A', function: 'SEC', origin: 'BMDS' },
  { person: 'BMF/REP', function: 'REP', ministry: 'BMF' },
  { person: 'BMZ/REP', function: 'REP', ministry: 'BMZ' },
];

const id = (no: number): string => `00000000-0000-4000-8000-${String(no).padStart(12, '0')}`;
const day = (no: number): string => `2027-01-${String(no).padStart(2, '0')}T08:00:00.000Z`;

const FORMULA = '=HYPERLINK("http://evil.example","Klick")';
const [PORTAL, REGISTER, FORMULAS, SECRET, DECIDED] = [id(1), id(2), id(3), id(4), id(5)];
const [OPEN_AGREEMENT, SECRET_AGREEMENT] = [id(11), id(12)];

let service: QueriesService;
let ask: QueriesService['ask'];
let answer: QueriesService['answer'];

beforeAll(async () => {
  service = await queriesService(PERSONS, '2027-03-20T10:00:00+01:00');
  ({ ask, answer } = service);
  for (const stream of [...basis(), ...registered()]) await appended(service.store, stream);
  const last = await appendAll(service.store, [
    drafted(
      PORTAL,
      { title: 'Gemeinsame Plattform für Anträge', text: 'Die Häuser schließen Vereinbarungen.' },
      day(1),
    ),
    drafted(REGISTER, { title: 'Ein Register', lead: 'BMF', fileReference: 'DA 1/27', track: 'FRAME' }, day(2)),
    drafted(FORMULAS, { title: FORMULA, text: 'Text' }, day(3)),
    drafted(SECRET, { title: 'Geheimschutz', text: 'Verschlusssache', classification: 'VS_NFD' }, day(4)),
    ...enacted(DECIDED, { title: 'Beschlossene Sache', decisionNo: 'DA-2027-11' }, day(5)),
    ...agreementInForce(OPEN_AGREEMENT, { from: '2027-01-01', to: '2027-12-31' }),
    ...agreementInForce(SECRET_AGREEMENT, { from: '2027-01-01' }, 'VS_NFD'),
  ]);
  await ask('SEC/A', `/matters?stream=${last.stream}&revision=${last.revision}`).expect(200);
}, 120_000);
afterAll(() => service.stop());

type Row = Readonly<Record<string, unknown>>;
const rowsOf = async (person: string, path: string) => (await answer(person, path))['rows'] as readonly Row[];
const idsOf = async (path: string, person = 'SEC/A') =>
  (await rowsOf(person, path)).map((row) => row['matter'] ?? row['agreement']);
const found = (words: string, person = 'SEC/A', list = 'matters') =>
  idsOf(`/${list}?q=${encodeURIComponent(words)}`, person);
const linesOf = (text: string): readonly string[] => text.replace(/^\uFEFF/, '').split('\r\n');

describe('the registers', () => {
  it('show the newest first, each row with the address that it keeps', async () => {
    expect(await idsOf('/matters')).toEqual([DECIDED, SECRET, FORMULAS, REGISTER, PORTAL]);
    const [decision] = await rowsOf('SEC/A', '/decisions');
    expect(decision).toMatchObject({
      ...{ self: `/matters/${DECIDED}/decisions/1`, decisionNo: 'DA-2027-11', enactedAt: day(5) },
      ...{ effectiveFrom: '2027-02-01', binds: ['BMDS'], no: 1 },
    });
    expect(decision).not.toHaveProperty('validUntil');
    for (const path of ['/matters', '/decisions', '/agreements']) {
      for (const { self } of await rowsOf('SEC/A', path)) await ask('SEC/A', String(self)).expect(200);
    }
  });

  it.each([
    ['/matters?ministry=BMF', [REGISTER]],
    ['/matters?lead=BMF&track=FRAME', [REGISTER]],
    ['/matters?lead=BMF&track=COMMITTEE', []],
    ['/matters?from=2027-01-02&to=2027-01-03', [FORMULAS, REGISTER]],
    ['/matters?to=2027-01-01', [PORTAL]],
    ['/matters?from=1000-01-01&to=9998-12-31&phase=ENACTED', [DECIDED]],
    ['/matters?classification=VS_NFD', [SECRET]],
    ['/matters?body=DA&phase=DRAFT&ministry=BMF', [REGISTER]],
    ['/matters?rule=consensus-silence@1', []],
    ['/matters?ruleBook=RB-POLOPS', []],
    ['/matters?ruleBook=RB-POLOPS@1.0.0', []],
    ['/matters?outcome=AGREED', []],
    ['/decisions?ministry=BMDS&origin=CONSENSUS&effect=IN_FORCE', [DECIDED]],
    ['/decisions?on=2027-02-01', [DECIDED]],
    ['/decisions?on=2027-01-31', []],
    ['/decisions?from=2027-01-06', []],
    ['/agreements?ministry=BMG&phase=IN_FORCE', [SECRET_AGREEMENT, OPEN_AGREEMENT]],
    ['/agreements?on=2028-01-01', [SECRET_AGREEMENT]],
    ['/agreements?classification=INTERN', [OPEN_AGREEMENT]],
  ])('filter: %s', async (path, expected) => {
    expect(await idsOf(path)).toEqual(expected);
  });

  it.each([
    ['/matters?phase=OPENED', 'phase'],
    ['/matters?track=FAST', 'track'],
    ['/matters?outcome=YES', 'outcome'],
    ['/matters?classification=GEHEIM', 'classification'],
    ['/matters?rule=no-such-rule@1', 'rule'],
    ['/matters?ministry=BMX', 'ministry'],
    ['/matters?body=XX', 'body'],
    ['/matters?ruleBook=RB-NONE', 'ruleBook'],
    ['/matters?ruleBook=RB-POLOPS@9.9.9', 'ruleBook'],
    ['/matters?from=2027-02-30', 'from'],
    ['/matters?from=0000-01-01', 'from'],
    ['/matters?to=9999-12-31', 'to'],
    ['/deadlines?before=0000-01-01T00:00:00Z', 'before'],
    ['/matters?from=2027-02-02&to=2027-02-01', 'to'],
    ['/matters?q=', 'q'],
    ['/matters?q=%00', 'q'],
    [`/matters?q=${'a'.repeat(201)}`, 'q'],
    ['/matters?limit=0', 'limit'],
    ['/matters?limit=501', 'limit'],
    ['/matters?format=xml', 'format'],
    ['/matters?effect=IN_FORCE', 'effect'],
    ['/decisions?effect=NONE', 'effect'],
    ['/decisions?origin=CHANCE', 'origin'],
    ['/agreements?phase=ENACTED', 'phase'],
    ['/agreements?track=COMMITTEE', 'track'],
  ])('refuse %s and name the parameter', async (path, field) => {
    const { body } = await ask('SEC/A', path).expect(400);
    expect(body).toMatchObject({ code: 'INVALID_PAYLOAD', params: { fields: [field] } });
  });
});

describe('the search', () => {
  it.each([
    ['Vereinbarung', [PORTAL]],
    ['vereinbarungen', [PORTAL]],
    ['Antrag', [PORTAL]],
    ['ANTRÄGE', [PORTAL]],
    ['Antra\u0308ge', [PORTAL]],
    ['Haus', [PORTAL]],
    ['gemeinsam Platt', [PORTAL]],
    ['"gemeinsame Plattform"', [PORTAL]],
    ['"Plattform gemeinsame"', []],
    ['plattform -antrag', []],
    ['plattform or register', [REGISTER, PORTAL]],
    ['DA-2027-11', [DECIDED]],
    ['da-2027-1', [DECIDED]],
    ['"DA-2027-11"', [DECIDED]],
    ['DA 1/27', [REGISTER]],
    [REGISTER, [REGISTER]],
    [`${REGISTER.slice(0, 8)}-0000-4000-8000-000000000002`, [REGISTER]],
  ])('finds by %s', async (words, expected) => {
    expect(await found(words)).toEqual(expected);
  });

  it.each([
    "'",
    '\\',
    "'); DROP TABLE read.register; --",
    '& | ! ( ) <-> :*',
    '"',
    '-',
    '""',
    'a:*b & !',
    'or or',
    '%',
    'die',
  ])('takes %s for words', async (words) => {
    expect(Array.isArray(await found(words))).toBe(true);
  });

  it('finds decisions and agreements too', async () => {
    expect(await found('beschlossene', 'SEC/A', 'decisions')).toEqual([DECIDED]);
    expect(await found('Betriebe', 'SEC/A', 'agreements')).toEqual([OPEN_AGREEMENT]);
  });

  it('holds of what is confidential the title only', async () => {
    expect(await found('Geheimschutz')).toEqual([SECRET]);
    expect(await found('Verschlusssache')).toEqual([]);
    const owner = new pg.Client({ connectionString: service.owner });
    await owner.connect();
    const { rows } = await owner.query<{ words: string }>('SELECT words FROM read.matter_words WHERE matter = $1', [
      SECRET,
    ]);
    await owner.end();
    expect(rows).toEqual([{ words: 'geheimschutz' }]);
  });
});

describe('what a house may not see', () => {
  it('is in none of its registers, searches and files', async () => {
    expect(await idsOf('/matters', 'BMZ/REP')).toEqual([DECIDED, FORMULAS, REGISTER, PORTAL]);
    expect(await idsOf('/matters?classification=VS_NFD', 'BMZ/REP')).toEqual([]);
    expect(await found('Geheimschutz', 'BMZ/REP')).toEqual([]);
    expect(await found(SECRET, 'BMZ/REP')).toEqual([]);
    expect(await idsOf('/agreements', 'BMZ/REP')).toEqual([OPEN_AGREEMENT]);
    for (const path of ['/matters?format=csv', '/matters?format=json', '/agreements?format=csv']) {
      const { text } = await ask('BMZ/REP', path).buffer(true).expect(200);
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(SECRET_AGREEMENT);
    }
  });

  it('leaves no gap in a page', async () => {
    const first = await answer('BMZ/REP', '/matters?limit=2');
    expect(first['rows']).toHaveLength(2);
    expect(await idsOf(`/matters?limit=2&cursor=${String(first['next'])}`, 'BMZ/REP')).toEqual([REGISTER, PORTAL]);
  });
});

describe('paging', () => {
  it('goes on where it was while rows arrive, and names the next page in a header too', async () => {
    const { body, headers } = await ask('SEC/A', '/matters?limit=2&body=DA').expect(200);
    const { rows, next } = body as { rows: Row[]; next: string };
    expect(rows.map(({ matter }) => matter)).toEqual([DECIDED, SECRET]);
    expect(headers['link']).toBe(`</matters?limit=2&body=DA&cursor=${next}>; rel="next"`);
    const late = drafted(id(9), { title: 'Nachzügler' }, day(9));
    await appendAll(service.store, [late, past(PORTAL, 1, { type: 'MatterSubmitted', data: { version: 1 } })]);
    await ask('SEC/A', `/matters?stream=matter-${PORTAL}&revision=1`).expect(200);
    const rest = await answer('SEC/A', `/matters?limit=10&body=DA&cursor=${next}`);
    expect((rest['rows'] as Row[]).map(({ matter }) => matter)).toEqual([FORMULAS, REGISTER, PORTAL]);
    expect(rest).not.toHaveProperty('next');
    expect(await idsOf('/matters?limit=1')).toEqual([id(9)]);
  });

  it.each([
    ['nonsense', 'bm9uc2Vuc2U'],
    ['a number', '100'],
    ['another length', Buffer.from('["abc","2027-01-01T00:00:00.000Z"]').toString('base64url')],
    ['no instant', Buffer.from(JSON.stringify(['abc', "'; --", PORTAL])).toString('base64url')],
    [
      'a year that no calendar has',
      Buffer.from(JSON.stringify(['abc', '0000-01-01T00:00:00.000Z', PORTAL])).toString('base64url'),
    ],
    ['letters that no cursor has', '%27%3B--'],
  ])('refuses %s for a cursor', async (_, cursor) => {
    const { body } = await ask('SEC/A', `/matters?cursor=${cursor}`).expect(400);
    expect(body).toMatchObject({ code: 'INVALID_PAYLOAD', params: { fields: ['cursor'] } });
  });

  it('tells by a cursor nothing of the row where a page ends, and takes none that was changed', async () => {
    const { rows, next } = (await answer('SEC/A', '/matters?limit=1')) as { rows: Row[]; next: string };
    expect(Buffer.from(next, 'base64url').toString('latin1')).not.toContain(String(rows[0]?.matter));
    const changed = `${next.startsWith('A') ? 'B' : 'A'}${next.slice(1)}`;
    const { body } = await ask('SEC/A', `/matters?limit=1&cursor=${changed}`).expect(400);
    const problem = 'cursor must be one that an answer gave as next';
    expect(body).toMatchObject({ code: 'INVALID_PAYLOAD', params: { errors: [{ field: 'cursor', problem }] } });
  });

  it('refuses the cursor of another question', async () => {
    const { next } = await answer('SEC/A', '/matters?limit=1');
    for (const path of [`/matters?phase=DRAFT&cursor=${String(next)}`, `/agreements?cursor=${String(next)}`]) {
      const { body } = await ask('SEC/A', path).expect(400);
      expect(body).toMatchObject({
        params: { errors: [{ field: 'cursor', problem: expect.stringContaining('other') }] },
      });
    }
  });
});

describe('a list as a file', () => {
  it('is CSV with headings in the language of the reader, and no formula', async () => {
    const { text, headers } = await ask('SEC/A', '/matters?format=csv&to=2027-01-03').buffer(true).expect(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(headers['content-disposition']).toBe('attachment; filename="matters.csv"');
    expect(text.startsWith('\uFEFFVorgang,Titel,')).toBe(true);
    const lines = linesOf(text);
    expect(lines).toHaveLength(5);
    expect(lines[1]).toContain(`${FORMULAS},"'=HYPERLINK(""http://evil.example"",""Klick"")",`);
    expect(lines[3]).toContain(`http://127.0.0.1:3999/matters/${PORTAL}`);
    expect(lines[3]).toContain('Gemeinsame Plattform für Anträge');
    const english = await ask('SEC/A', '/agreements').set({ Accept: 'text/csv', 'Accept-Language': 'en' }).buffer(true);
    expect(linesOf(english.text)[0]).toMatch(/^Agreement,Title,/);
    expect(english.headers['content-language']).toBe('en');
  });

  it('is JSON of the same shape as a page, with every row', async () => {
    const { body, headers } = await ask('SEC/A', '/matters?format=json').expect(200);
    expect(headers['content-disposition']).toBe('attachment; filename="matters.json"');
    expect((body as { rows: Row[] }).rows).toEqual(await rowsOf('SEC/A', '/matters'));
    expect((await ask('SEC/A', '/matters?format=json&outcome=REJECTED').expect(200)).body).toEqual({ rows: [] });
  });

  it('is one page where a limit asks for it', async () => {
    const { text, headers } = await ask('SEC/A', '/matters?format=csv&limit=2').buffer(true).expect(200);
    expect(linesOf(text)).toHaveLength(4);
    expect(headers['link']).toContain('rel="next"');
  });

  it('is there of deadlines too, and refuses like any list', async () => {
    const { text } = await ask('SEC/A', '/deadlines?format=csv').buffer(true).expect(200);
    expect(linesOf(text)[1]).toContain(OPEN_AGREEMENT);
    const { headers } = await ask('SEC/A', '/matters?format=csv&ministry=BMX').expect(400);
    expect(headers['content-type']).toContain('application/problem+json');
    await ask(undefined, '/matters?format=csv').expect(401);
  });

  it('has every row, however many pages that takes', async () => {
    const many = Array.from({ length: 1_200 }, (_, no) => drafted(id(1_000 + no), { title: 'Viele' }, day(10)));
    const last = await appendAll(service.store, many);
    await ask('SEC/A', `/matters?stream=${last.stream}&revision=0`).expect(200);
    const { text } = await ask('SEC/A', '/matters?format=csv').buffer(true).expect(200);
    const matters = linesOf(text)
      .slice(1, -1)
      .map((line) => line.slice(0, 36));
    expect(matters).toHaveLength(6 + 1_200);
    expect(new Set(matters).size).toBe(matters.length);
  }, 120_000);
});

describe('the pages of the registers', () => {
  const pageOf = async (path: string, status = 200) => (await ask(undefined, path).expect(status)).text;

  it('show what was searched for, and keep what was typed', async () => {
    const text = await pageOf('/?q=Antr%C3%A4ge&phase=&ministry=');
    expect(text).toContain('Gemeinsame Plattform');
    expect(text).not.toContain('Ein Register');
    expect(text).toContain('value="Anträge"');
    expect(await pageOf('/?phase=ENACTED&lang=en')).toContain('<option value="ENACTED" selected>Enacted</option>');
    expect(await pageOf('/page/decisions?q=DA-2027-11')).toContain(`/page/matters/${DECIDED}`);
    expect(await pageOf('/page/agreements?on=2027-06-01')).toContain('In Kraft');
    expect(await pageOf('/page/agreements?on=2026-06-01')).toContain('Nichts gefunden');
  });

  it('say which field cannot be searched for, and escape it', async () => {
    const text = await pageOf(`/?from=gestern&q=${encodeURIComponent('"><script>alert(1)</script>')}`, 400);
    expect(text).toMatch(/role="alert">\s+Damit lässt sich nicht suchen: Von\s/);
    expect(text).not.toContain('<script');
    expect(await pageOf('/?ministry=BMX', 400)).toMatch(/nicht suchen: Haus\s/);
    await pageOf('/page/decisions?cursor=nonsense', 400);
  });

  it('show nothing to strangers that a file would hold, and offer files to those who are logged in', async () => {
    expect(await pageOf('/')).not.toContain('format=csv');
  });
});

describe('a decision', () => {
  it('has an address of its own, which stays when another one takes its place', async () => {
    const path = `/matters/${DECIDED}/decisions`;
    expect(await answer('BMZ/REP', `${path}/1`)).toMatchObject({
      ...{ self: `${path}/1`, decisionNo: 'DA-2027-11', effect: 'IN_FORCE', text: 'Text', enactedAt: day(5) },
    });
    await ask('SEC/A', `${path}/2`).expect(404);
    await ask('SEC/A', `${path}/0`).expect(400);
    await ask('BMZ/REP', `/matters/${SECRET}/decisions/1`).expect(404);
    const [, second] = enacted(DECIDED, { decisionNo: 'DA-2027-12' }, day(6));
    const ended = past(DECIDED, 2, { type: 'DecisionEnded', data: { kind: 'SUPERSEDED' } }, day(6));
    const next = past(DECIDED, 3, JSON.parse(second!.record) as { type: string; data: object }, day(6));
    await appendAll(service.store, [ended, next]);
    await ask('SEC/A', `/decisions?stream=matter-${DECIDED}&revision=3`).expect(200);
    expect(await answer('SEC/A', `${path}/1`)).toMatchObject({ decisionNo: 'DA-2027-11', effect: 'SUPERSEDED' });
    expect(await answer('SEC/A', `${path}/2`)).toMatchObject({ decisionNo: 'DA-2027-12', effect: 'IN_FORCE' });
    expect((await rowsOf('SEC/A', '/decisions')).map(({ no, effect }) => [no, effect])).toEqual([
      [2, 'IN_FORCE'],
      [1, 'SUPERSEDED'],
    ]);
    expect(await found('DA-2027-11')).toEqual([DECIDED]);
  });
});
