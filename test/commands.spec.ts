import { randomUUID } from 'node:crypto';
import { instant } from '#domain';
import { parseRecord, type RecordFields } from '#evidence';
import type { Identity } from '#edge';
import { act } from '#facts';
import { type CommandsDesk, commandsDesk } from './commands.support.js';
import { agreed, appended, basis, BOOK, circulated, registered, ROUNDS, written } from './matter.histories.js';

const MATTER = '11111111-1111-4111-8111-111111111111';
const round = ROUNDS.first;
const DUE = instant('2027-01-26T00:00:00+01:00')!;

const bmf = (code: 'REP' | 'REF' | 'BM' = 'REP'): Identity => ({
  ...{ person: `BMF/${code}`, function: code, ministry: 'BMF' },
});
const SEC: Identity = { person: 'SEC/A', function: 'SEC', origin: 'BMDS' };
const CHAIR: Identity = { person: 'CHAIR', function: 'CHAIR', origin: 'BKAmt' };
const RUL: Identity = { person: 'RUL/1', function: 'RUL', origin: 'BMI' };

/** What the clock shows when it is looked at; the last one stays. */
let shown: string[];
const at = (...instants: string[]): void => {
  shown = instants.map((one) => instant(one)!);
};

async function begun(others = registered()): Promise<CommandsDesk> {
  const desk = commandsDesk({ now: () => (shown.length > 1 ? shown.shift()! : shown[0]!) });
  for (const stream of [...basis(), ...others]) await appended(desk.store, stream);
  return desk;
}

async function inRound(): Promise<CommandsDesk> {
  const desk = await begun();
  await appended(desk.store, await written(MATTER, circulated(), desk.vault));
  return desk;
}

async function recordsOf({ store }: CommandsDesk): Promise<readonly RecordFields[]> {
  const records: RecordFields[] = [];
  for await (const { record } of store.readStream(`matter-${MATTER}`)) records.push(parseRecord(record));
  return records;
}

const HOUSE = { areas: [], places: ['Berlin'], validFrom: '2026-01-01' };
const COMMITTEE = {
  ...{ body: 'DA', name: 'Digitalausschuss', purpose: 'Digitalpolitik', tracks: ['COMMITTEE'], place: 'BERLIN' },
  legalBasis: { type: 'GGO', reference: '§ 1' },
};
const statement = (seat = 'BMF') => ({ matter: MATTER, seat, text: 'Zur Niederschrift' });
const vote = { matter: MATTER, round, seat: 'BMF', version: 1, value: 'CONSENT' };

beforeEach(() => {
  at('2027-01-14T10:00:00+01:00');
});

describe('the record of a command', () => {
  it('names of several mandates the one that a vote is cast under, as the vote does', async () => {
    const desk = await inRound();
    const [spending, voting] = [randomUUID(), randomUUID()];
    const granted = {
      ministry: 'BMF',
      person: 'BMF/REF',
      rank: 'DESK',
      validFrom: '2027-01-01',
      validTo: '2027-12-31',
    };
    for (const [mandate, scope] of [
      [spending, 'SPENDING'],
      [voting, 'VOTE'],
    ])
      await desk.send(bmf('BM'), 'GrantMandate', { ...granted, mandate, scope: [scope] });
    await desk.send(bmf('REF'), 'CastVote', vote);
    await desk.send(bmf('REF'), 'RecordStatement', statement());
    const [cast, stated] = (await recordsOf(desk)).slice(-2);
    expect([cast?.by.mandate, stated?.by.mandate]).toEqual([voting, spending]);
    expect(cast?.data).toMatchObject({ mandate: voting });
  });

  it('tells the instant by which it was decided, also where another clock was ahead', async () => {
    const desk = await inRound();
    at('2027-01-26T00:00:00.500+01:00');
    await desk.send(bmf(), 'RecordStatement', statement());
    at('2027-01-25T23:59:59.900+01:00');
    expect(await desk.refused(bmf(), 'CastVote', vote)).toMatchObject({ code: 'VOTE_LATE' });
  });

  it('rests on what was in force at that instant, not at one a moment later', async () => {
    at('2026-11-30T12:00:00+01:00');
    const desk = await begun([]);
    for (const ministry of ['BMDS', 'BMF'])
      await desk.send(SEC, 'RegisterMinistry', { ...HOUSE, ministry, name: ministry });
    await desk.send(SEC, 'EstablishBody', COMMITTEE);
    const lead: Identity = { person: 'BMDS/REF', function: 'REF', ministry: 'BMDS' };
    const { 3: draft } = circulated()[0]!;
    await desk.send(lead, 'DraftMatter', { matter: MATTER, ...draft });
    await desk.send(lead, 'SubmitMatter', { matter: MATTER });
    at('2026-11-30T23:59:59.999+01:00', '2026-12-01T00:00:00+01:00');
    const opening = { matter: MATTER, participants: { EINVERNEHMEN: ['BMDS', 'BMF'] } };
    expect(await desk.refused(SEC, 'OpenProcedure', opening)).toMatchObject({ code: 'NO_RULEBOOK_IN_FORCE' });
  });
});

describe('a person of a house that is not registered', () => {
  const stranger: Identity = { person: 'BMX/REF', function: 'REF', ministry: 'BMX' };
  const dispute = { matter: MATTER, areas: ['DIGITAL_SERVICES'], reason: 'nicht zuständig' };

  it('sends nothing, until the house is registered', async () => {
    const desk = await inRound();
    const forbidden = { code: 'FORBIDDEN' };
    expect(await desk.refused(stranger, 'RaiseCompetenceDispute', dispute)).toMatchObject(forbidden);
    expect(await desk.refused(stranger, 'RecordStatement', statement('BMX'))).toMatchObject(forbidden);
    const stale = { expectedRevision: 0 };
    expect(await desk.refused(stranger, 'RaiseCompetenceDispute', dispute, stale)).toMatchObject(forbidden);
    await desk.send(SEC, 'RegisterMinistry', { ...HOUSE, ministry: 'BMX', name: 'BMX' });
    await desk.send(stranger, 'RaiseCompetenceDispute', dispute);
    expect((await recordsOf(desk)).at(-1)?.type).toBe('CompetenceDisputeRaised');
  });
});

describe('commands at the same second', () => {
  it('on one matter are all taken, however many', async () => {
    const desk = await inRound();
    const all = Array.from({ length: 40 }, () => desk.send(bmf(), 'RecordStatement', statement()));
    expect((await Promise.all(all)).map(({ revision }) => revision)).toEqual(all.map((_, index) => 5 + index));
  });

  it('adopt one of two rule books for the same body and track', async () => {
    const desk = await begun();
    const books = ['RB-FIRST', 'RB-SECOND'].map((ruleBook) => ({ ruleBook, version: '1.0.0' }));
    for (const book of books) {
      const content = { ...BOOK, id: book.ruleBook, version: '1.0.0', bodies: ['OTHER'] };
      await desk.send(RUL, 'DraftRuleBook', { ...book, content });
      await desk.send(RUL, 'SubmitRuleBook', book);
    }
    const adoption = { decision: { type: 'LAW', reference: 'Gesetz' }, validFrom: '2027-02-01' };
    const adopted = books.map((book) => desk.send(CHAIR, 'AdoptRuleBook', { ...book, ...adoption }));
    expect(await Promise.allSettled(adopted)).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { refusal: { code: 'RULEBOOK_OVERLAP', params: { ruleBook: 'RB-FIRST' } } } },
    ]);
  });
});

it('what time brings about has an id that nobody can take beforehand', async () => {
  const timer = { type: 'CloseRoundAtDeadline', data: { matter: MATTER, round } } as const;
  const close = ({ desk: { ledger, folds, registry } }: CommandsDesk) =>
    act({ ledger, folds, registry }, { ...timer, due: DUE, cause: `ROUND  ${DUE}` }, DUE);
  const known = await inRound();
  await close(known);
  const foreseen = (await recordsOf(known)).at(-1)!.cmd.id;

  const other = await inRound();
  await other.send(bmf(), 'RecordStatement', statement(), { commandId: foreseen });
  expect(await close(other)).toMatchObject({ repeated: false, events: [{ type: 'RoundClosed' }] });
});

describe('a duty of a decision that was annulled and is enacted again', () => {
  const timer = { type: 'MarkDutyOverdue', data: { matter: MATTER, duty: 'd' } } as const;
  const due = instant('2027-02-11T00:00:00+01:00')!;
  const now = instant('2027-02-11T08:00:00+01:00')!;
  const mark = ({ desk: { ledger, folds, registry } }: CommandsDesk) =>
    act({ ledger, folds, registry }, { ...timer, due, cause: `DUTY d ${due}` }, now);

  type Steps = Parameters<typeof written>[1];
  const duties = [{ duty: 'd', ministry: 'BMI', text: 'Bericht', due: '2027-02-10' }];
  const enactment = (hour: string): Steps => [
    [hour, 'SEC/A', 'EnactDecision', { effectiveFrom: '2027-02-01', decisionNo: 'DA-2027-1', duties }],
  ];
  const first: Steps = [...agreed().slice(0, -1), ...enactment('2027-01-26T12:10:00+01:00')];
  const corrected = (correction: string, value: string): Steps => {
    const content = { kind: 'VOTE_VALUE' as const, target: { round, seat: 'BMI' }, right: { value, reason: 'R' } };
    const at = '2027-02-11T07:00:00+01:00';
    return [
      [at, 'SEC/A', 'RequestCorrection', { correction, ...content, reason: 'Hörfehler' }, at],
      [at, 'BMI/REP', 'CommentCorrection', { correction, text: 'ja' }],
      [at, 'SEC/B', 'ApproveCorrection', { correction }],
    ];
  };
  const again: Steps = [
    ...corrected(randomUUID(), 'OBJECTION'),
    ...corrected(randomUUID(), 'CONSENT'),
    ...enactment('2027-02-11T07:30:00+01:00'),
  ];
  const overdue = (at = '2027-02-11T06:00:00+01:00'): Steps => [[at, 'SEC/A', 'MarkDutyOverdue', { duty: 'd' }]];

  it('is marked as overdue again, as often as the decision was enacted, and each time once', async () => {
    const desk = await begun();
    const whole = await written(MATTER, [...first, ...overdue(), ...again]);
    const at = whole.records.findIndex((record) => parseRecord(record).type === 'DutyOverdue');
    await appended(desk.store, { ...whole, records: whole.records.slice(0, at) });
    const of = async () => ((await mark(desk)).repeated ? 'repeated' : 'recorded');
    expect([await of(), await of()]).toEqual(['recorded', 'repeated']);
    await appended(desk.store, { ...whole, records: whole.records.slice(at + 1) }, at);
    expect([await of(), await of()]).toEqual(['recorded', 'repeated']);
    expect((await recordsOf(desk)).filter(({ type }) => type === 'DutyOverdue')).toHaveLength(2);
  });

  it('is not marked a second time where the first was recorded under another id', async () => {
    const desk = await begun();
    await appended(
      desk.store,
      await written(MATTER, [...first, ...overdue(), ...again, ...overdue('2027-02-11T07:40:00+01:00')]),
    );
    await expect(mark(desk)).rejects.toMatchObject({ code: 'WRONG_STATE' });
  });
});
