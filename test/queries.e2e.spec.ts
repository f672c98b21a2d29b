import type { RuleBookContent } from '#domain';
import type { Identity } from '#edge';
import type { EventStore } from '#event-store';
import {
  agreed,
  appended,
  basis,
  BOOK,
  circulated,
  decidedFinally,
  registered,
  ROUNDS,
  written,
} from './matter.histories.js';
import { queriesService, type QueriesService } from './queries.support.js';

const RUNNING = '11111111-1111-4111-8111-111111111111';
const SILENT = '22222222-2222-4222-8222-222222222222';
const FINAL = '33333333-3333-4333-8333-333333333333';
const SECRET = '44444444-4444-4444-8444-444444444444';
const SEALED = '55555555-5555-4555-8555-555555555555';
const ROUND = ROUNDS.first;

const PERSONS: readonly Identity[] = [
  { person: 'SEC/A', function: 'SEC', origin: 'BMDS' },
  { person: 'AUD/1', function: 'AUD', origin: 'BRH' },
  { person: 'RUL/1', function: 'RUL', origin: 'BMI' },
  { person: 'BMF/REP', function: 'REP', ministry: 'BMF' },
  { person: 'BMI/REP', function: 'REP', ministry: 'BMI' },
  { person: 'BMZ/REP', function: 'REP', ministry: 'BMZ' },
];

const SEALED_BOOK: RuleBookContent = {
  ...BOOK,
  id: 'RB-SEALED',
  procedure: { ...BOOK.procedure, ballotVisibility: 'SEALED' },
};

let service: QueriesService;
let store: EventStore;
let ask: QueriesService['ask'];
let answer: QueriesService['answer'];

async function fill({ vault }: QueriesService): Promise<void> {
  for (const stream of [...basis(), ...registered(), ...basis(SEALED_BOOK).slice(1)]) await appended(store, stream);
  const vote = (seat: string, at: string) =>
    [at, `${seat}/REP`, 'CastVote', { round: ROUND, seat, version: 1, value: 'CONSENT' }] as const;
  const running = [...circulated(), vote('BMI', '2027-01-12T09:00:00+01:00')];
  await appended(store, await written(RUNNING, running, vault));
  await appended(store, await written(SILENT, agreed(), vault));
  await appended(store, await written(FINAL, decidedFinally(), vault));
  await appended(store, await written(SECRET, circulated('VS_NFD', '<script>alert(1)</script> & "Geheim"'), vault));
  await appended(store, await written(SEALED, running, vault, SEALED_BOOK));
}

beforeAll(async () => {
  service = await queriesService(PERSONS, '2027-03-20T10:00:00+01:00');
  ({ store, ask, answer } = service);
  await fill(service);
  await ask('SEC/A', `/matters/${SEALED}/status?revision=5`).expect(200);
});
afterAll(() => service.stop());

const asOf = (instant: string) => `asOf=${encodeURIComponent(instant)}`;

describe('questions about a matter', () => {
  it('tell where it stands, now and as of any instant, from the same log', async () => {
    expect(await answer('AUD/1', `/matters/${FINAL}/status`)).toMatchObject({ phase: 'ENACTED', effect: 'IN_FORCE' });
    expect(await answer('AUD/1', `/matters/${FINAL}/status?${asOf('2027-02-20T12:00:00+01:00')}`)).toMatchObject({
      ...{ phase: 'ESCALATED', openLevel: 'STATE_SECRETARY', ruleBook: 'RB-POLOPS@1.0.0' },
      round: { no: 1, dueAt: '2027-01-25T23:00:00.000Z' },
    });
  });

  it('know nothing of a matter before its first event, nor of tomorrow', async () => {
    const { body } = await ask('AUD/1', `/matters/${FINAL}/status?${asOf('2027-01-11T06:59:59Z')}`).expect(404);
    expect(body).toMatchObject({ code: 'NOT_FOUND' });
    await ask('AUD/1', `/matters/${FINAL}/status?${asOf('2027-03-21T00:00:00Z')}`).expect(400);
  });

  it('count the effective votes of a round, with the outcome once it is established', async () => {
    const path = `/matters/${SILENT}/rounds/${ROUND}/tally`;
    expect(await answer('SEC/A', path)).toMatchObject({ E: 7, Y: 2, N: 0, S: 5, outcome: 'AGREED' });
    const before = await answer('SEC/A', `${path}?${asOf('2027-01-12T12:00:00+01:00')}`);
    expect(before).toMatchObject({ E: 7, Y: 1, S: 6 });
    expect(before).not.toHaveProperty('outcome');
    await ask('SEC/A', `/matters/${SILENT}/rounds/${RUNNING}/tally`).expect(404);
  });

  it('explain a final decision with its legal basis, the objections, and the words of their reasons', async () => {
    expect(await answer('AUD/1', `/matters/${FINAL}/explanation`)).toMatchObject({
      ...{ outcome: 'DISSENT', origin: 'FINAL', ruleBook: 'RB-POLOPS@1.0.0', rule: 'consensus-silence@1' },
      ...{ dissenting: ['BMF', 'BMI'], answered: ['BMF', 'BMI'], legalBasis: { reference: 'Organisationserlass' } },
      positions: expect.arrayContaining([
        expect.objectContaining({ seat: 'BMF', value: 'OBJECTION', reason: 'Die Kosten sind nicht gedeckt' }),
      ]),
    });
  });

  it('tell the history in order, with persons and words as far as the vault knows them', async () => {
    const { types, entries } = (await answer('AUD/1', `/matters/${SILENT}/history`)) as {
      types: string[];
      entries: { type: string; by: object; data: object }[];
    };
    expect(types).toEqual([
      ...['MatterDrafted', 'MatterSubmitted', 'ProcedureOpened', 'RoundOpened', 'DeliveryProven'],
      ...['VoteCast', 'VoteCast', 'RoundClosed', 'ResultEstablished', 'DecisionEnacted'],
    ]);
    expect(entries[5]).toMatchObject({ revision: 5, by: { org: 'BMDS', role: 'REP', person: 'BMDS/REP' } });
  });

  it('show text, deadlines with their trace, and what the asking person may do', async () => {
    const found = await answer('BMF/REP', `/matters/${RUNNING}`);
    expect(found).toMatchObject({
      ...{ text: 'Fassung 1', phase: 'ROUND_OPEN', revision: 5 },
      deadlines: expect.arrayContaining([
        expect.objectContaining({ kind: 'ROUND', dueAt: '2027-01-25T23:00:00.000Z', trace: expect.any(Array) }),
      ]),
      allowedCommands: expect.arrayContaining(['CastVote']),
    });
    expect(found['allowedCommands']).not.toContain('CloseRound');
    expect((await answer('AUD/1', `/matters/${RUNNING}`))['allowedCommands']).toEqual([]);
  });

  it('wait for a revision and give up with the advice to come back', async () => {
    const { body, headers } = await ask('SEC/A', `/matters/${RUNNING}/status?revision=99`).expect(503);
    expect(body).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
    expect(headers['retry-after']).toBe('1');
  }, 15_000);
});

describe('who may not see a matter', () => {
  it('does not find it, whatever is asked, and not even by waiting', async () => {
    await ask('BMF/REP', `/matters/${SECRET}/status`).expect(200);
    for (const path of ['', '/status', '/history', '/explanation', `/rounds/${ROUND}/tally`, '/status?revision=99']) {
      await ask('BMZ/REP', `/matters/${SECRET}${path}`).expect(404);
    }
    await ask('BMZ/REP', `/ministries/BMZ/waiting?stream=matter-${SECRET}&revision=99`).expect(404);
  });

  it('does not meet it in any list', async () => {
    for (const [path, list] of [
      ['/matters', 'rows'],
      ['/deadlines', 'rows'],
      ['/ministries/BMF/waiting', 'votes'],
      [`/ministries/BMF/waiting?${asOf('2027-01-12T08:00:00+01:00')}`, 'votes'],
    ] as const) {
      const idsFor = async (person: string) =>
        ((await answer(person, path))[list] as { matter: string }[]).map(({ matter }) => matter);
      expect(await idsFor('SEC/A')).toContain(SECRET);
      expect(await idsFor('BMZ/REP')).not.toContain(SECRET);
      expect(await idsFor('BMZ/REP')).toContain(RUNNING);
    }
  });
});

describe('a running ballot', () => {
  const tallyOf = (person: string, matter: string) => answer(person, `/matters/${matter}/rounds/${ROUND}/tally`);

  it('is open to those who take part, and to others only in how many have answered', async () => {
    expect(await tallyOf('BMF/REP', RUNNING)).toMatchObject({ E: 7, Y: 1, S: 6 });
    expect(await tallyOf('BMZ/REP', RUNNING)).toEqual({ round: ROUND, no: 1, rule: 'consensus-silence@1', E: 7, S: 6 });
  });

  it('is closed to everybody under a sealed ballot, but for the own vote', async () => {
    expect(await tallyOf('SEC/A', SEALED)).not.toHaveProperty('Y');
    const voteFor = async (person: string) => {
      const { entries } = (await answer(person, `/matters/${SEALED}/history`)) as { entries: { data: object }[] };
      return entries[5]?.data;
    };
    expect(await voteFor('BMF/REP')).not.toHaveProperty('value');
    expect(await voteFor('BMI/REP')).toHaveProperty('value', 'CONSENT');
  });
});

describe('questions across matters', () => {
  it('list the votes that are open for a ministry, now and as of an instant', async () => {
    const { votes } = await answer('BMF/REP', '/ministries/BMF/waiting');
    expect(votes).toContainEqual(
      expect.objectContaining({ matter: RUNNING, round: ROUND, dueAt: '2027-01-25T23:00:00.000Z' }),
    );
    expect(votes).not.toContainEqual(expect.objectContaining({ matter: SILENT }));
    const then = await answer('BMF/REP', `/ministries/BMF/waiting?${asOf('2027-01-12T12:00:00+01:00')}`);
    expect(then['votes']).toContainEqual(expect.objectContaining({ matter: SILENT }));
  });

  it('list what binds a ministry on a day', async () => {
    expect(await answer('BMF/REP', '/ministries/BMF/binding?on=2027-03-19')).toMatchObject({
      decisions: [SILENT, FINAL],
    });
    expect(await answer('BMF/REP', '/ministries/BMF/binding?on=2027-01-31')).toEqual({
      ...{ decisions: [], agreements: [], details: [] },
    });
    const then = `/ministries/BMF/binding?on=2027-03-19&${asOf('2027-02-01T12:00:00+01:00')}`;
    expect(await answer('BMF/REP', then)).toMatchObject({
      decisions: [SILENT],
      details: [{ decisionNo: 'DA-2027-1' }],
    });
  });

  it('page through the register', async () => {
    const first = await answer('SEC/A', '/matters?limit=2&lead=BMDS');
    expect(first['rows']).toHaveLength(2);
    const rest = await answer('SEC/A', `/matters?limit=10&lead=BMDS&cursor=${String(first['next'])}`);
    expect(rest['rows']).toHaveLength(3);
    expect(rest).not.toHaveProperty('next');
    expect((await answer('SEC/A', '/matters?phase=ENACTED'))['rows']).toHaveLength(2);
  });
});

describe('calculations', () => {
  it('find a deadline across holidays and the change of clocks', async () => {
    expect(await answer('SEC/A', '/deadline?from=2027-03-12&length=P14D&place=BERLIN')).toMatchObject({
      ...{ lastDay: '2027-03-30', dueAt: '2027-03-30T22:00:00.000Z' },
      trace: expect.arrayContaining([expect.stringContaining('Karfreitag')]),
    });
    expect(await answer('SEC/A', '/deadline?before=2027-03-30&clearDays=28&place=BERLIN')).toMatchObject({
      lastDay: '2027-03-01',
    });
  });

  it.each([
    '/deadline?from=2027-03-12&length=P14D',
    '/deadline?from=2027-03-12&place=BERLIN',
    '/deadline?from=2027-03-12&length=PT48H&place=BERLIN',
    '/deadline?from=2027-02-31&length=P14D&place=BERLIN',
    '/deadline?from=2027-03-12&length=P14D&place=BERLIN&before=2027-03-30',
    '/deadline?from=9999-12-31&length=P9999M&place=BERLIN',
  ])('refuse %s', (path) => ask('SEC/A', path).expect(400));

  it('count an imagined ballot', async () => {
    const query = new URLSearchParams({
      ...{ rule: 'consensus-silence@1', lead: 'BMDS', params: '{"minExpress":1,"abstentionAllowed":true}' },
      ...{ eligible: '["AA","BMAS","BMDS","BMI"]', votes: '{"Y":["BMDS","BMI"]}' },
    });
    expect(await answer('RUL/1', `/count?${query.toString()}`)).toMatchObject({
      ...{ outcome: 'AGREED', deemed: ['AA', 'BMAS'], tally: { E: 4, Y: 2, S: 2 } },
    });
    query.set('rule', 'no-such-rule@1');
    await ask('RUL/1', `/count?${query.toString()}`).expect(400);
    query.set('votes', '{"Y":["BMI"],"N":["BMI"]}');
    await ask('RUL/1', `/count?${query.toString()}`).expect(400);
  });
});

describe('an export', () => {
  it('gives every record as it is stored, in the order of the log, but for the vote in a running sealed ballot', async () => {
    const { text, headers } = await ask('AUD/1', '/export').buffer(true).expect(200);
    expect(headers['content-type']).toContain('application/x-ndjson');
    const stored: string[] = [];
    for await (const batch of store.readAll()) {
      const told = batch.filter(({ stream, type }) => stream !== `matter-${SEALED}` || type !== 'VoteCast');
      stored.push(...told.map(({ record }) => record));
    }
    expect(text).toBe(`${stored.join('\n')}\n`);
    const one = await ask('SEC/A', `/matters/${SECRET}/export`).buffer(true).expect(200);
    expect(one.text.trim().split('\n')).toHaveLength(5);
  });

  it('is for audit, chair and secretariat', async () => {
    for (const path of ['/export', `/matters/${RUNNING}/export`]) {
      const { body } = await ask('BMF/REP', path).expect(403);
      expect(body).toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});

it.each([
  '/matters/no-uuid/status',
  `/matters/${RUNNING}/status?asOf=yesterday`,
  `/matters/${RUNNING}/status?asOf=2027-01-12T09:00:00Z&asOf=2027-01-13T09:00:00Z`,
  `/matters/${RUNNING}/status?unknown=1`,
  `/matters/${RUNNING}/status?constructor=1`,
  `/matters/${RUNNING}/status?__proto__=1`,
  `/matters/${RUNNING}/status?revision=-1`,
  '/matters?limit=1000000',
  '/ministries/BMF/waiting?revision=3',
])('refuses %s with a sentence', async (path) => {
  const { body } = await ask('SEC/A', path).expect(400);
  expect(body).toMatchObject({ code: 'INVALID_PAYLOAD', title: expect.any(String) });
});

it('answers nobody who is not known', async () => {
  await ask(undefined, `/matters/${RUNNING}/status`).expect(401);
});

describe('the pages', () => {
  const pageOf = async (path: string, language = 'de') => {
    const { text, headers } = await ask(undefined, path).set('Accept-Language', language).expect(200);
    expect(headers['content-security-policy']).toContain("style-src 'self'");
    expect(text).not.toMatch(/<script|<style|style=|javascript:/i);
    expect(text).toContain(`<html lang="${language}">`);
    return text;
  };

  it('show the register to everybody while it is no production, and say so', async () => {
    const text = await pageOf('/');
    expect(text).toContain('Vorführung');
    expect(text).toContain('Abstimmung läuft');
    expect(text).toContain(`/page/matters/${FINAL}`);
    expect(text).toContain('Mo., 25.01.2027, 24:00');
    expect(text).toContain('&#60;script&#62;alert(1)&#60;/script&#62; &#38; &#34;Geheim&#34;');
  });

  it('speak English where the browser or the address asks for it', async () => {
    expect(await pageOf('/', 'en')).toContain('Ballot running');
    const { text } = await ask(undefined, '/?lang=en').expect(200);
    expect(text).toContain('<html lang="en">');
  });

  it('tell a matter as a timeline, with the conditions of its result and the final decision', async () => {
    const text = await pageOf(`/page/matters/${FINAL}`);
    expect(text).toContain('Abschließende Entscheidung');
    expect(text).toMatch(/Rechtsgrundlage: Organisationserlass/);
    expect(text).toMatch(/Ohne Einvernehmen von: BMF, BMI/);
    expect(text).toContain('verfehlt um');
    expect(text).toContain('Eskalation ausgeschöpft → Beschlossen');
    expect(text).toContain('BMF: Widerspruch. Die Kosten sind nicht gedeckt');
  });

  it('tell a matter as it stood', async () => {
    const text = await pageOf(`/page/matters/${FINAL}?${asOf('2027-01-12T12:00:00+01:00')}`);
    expect(text).toContain('Stand: Di., 12.01.2027, 12:00');
    expect(text).not.toContain('Abschließende Entscheidung');
  });

  it.each([`matters/${ROUND}`, 'matters/nonsense', 'agreements/nonsense'])(
    'say in words that %s is not there',
    async (path) => {
      const { text } = await ask(undefined, `/page/${path}`).expect(404);
      expect(text).toContain('<h1>Nicht möglich</h1>');
    },
  );

  it('serve their style as a file', () =>
    ask(undefined, '/page.css')
      .expect(200)
      .expect('Content-Type', /text\/css/));
});
