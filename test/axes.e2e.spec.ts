import type { RuleBookContent } from '#domain';
import type { Identity } from '#edge';
import { agreementBook, agreementWritten, reduced } from './agreement.histories.js';
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
const AGREEMENT = '66666666-6666-4666-8666-666666666666';
const EARLY = '77777777-7777-4777-8777-777777777777';
const round = ROUNDS.first;

const PERSONS: readonly Identity[] = [
  { person: 'AUD/1', function: 'AUD', origin: 'BRH' },
  { person: 'BMF/REP', function: 'REP', ministry: 'BMF' },
  { person: 'BMI/REP', function: 'REP', ministry: 'BMI' },
  { person: 'BMZ/REP', function: 'REP', ministry: 'BMZ' },
];

const SEALED_BOOK: RuleBookContent = {
  ...BOOK,
  id: 'RB-SEALED',
  procedure: { ...BOOK.procedure, ballotVisibility: 'SEALED' },
};
const STRICT_BOOK: RuleBookContent = {
  ...BOOK,
  id: 'RB-STRICT',
  tracks: {
    COMMITTEE: {
      ...BOOK.tracks.COMMITTEE!,
      period: 'P21D',
      rules: [{ rule: 'unanimous-express@1', modes: ['WRITTEN'], params: {} }],
    },
  },
};

let service: QueriesService;
let ask: QueriesService['ask'];
let answer: QueriesService['answer'];

beforeAll(async () => {
  service = await queriesService(PERSONS, '2028-02-01T10:00:00+01:00');
  ({ ask, answer } = service);
  const { store, vault } = service;
  const books = [SEALED_BOOK, STRICT_BOOK].flatMap((book) => basis(book).slice(1));
  const vote = (seat: string, value: 'CONSENT' | 'OBJECTION') => ({ round, seat, version: 1, value, reason: 'Grund' });
  const running = [
    ...circulated(),
    ['2027-01-13T09:00:00+01:00', 'BMI/REP', 'CastVote', vote('BMI', 'CONSENT')],
    ['2027-01-14T09:00:00+01:00', 'SEC/A', 'RecordVote', vote('BMF', 'OBJECTION'), '2027-01-12T09:00:00+01:00'],
  ] as Parameters<typeof written>[1];
  for (const stream of [...basis(), ...books, ...agreementBook(), ...registered()]) await appended(store, stream);
  await appended(store, await written(RUNNING, running, vault));
  await appended(store, await written(SEALED, running, vault, SEALED_BOOK));
  await appended(store, await written(SILENT, agreed(), vault));
  await appended(store, await written(FINAL, decidedFinally(), vault));
  await appended(store, await written(SECRET, circulated('VS_NFD'), vault));
  // A letter that came before the round was opened.
  const ahead = [
    '2027-01-12T09:00:00+01:00',
    'SEC/A',
    'RecordVote',
    vote('BMI', 'CONSENT'),
    '2027-01-11T08:30:00+01:00',
  ];
  await appended(store, await written(EARLY, [...circulated(), ahead] as Parameters<typeof written>[1], vault));
  await appended(store, await agreementWritten(AGREEMENT, reduced()));
});
afterAll(() => service.stop());

describe('the second axis of time', () => {
  it('counts what had been received, whenever it was recorded, and names what it leaves out', async () => {
    const known = { on: '2027-01-12T22:59:59.999Z', leftOut: [5], unfolded: [] };
    expect(await answer('AUD/1', `/matters/${RUNNING}/status?knownOn=2027-01-12`)).toMatchObject({
      revision: 6,
      known,
    });
    const tally = `/matters/${RUNNING}/rounds/${round}/tally`;
    expect(await answer('AUD/1', `${tally}?knownOn=2027-01-12`)).toMatchObject({ Y: 0, N: 1 });
    expect(await answer('AUD/1', `${tally}?asOf=2027-01-12T23:59:00Z`)).toMatchObject({ Y: 0, N: 0 });
    expect(await answer('AUD/1', tally)).toMatchObject({ Y: 1, N: 1 });
  });

  it('may be combined with the first, and says nothing of itself where nobody asks', async () => {
    const both = `/matters/${RUNNING}/explanation?knownOn=2027-01-12&asOf=2027-01-13T12:00:00Z`;
    expect(await answer('AUD/1', both)).toMatchObject({ known: { leftOut: [5] } });
    expect(await answer('AUD/1', `/matters/${RUNNING}/status`)).not.toHaveProperty('known');
    expect(await answer('AUD/1', `/agreements/${AGREEMENT}?knownOn=2027-06-01`)).toMatchObject({ phase: 'IN_FORCE' });
  });

  it('names in every answer what it leaves out, so that nobody takes a part for the whole', async () => {
    const late = { leftOut: [5] };
    for (const path of ['', '/status', '/explanation', '/history', `/rounds/${round}/tally`]) {
      expect(await answer('AUD/1', `/matters/${RUNNING}${path}?knownOn=2027-01-12`)).toMatchObject({ known: late });
    }
    const whole = { leftOut: [], unfolded: [] };
    expect(await answer('AUD/1', `/matters/${FINAL}/decisions/1?knownOn=2027-03-19`)).toMatchObject({ known: whole });
    for (const path of ['', '/status', '/explanation', '/history']) {
      const { known } = await answer('AUD/1', `/agreements/${AGREEMENT}${path}?knownOn=2027-06-01`);
      expect((known as { leftOut: readonly number[] }).leftOut.length).toBeGreaterThan(0);
    }
    expect(await answer('AUD/1', `/matters/${RUNNING}/history`)).not.toHaveProperty('known');
  });

  it('tells in the history also what was known but rests on what was not, and marks it', async () => {
    const knownOn = encodeURIComponent('2027-01-11T08:45:00+01:00');
    const { entries, types, known } = await answer('AUD/1', `/matters/${EARLY}/history?knownOn=${knownOn}`);
    const told = entries as readonly { readonly revision: number; readonly unfolded?: true }[];
    expect(told.map(({ revision, unfolded = false }) => [revision, unfolded])).toEqual([
      ...[0, 1, 2].map((revision) => [revision, false]),
      [5, true],
    ]);
    expect(types).toEqual(['MatterDrafted', 'MatterSubmitted', 'ProcedureOpened', 'VoteCast']);
    expect(known).toMatchObject({ leftOut: [3, 4], unfolded: [5] });
  });

  it('knows nothing of what was not known, and of no such day', async () => {
    await ask('AUD/1', `/matters/${RUNNING}/status?knownOn=2026-01-01`).expect(404);
    await ask('AUD/1', `/matters/${RUNNING}/status?knownOn=yesterday`).expect(400);
  });
});

describe('the explanation', () => {
  const entriesOf = async (path: string) => {
    const { types } = (await answer('AUD/1', `/${path}/history`)) as { types: readonly string[] };
    return (type: string) => types.lastIndexOf(type);
  };

  it('of a matter names who decided, whom it binds, and the record behind each', async () => {
    const record = await entriesOf(`matters/${FINAL}`);
    expect(await answer('AUD/1', `/matters/${FINAL}/explanation`)).toMatchObject({
      ...{ revision: record('ResultEstablished'), version: { no: 1, revision: 0 } },
      book: { id: 'RB-POLOPS', revision: record('ProcedureOpened'), adopted: 2 },
      exhausted: { revision: record('EscalationExhausted') },
      finalDecision: { decider: 'BMDS', rank: 'STATE_SECRETARY', revision: record('FinalDecisionTaken') },
      decision: { binds: expect.arrayContaining(['BMF']), revision: record('DecisionEnacted') },
    });
  });

  it('of a decision, and the decision itself, have its effect on the day that is asked for', async () => {
    const effectAt = async (asOf: string) => {
      const { decision } = await answer('AUD/1', `/matters/${SILENT}/explanation?asOf=${asOf}`);
      const { effect } = await answer('AUD/1', `/matters/${SILENT}/decisions/1?asOf=${asOf}`);
      return [(decision as { readonly effect?: string }).effect, effect];
    };
    expect(await effectAt('2027-01-28T12:00:00Z')).toEqual([undefined, undefined]);
    expect(await effectAt('2027-02-01T12:00:00Z')).toEqual(['IN_FORCE', 'IN_FORCE']);
  });

  it('of an agreement is there as well, then and now, with the record behind each fact', async () => {
    const path = `agreements/${AGREEMENT}`;
    const record = await entriesOf(path);
    expect(await answer('AUD/1', `/${path}/explanation`)).toMatchObject({
      ...{ phase: 'REDUCED', rule: 'all-parties-consent@1', books: [{ id: 'RB-VV', version: '1.0.0', adopted: 2 }] },
      entry: { version: 1, from: '2027-01-01', revision: record('AgreementActivated') },
      noticesGiven: [{ party: 'BMG', revision: record('TerminationNoticeGiven') }],
      departures: [{ party: 'BMG', revision: record('PartyLeft') }],
      reductions: [{ openShareBp: 3500, revision: record('FundingRevisionRequired') }],
    });
    expect(await answer('AUD/1', `/${path}/explanation?knownOn=2027-06-01`)).toMatchObject({
      ...{ phase: 'IN_FORCE', departures: [], known: { on: expect.any(String) } },
    });
    await ask('AUD/1', `/agreements/${RUNNING}/explanation`).expect(404);
  });
});

describe('the difference between two places', () => {
  const diff = (person: string, id: string, query: string) => answer(person, `/matters/${id}/diff?${query}`);

  it('names phase, votes, tally, outcome and deadlines', async () => {
    const { from, to, differences } = await diff('AUD/1', FINAL, 'from=2027-01-12&to=revision:9');
    expect(from).toEqual({ revision: 5, at: '2027-01-12T22:59:59.999Z' });
    expect(to).toEqual({ revision: 9, at: '2027-01-26T11:05:00.000Z' });
    expect(differences).toEqual(
      expect.arrayContaining([
        { aspect: 'phase', before: 'ROUND_OPEN', after: 'DISSENT' },
        { aspect: 'votes', of: 'BMF', before: 'SILENT', after: 'OBJECTION' },
        { aspect: 'tally', of: 'N', before: 0, after: 2 },
        { aspect: 'outcome', after: 'DISSENT' },
      ]),
    );
  });

  it('is empty between a place and itself, also as it was known', async () => {
    expect(await diff('AUD/1', FINAL, 'from=revision:7&to=revision:7')).toMatchObject({ differences: [] });
    expect(await diff('AUD/1', RUNNING, 'from=revision:5&to=revision:6&knownOn=2027-01-12')).toMatchObject({
      differences: expect.arrayContaining([expect.objectContaining({ of: 'BMF', after: 'OBJECTION' })]),
      to: { known: { leftOut: [5] } },
    });
  });

  it('tells of an agreement who left', async () => {
    const { differences } = await answer('AUD/1', `/agreements/${AGREEMENT}/diff?from=2027-06-01&to=2028-01-31`);
    expect(differences).toContainEqual({
      ...{ aspect: 'parties', before: ['BMAS', 'BMG', 'BMDS'], after: ['BMAS', 'BMDS'] },
    });
  });

  it('keeps a sealed ballot, but for the own vote and that somebody has answered', async () => {
    const { differences } = await diff('BMF/REP', SEALED, 'from=revision:4&to=revision:6');
    expect(differences).toEqual([
      { aspect: 'votes', of: 'BMF', before: 'SILENT', after: 'OBJECTION' },
      { aspect: 'votes', of: 'BMI', before: 'SILENT', after: 'ANSWERED' },
      { aspect: 'tally', of: 'S', before: 7, after: 5 },
    ]);
  });

  it('is for those who may see the matter, of places that there are', async () => {
    await ask('BMZ/REP', `/matters/${SECRET}/diff?from=revision:0&to=revision:1`).expect(404);
    await ask('AUD/1', `/matters/${FINAL}/diff?from=revision:0&to=revision:999`).expect(404);
    await ask('AUD/1', `/matters/${FINAL}/diff?from=2026-01-01&to=revision:1`).expect(404);
    await ask('AUD/1', `/matters/${FINAL}/diff?from=revision:0`).expect(400);
    await ask('AUD/1', `/matters/${FINAL}/diff?from=7&to=revision:1`).expect(400);
    await ask(undefined, `/matters/${FINAL}/diff?from=revision:0&to=revision:1`).expect(401);
  });
});

interface Judged {
  readonly type: string;
  readonly compared: readonly { readonly what: string; readonly same: boolean; readonly found?: string }[];
  readonly doubts: readonly { readonly code: string }[];
}

describe('deciding again under another rule book', () => {
  const under = async (person: string, path: string, ruleBook: string) => {
    const { judgements } = await answer(person, `/${path}/redecision?ruleBook=${ruleBook}`);
    return judgements as readonly Judged[];
  };

  it('deviates in nothing under the same one', async () => {
    for (const [path, book] of [
      [`matters/${FINAL}`, 'RB-POLOPS@1.0.0'],
      [`matters/${SILENT}`, 'RB-POLOPS@1.0.0'],
      [`agreements/${AGREEMENT}`, 'RB-VV@1.0.0'],
    ] as const) {
      const list = await under('AUD/1', path, book);
      expect(list.length).toBeGreaterThan(0);
      expect(list.flatMap(({ compared }) => compared).filter(({ same }) => !same)).toEqual([]);
      expect(list.flatMap(({ doubts }) => doubts)).toEqual([]);
    }
  });

  it('tells another outcome, other deadlines, and what cannot be concluded', async () => {
    const list = await under('AUD/1', `matters/${SILENT}`, 'RB-STRICT@1.0.0');
    const result = list.find(({ type }) => type === 'ResultEstablished');
    expect(result?.compared).toContainEqual(expect.objectContaining({ what: 'OUTCOME', found: 'INCOMPLETE' }));
    expect(result?.doubts).toContainEqual(expect.objectContaining({ code: 'LONGER_TO_ANSWER' }));
    const opened = list.find(({ type }) => type === 'RoundOpened');
    expect(opened?.compared).toContainEqual(expect.objectContaining({ what: 'ROUND', same: false }));
    const [first] = await under('AUD/1', `agreements/${AGREEMENT}`, 'RB-STRICT@1.0.0');
    expect(first?.doubts).toContainEqual({ code: 'NOT_COVERED', subjects: ['agreement'] });
  });

  it('is for those who may see the matter, and rule books that are adopted', async () => {
    await ask('BMZ/REP', `/matters/${SECRET}/redecision?ruleBook=RB-POLOPS@1.0.0`).expect(404);
    await ask('AUD/1', `/matters/${FINAL}/redecision?ruleBook=RB-POLOPS@9.9.9`).expect(404);
    await ask('AUD/1', `/matters/${FINAL}/redecision?ruleBook=RB-POLOPS`).expect(400);
    await ask('AUD/1', `/matters/${FINAL}/redecision`).expect(400);
  });
});
