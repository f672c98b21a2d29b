import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleBookContent } from '#domain';
import type { Identity } from '#edge';
import { type JsonObject, parseRecord } from '#evidence';
import { run } from '../apps/auditor/src/run.js';
import { newFolder } from './log.support.js';
import {
  appended,
  basis,
  BOOK,
  circulated,
  plain,
  registered,
  ROUNDS,
  type Written,
  written,
} from './matter.histories.js';
import { queriesService, type QueriesService } from './queries.support.js';

const SEALED = '11111111-1111-4111-8111-111111111111';
const OPEN = '22222222-2222-4222-8222-222222222222';
const CLOSED = '33333333-3333-4333-8333-333333333333';
const MEETING = '44444444-4444-4444-8444-444444444444';
const CORRECTION = '55555555-5555-4555-8555-555555555555';
const LAPSED = '66666666-6666-4666-8666-666666666666';
const round = ROUNDS.first;

const REPRESENTATIVES = ['AA', 'BMAS', 'BMF', 'BMG', 'BMI', 'BMZ'];
const PERSONS: readonly Identity[] = [
  { person: 'SEC/A', function: 'SEC', origin: 'BMDS' },
  { person: 'AUD/1', function: 'AUD', origin: 'BRH' },
  { person: 'CHAIR', function: 'CHAIR', origin: 'BKAmt' },
  ...REPRESENTATIVES.map((ministry) => ({ person: `${ministry}/REP`, function: 'REP' as const, ministry })),
];

const SEALED_BOOK: RuleBookContent = {
  ...BOOK,
  id: 'RB-SEALED',
  procedure: {
    ...BOOK.procedure,
    ballotVisibility: 'SEALED',
    // What lapses is no objection, so that the round is extended after it.
    reservations: { ...BOOK.procedure.reservations, unresolved: 'CONSENT' },
  },
};
/** Of another committee. */
const ELSEWHERE: RuleBookContent = { ...BOOK, id: 'RB-ELSEWHERE', bodies: ['ITR'] };
/** By which the silent would have agreed. */
const SILENCE: RuleBookContent = {
  ...BOOK,
  id: 'RB-SILENCE',
  tracks: Object.fromEntries(
    Object.entries(BOOK.tracks).map(([track, content]) => [
      track,
      { ...content, rules: content.rules.filter(({ rule }) => rule === 'consensus-silence@1') },
    ]),
  ),
};

type Steps = Parameters<typeof written>[1];

const cast = (seat: string, value: string, reason: string, more: object = {}) => ({
  ...{ round, seat, version: 1, value, reason, ...more },
});
const reservation = { kind: 'LEITUNG', note: 'Die Spitze prüft noch' };

/** Four houses that have not answered keep it from a result. */
const counted = [
  ...circulated().map((step) =>
    step[2] === 'OpenRound' ? step.with(3, { ...step[3], rule: 'unanimous-express@1' }) : step,
  ),
  [
    '2027-01-12T09:00:00+01:00',
    'BMI/REP',
    'CastVote',
    cast('BMI', 'CONSENT', 'Im Sinne des Hauses', { reservation, statement: 'Wir tragen das mit' }),
  ],
  ['2027-01-13T09:00:00+01:00', 'BMF/REP', 'CastVote', cast('BMF', 'NOT_CONCERNED', 'Ohne Bezug zum Haushalt')],
  ['2027-01-14T09:00:00+01:00', 'BMI/ST', 'LiftReservation', { round, seat: 'BMI' }],
  [
    '2027-01-15T09:00:00+01:00',
    'SEC/A',
    'RequestCorrection',
    {
      ...{ correction: CORRECTION, kind: 'VOTE_VALUE', target: { round, seat: 'BMF' } },
      ...{ right: { value: 'ABSTENTION' }, reason: 'Der Haushalt ist doch berührt' },
    },
    '2027-01-15T08:30:00+01:00',
  ],
  [
    '2027-01-15T10:00:00+01:00',
    'BMF/REP',
    'CommentCorrection',
    { correction: CORRECTION, text: 'Wir enthalten uns richtigerweise' },
  ],
  ['2027-01-26T00:00:00+01:00', 'SEC/A', 'CloseRoundAtDeadline', { round }],
  ['2027-01-26T12:05:00+01:00', 'SEC/A', 'EstablishResult', { round }],
] as unknown as Steps;

const extended = [
  ...counted,
  ['2027-01-26T13:00:00+01:00', 'CHAIR', 'ExtendRound', { round, reason: 'Vier Häuser fehlen' }],
  ['2027-01-27T09:00:00+01:00', 'BMG/REP', 'CastVote', cast('BMG', 'OBJECTION', 'Zu Lasten der Kassen')],
  ['2027-01-27T10:00:00+01:00', 'AA/REP', 'CastVote', cast('AA', 'CONSENT', 'Gern', { reservation })],
] as unknown as Steps;

/** The reservation of a house lapses on a public day, and the ballot runs again. */
const lapsed = [
  ...circulated().map((step) =>
    step[2] === 'OpenRound' ? step.with(3, { ...step[3], rule: 'unanimous-express@1' }) : step,
  ),
  ['2027-01-12T09:00:00+01:00', 'BMI/REP', 'CastVote', cast('BMI', 'CONSENT', 'Im Sinne des Hauses', { reservation })],
  ['2027-01-26T00:00:00+01:00', 'SEC/A', 'CloseRoundAtDeadline', { round }],
  ['2027-02-02T00:00:00+01:00', 'SEC/A', 'LapseReservation', { round, seat: 'BMI' }],
  ['2027-02-02T09:00:00+01:00', 'CHAIR', 'ExtendRound', { round, reason: 'Vier Häuser fehlen' }],
] as unknown as Steps;

/** What tells a vote, or that there can only be one of a kind; not deadlines and commands with like names. */
const TELLING = [
  ...[/CONSENT/, /NOT_CONCERNED/, /ABSTENTION/, /(?<!MODE_)OBJECTION/, /LEITUNG/, /RESERVATION/],
  ...[/(?<!Lift|Confirm)Reservation/, /Im Sinne des Hauses/, /Ohne Bezug/, /doch berührt/, /richtigerweise/],
  ...[/Kassen/, /Spitze/, /tragen das mit/],
];
const told = (text: string): readonly string[] => TELLING.flatMap((word) => word.exec(text) ?? []);

/** The same up to the first vote, in a meeting: nothing else is due. */
function inMeeting({ records }: Written): Written {
  const events = records.slice(0, 8).map((record): readonly [string, JsonObject] => {
    const { type, data } = parseRecord(record);
    if (type !== 'RoundOpened') return [type, { ...data, matter: MEETING }];
    const { dueAt: _, lastDay: __, modeObjectionDue: ___, ...opened } = data as JsonObject;
    return [type, { ...opened, mode: 'MEETING' }];
  });
  return plain(`matter-${MEETING}`, events);
}

let service: QueriesService;
let ask: QueriesService['ask'];
let answer: QueriesService['answer'];

beforeAll(async () => {
  service = await queriesService(PERSONS, '2027-02-03T10:00:00+01:00');
  ({ ask, answer } = service);
  const { store, vault } = service;
  const others = [SEALED_BOOK, ELSEWHERE, SILENCE].flatMap((book) => basis(book).slice(1));
  for (const stream of [...basis(), ...registered(), ...others]) await appended(store, stream);
  await appended(store, await written(SEALED, extended, vault, SEALED_BOOK));
  await appended(store, await written(OPEN, extended, vault));
  await appended(store, await written(CLOSED, counted, vault, SEALED_BOOK));
  await appended(store, await written(LAPSED, lapsed, vault, SEALED_BOOK));
  await appended(store, inMeeting(await written(MEETING, counted, vault, SEALED_BOOK)));
  for (const [matter, revision] of [
    [SEALED, 17],
    [OPEN, 17],
    [LAPSED, 9],
    [MEETING, 7],
  ] as const) {
    await ask('SEC/A', `/matters/${matter}/status?revision=${revision}`).expect(200);
  }
});
afterAll(() => service.stop());

const asOf = (instant: string): string => `asOf=${encodeURIComponent(instant)}`;
const BEFORE = asOf('2027-01-26T12:30:00+01:00');
const OTHERS = ['BMAS/REP', 'BMZ/REP', 'SEC/A', 'AUD/1'];

interface Entry {
  readonly type: string;
  readonly revision: number;
  readonly data: Readonly<Record<string, unknown>>;
}
interface History {
  readonly entries: readonly Entry[];
  readonly types: readonly string[];
  readonly withheld?: readonly number[];
}
const historyOf = async (person: string, matter: string): Promise<History> =>
  (await answer(person, `/matters/${matter}/history`)) as unknown as History;
const dataOf = ({ entries }: History, type: string) => entries.find((entry) => entry.type === type)?.data;
/** The rows of a list that are about the matter. */
const rowsOf = async (person: string, path: string, matter: string): Promise<readonly object[]> =>
  Object.values(await answer(person, path))
    .flat()
    .filter((row): row is object => (row as { matter?: string }).matter === matter);

describe('a sealed ballot that runs again', () => {
  it.each([
    `explanation?${BEFORE}`,
    `explanation?${BEFORE}&knownOn=2027-01-26`,
    `rounds/${round}/tally?${BEFORE}`,
    'history',
    `history?${BEFORE}`,
    'diff?from=revision:4&to=revision:17',
    'diff?from=revision:4&to=2027-01-13',
    'redecision?ruleBook=RB-POLOPS@1.0.0',
    '',
    `?${asOf('2027-01-13T12:00:00+01:00')}`,
  ])('tells no other house a vote that was given: %s', async (path) => {
    for (const person of OTHERS) {
      const text = JSON.stringify(await answer(person, `/matters/${SEALED}/${path}`.replace(/\/(?=$|\?)/, '')));
      expect([person, told(text)]).toEqual([person, []]);
    }
  });

  it('is no more told by a page, which says that entries are kept back', async () => {
    for (const query of ['', `?${BEFORE}`]) {
      const { text } = await ask(undefined, `/page/matters/${SEALED}${query}`).expect(200);
      expect(told(text)).toEqual([]);
      expect(text).toContain('erscheinen nach dem Ende der Abstimmung');
      expect(text).toMatch(/Runde beendet: .*<\/p>\s*<p class="change">Abstimmung läuft → Abstimmung beendet/);
    }
  });

  it('shows in the history that somebody has answered, and which records it keeps back, whatever they are', async () => {
    const { types, withheld, entries } = await historyOf('BMAS/REP', SEALED);
    expect(withheld).toEqual([6, 7, 9, 17]);
    expect(types.filter((type) => type === 'VoteCast')).toHaveLength(4);
    expect(entries.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5, 8, 10, 11, 12, 13, 14, 15, 16]);
    expect(entries.find(({ revision }) => revision === 5)?.data).toMatchObject({
      seat: 'BMI',
      receivedAt: expect.any(String),
    });
    const { data } = entries.find(({ type }) => type === 'ResultEstablished')!;
    expect(data).toEqual({
      round,
      version: 1,
      outcome: 'INCOMPLETE',
      rule: 'unanimous-express@1',
      ended: [],
      recused: [],
    });
  });

  it('shows of a correction what it is about, but neither the wrong nor the right vote', async () => {
    const history = await historyOf('BMAS/REP', SEALED);
    expect(dataOf(history, 'CorrectionRequested')).toEqual({
      ...{ correction: CORRECTION, kind: 'VOTE_VALUE', target: { round, seat: 'BMF' } },
      ...{ matter: SEALED, targetRevision: 8, affected: 'BMF' },
    });
    expect(dataOf(history, 'CorrectionCommented')).toEqual({ matter: SEALED, correction: CORRECTION });
  });

  it('shows each house its own vote with all that came with it', async () => {
    const mine = await historyOf('BMI/REP', SEALED);
    expect(mine).toMatchObject({ withheld: [17] });
    expect(dataOf(mine, 'VoteCast')).toMatchObject({ value: 'CONSENT', reason: 'Im Sinne des Hauses' });
    expect(dataOf(mine, 'ReservationDeclared')).toMatchObject({ kind: 'LEITUNG', note: 'Die Spitze prüft noch' });
    expect(dataOf(mine, 'StatementRecorded')).toMatchObject({ text: 'Wir tragen das mit' });
    expect(dataOf(await historyOf('BMF/REP', SEALED), 'CorrectionRequested')).toMatchObject({
      ...{ wrong: { value: 'NOT_CONCERNED' }, right: { value: 'ABSTENTION' } },
    });
    const { positions } = await answer('BMI/REP', `/matters/${SEALED}/explanation?${BEFORE}`);
    expect(positions).toEqual([expect.objectContaining({ seat: 'BMI', value: 'CONSENT' })]);
    const { differences } = await answer('AA/REP', `/matters/${SEALED}/diff?from=revision:14&to=revision:17`);
    expect(differences).toEqual(
      expect.arrayContaining([
        { aspect: 'reservations', of: 'AA', after: 'LEITUNG OPEN' },
        expect.objectContaining({ aspect: 'deadlines', of: 'RESERVATION AA' }),
      ]),
    );
  });

  it('counts who is not concerned among the entitled', async () => {
    expect(await answer('BMAS/REP', `/matters/${SEALED}/rounds/${round}/tally`)).toMatchObject({ E: 7, S: 3 });
    const { differences } = await answer('BMAS/REP', `/matters/${SEALED}/diff?from=revision:5&to=revision:8`);
    expect(differences).toEqual([
      { aspect: 'votes', of: 'BMF', before: 'SILENT', after: 'ANSWERED' },
      { aspect: 'tally', of: 'S', before: 6, after: 5 },
    ]);
  });

  it('keeps reservations out of lists, so that no page is shorter for them or ends there', async () => {
    const path = `/deadlines?matter=${SEALED}`;
    for (const person of OTHERS) {
      const { rows, next } = await answer(person, `${path}&kind=RESERVATION&limit=1`);
      expect([person, rows, next]).toEqual([person, [], undefined]);
      expect(told(JSON.stringify(await answer(person, path)))).toEqual([]);
      expect(await rowsOf(person, '/ministries/AA/waiting', SEALED)).toEqual([]);
      const then = `/ministries/BMI/waiting?${asOf('2027-01-13T12:00:00+01:00')}`;
      expect(told(JSON.stringify(await rowsOf(person, then, SEALED)))).toEqual([]);
    }
    expect(await rowsOf('AA/REP', path, SEALED)).toContainEqual(
      expect.objectContaining({ kind: 'RESERVATION', subject: 'AA' }),
    );
    expect(await rowsOf('AA/REP', '/ministries/AA/waiting', SEALED)).toContainEqual(
      expect.objectContaining({ kind: 'RESERVATION' }),
    );
  });

  it('does not tell in the register that a reservation is due next', async () => {
    for (const person of OTHERS) {
      const [row] = await rowsOf(person, '/matters', MEETING);
      expect(row).toMatchObject({ phase: 'ROUND_OPEN' });
      expect(row).not.toHaveProperty('nextDueKind');
    }
    expect(await rowsOf('BMI/REP', '/matters', MEETING)).toEqual([
      expect.objectContaining({ nextDueKind: 'RESERVATION' }),
    ]);
  });

  it('does not name the matter where the objections of a house are listed', async () => {
    for (const person of OTHERS.filter((one) => one !== 'BMZ/REP')) {
      const first = await answer(person, '/ministries/BMG/objections?limit=1');
      expect(first['objections']).toEqual([expect.objectContaining({ matter: OPEN })]);
    }
    const none = { objections: [] };
    expect(await answer('BMZ/REP', '/ministries/BMG/objections?limit=1')).toEqual(none);
    expect(await answer('BMG/REP', '/ministries/BMG/objections?limit=1')).toMatchObject({
      objections: [{ matter: SEALED, reason: 'Zu Lasten der Kassen' }],
    });
  });

  it.each(['RB-ELSEWHERE', 'RB-POLOPS', 'RB-SEALED'])(
    'is not told by what %s would have made of a record that is kept back',
    async (book) => {
      const judged = async (person: string) => {
        const { judgements } = await answer(person, `/matters/${LAPSED}/redecision?ruleBook=${book}@1.0.0`);
        return (judgements as readonly Entry[]).map(({ type }) => type);
      };
      for (const person of OTHERS) {
        const types = await judged(person);
        expect([person, types]).toEqual([person, expect.not.arrayContaining(['ReservationLapsed'])]);
        expect(types).toContain('RoundOpened');
      }
    },
  );

  it('casts no doubt on what followed by how its votes would be counted under another rule book', async () => {
    const judged = async (person: string, matter: string) => {
      const { judgements } = await answer(person, `/matters/${matter}/redecision?ruleBook=RB-SILENCE@1.0.0`);
      return judgements as readonly Entry[];
    };
    const doubted = expect.objectContaining({
      type: 'RoundExtended',
      doubts: expect.arrayContaining([{ code: 'EARLIER_RESULT_DIFFERS', subjects: [] }]),
    });
    expect(await judged('AUD/1', OPEN)).toContainEqual(doubted);
    for (const person of OTHERS) expect(await judged(person, SEALED)).not.toContainEqual(doubted);
  });

  it('looks in the past the same whether a reservation has lapsed or not', async () => {
    for (const person of OTHERS) {
      const [before, after] = await Promise.all(
        ['2027-02-01T23:59:59+01:00', '2027-02-02T00:00:01+01:00'].map((instant) =>
          answer(person, `/matters/${LAPSED}/history?${asOf(instant)}`),
        ),
      );
      expect(after).toEqual(before);
      expect(after).toMatchObject({ withheld: [] });
      expect(await historyOf(person, LAPSED)).toMatchObject({ withheld: [6, 8] });
    }
  });

  it('lets the audit open none of its words', async () => {
    const { openings } = await answer('AUD/1', `/matters/${SEALED}/openings`);
    // Of the extension and of the delivery nothing is secret.
    expect(openings).toEqual([expect.objectContaining({ revision: 14 })]);
  });

  it('ends in an export before the first record that tells a vote, which says so and can be replayed', async () => {
    const revisionsIn = (text: string, matter: string): readonly number[] =>
      text
        .trimEnd()
        .split('\n')
        .map(parseRecord)
        .flatMap(({ stream, rev }) => (stream === `matter-${matter}` ? [rev] : []));
    const upTo = (last: number) => Array.from({ length: last + 1 }, (_, revision) => revision);
    for (const person of ['SEC/A', 'AUD/1', 'CHAIR']) {
      const whole = await ask(person, '/export').buffer(true).expect(200).expect('Withheld-Streams', '3');
      for (const matter of [SEALED, LAPSED, MEETING]) expect(revisionsIn(whole.text, matter)).toEqual(upTo(4));
      expect(revisionsIn(whole.text, OPEN)).toEqual(upTo(17));
      expect(revisionsIn(whole.text, CLOSED)).toEqual(upTo(13));
      const file = join(newFolder(), 'export.jsonl');
      writeFileSync(file, whole.text);
      const said: string[] = [];
      const code = await run(['replay', file], { out: (line) => said.push(line), err: (line) => said.push(line) });
      expect([code, said.join('')]).toEqual([0, expect.stringContaining(SEALED)]);
      const one = await ask(person, `/matters/${SEALED}/export`).buffer(true).expect('Withheld-Streams', '1');
      expect(revisionsIn(one.text, SEALED)).toEqual(upTo(4));
      const closed = await ask(person, `/matters/${CLOSED}/export`).buffer(true).expect('Withheld-Streams', '0');
      expect(revisionsIn(closed.text, CLOSED)).toEqual(upTo(13));
    }
  });

  it('leaves reservations out of the file for process mining', async () => {
    const { text } = await ask('AUD/1', '/export/ocel').buffer(true).expect(200);
    const { events } = JSON.parse(text) as {
      events: { type: string; relationships: { objectId: string }[] }[];
    };
    const typesOf = (matter: string) =>
      events.flatMap(({ type, relationships }) =>
        relationships.some(({ objectId }) => objectId === `matter-${matter}`) ? [type] : [],
      );
    expect(typesOf(SEALED)).toEqual((await historyOf('AUD/1', SEALED)).types);
    expect(typesOf(SEALED)).toHaveLength(14);
    expect(typesOf(OPEN)).toEqual((await historyOf('AUD/1', OPEN)).types);
    expect(typesOf(OPEN)).toEqual(expect.arrayContaining(['ReservationDeclared', 'StatementRecorded']));
  });
});

describe('a ballot that is not secret', () => {
  it('tells who takes part everything while it runs, where it is open', async () => {
    const history = await historyOf('BMAS/REP', OPEN);
    expect(history).not.toHaveProperty('withheld');
    expect(history.entries).toHaveLength(18);
    expect(dataOf(history, 'ReservationDeclared')).toMatchObject({ seat: 'BMI', kind: 'LEITUNG', blocking: true });
    expect(dataOf(history, 'ResultEstablished')).toMatchObject({ tally: { E: 6, Y: 1, C: 1 } });
    expect(await answer('BMAS/REP', `/matters/${OPEN}/explanation?${BEFORE}`)).toMatchObject({
      tally: { Y: 1, C: 1 },
      positions: expect.arrayContaining([expect.objectContaining({ seat: 'BMF', value: 'NOT_CONCERNED' })]),
    });
    const { deadlines } = await answer('BMAS/REP', `/matters/${OPEN}`);
    expect(deadlines).toContainEqual(expect.objectContaining({ kind: 'RESERVATION', subject: 'AA' }));
    expect(await rowsOf('BMAS/REP', '/ministries/AA/waiting', OPEN)).toContainEqual(
      expect.objectContaining({ kind: 'RESERVATION' }),
    );
  });

  it('tells others no more of an open one than of a sealed one', async () => {
    expect(await historyOf('BMZ/REP', OPEN)).toMatchObject({ withheld: [6, 7, 9, 17] });
    const { deadlines } = await answer('BMZ/REP', `/matters/${OPEN}`);
    expect(told(JSON.stringify(deadlines))).toEqual([]);
  });

  it('tells everybody everything once it is closed', async () => {
    for (const person of OTHERS) {
      const history = await historyOf(person, CLOSED);
      expect(history.entries).toHaveLength(14);
      expect(dataOf(history, 'CorrectionRequested')).toMatchObject({ wrong: { value: 'NOT_CONCERNED' } });
      const { positions } = await answer(person, `/matters/${CLOSED}/explanation`);
      expect(positions).toHaveLength(7);
    }
  });
});
