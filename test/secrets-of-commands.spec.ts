import { randomUUID } from 'node:crypto';
import { instant, type RuleBookContent } from '#domain';
import type { Identity } from '#edge';
import { type CommandsDesk, commandsDesk, type Told } from './commands.support.js';
import { appended, basis, BOOK, circulated, registered, ROUNDS, written } from './matter.histories.js';

const SEALED = '11111111-1111-4111-8111-111111111111';
const OPEN = '22222222-2222-4222-8222-222222222222';
const SECRET = '33333333-3333-4333-8333-333333333333';
const AGREEMENT = '44444444-4444-4444-8444-444444444444';
const round = ROUNDS.first;

const SEALED_BOOK: RuleBookContent = {
  ...BOOK,
  id: 'RB-SEALED',
  procedure: { ...BOOK.procedure, ballotVisibility: 'SEALED' },
};

const house = (ministry: string, code: 'REP' | 'REF' = 'REP'): Identity => ({
  ...{ person: `${ministry}/${code}`, function: code, ministry },
});
const SEC: Identity = { person: 'SEC/B', function: 'SEC', origin: 'BMDS' };
const RUL: Identity = { person: 'RUL/1', function: 'RUL', origin: 'BMDS' };
const VALUES = ['CONSENT', 'OBJECTION', 'ABSTENTION', 'NOT_CONCERNED'];

const AGREED = {
  ...{ title: 'Geheimes Register', parties: ['AA', 'BMI'], purpose: 'Betrieb', text: 'Fassung 1', continuation: true },
  ...{
    lead: { mode: 'SOLE', ministries: ['AA'] },
    term: { from: '2027-02-01' },
    notice: { months: 3, to: 'YEAR_END' },
  },
  ...{ funding: { basis: 'SHARE', items: [] }, responsibilities: [], classification: 'VS_NFD' },
};
const DRAFT = {
  ...{ title: 'Anderes', body: 'DA', track: 'COMMITTEE', lead: 'BMZ', category: 'STANDARD', bindingness: 'BINDING' },
  classification: 'INTERN',
};

let desk: CommandsDesk;
let now = instant('2027-01-14T10:00:00+01:00')!;
let envelope: object;

beforeEach(async () => {
  now = instant('2027-01-14T10:00:00+01:00')!;
  desk = commandsDesk({ now: () => now });
  const { store, vault, send } = desk;
  for (const stream of [...basis(), ...basis(SEALED_BOOK).slice(1), ...registered()]) await appended(store, stream);
  const voted = [
    ...circulated(),
    [
      ...['2027-01-13T09:00:00+01:00', 'BMF/REP', 'CastVote'],
      { round, seat: 'BMF', version: 1, value: 'OBJECTION', reason: 'Die Kosten' },
    ],
  ] as unknown as Parameters<typeof written>[1];
  await appended(store, await written(SEALED, voted, vault, SEALED_BOOK));
  await appended(store, await written(OPEN, voted, vault));
  await appended(store, await written(SECRET, circulated('VS_NFD', 'Geheimes Portal'), vault));
  await send(house('AA', 'REF'), 'DraftAgreement', { agreement: AGREEMENT, ...AGREED });
  envelope = { evidence: await vault.keepDocument('mail.eml', Buffer.from('mail')) };
});

const correction = (value: string, more: object = {}) => ({
  ...{ matter: SEALED, correction: randomUUID(), kind: 'VOTE_VALUE', target: { round, seat: 'BMF' } },
  ...{ right: { value }, reason: 'verhört', envelope, ...more },
});

describe('a vote in a sealed ballot', () => {
  it('is told to no other house by how the wish to correct it is refused', async () => {
    const told: Told[] = [];
    for (const ministry of ['BMZ', 'BMI', 'BMDS'])
      for (const value of VALUES)
        told.push(await desk.refused(house(ministry), 'RequestCorrection', correction(value)));
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(told[0]).toMatchObject({ code: 'FORBIDDEN', params: {} });
  });

  it('is corrected by its own house, which is told what was wrong', async () => {
    const { events } = await desk.send(house('BMF'), 'RequestCorrection', correction('ABSTENTION'));
    expect(events).toMatchObject([{ data: { wrong: { value: 'OBJECTION' }, affected: 'BMF' } }]);
  });

  it('is not told to the secretariat that asks for its correction, nor when it asks again, before it is closed', async () => {
    const sent = correction('ABSTENTION');
    const commandId = randomUUID();
    for (const repeated of [false, true]) {
      const answer = await desk.send(SEC, 'RequestCorrection', sent, { commandId });
      expect(answer).toMatchObject({
        repeated,
        events: [{ data: { affected: 'BMF', right: { value: 'ABSTENTION' } } }],
      });
      expect(JSON.stringify(answer)).not.toMatch(/OBJECTION|"wrong"/);
    }
    now = instant('2027-01-26T00:00:00+01:00')!;
    await desk.send(SEC, 'CloseRound', { matter: SEALED, round });
    const { events } = await desk.send(SEC, 'RequestCorrection', sent, { commandId });
    expect(events).toMatchObject([{ data: { wrong: { value: 'OBJECTION' } } }]);
  });

  it('is told to the secretariat at once where the ballot is open', async () => {
    const { events } = await desk.send(SEC, 'RequestCorrection', correction('ABSTENTION', { matter: OPEN }));
    expect(events).toMatchObject([{ data: { wrong: { value: 'OBJECTION' } } }]);
  });
});

describe('what is VS-NfD', () => {
  it('is refused to others as immutable like what is not there, without a word about it', async () => {
    const edited = (matter: string) => ({ matter, revision: 0 });
    for (const person of [house('BMZ'), RUL])
      for (const preconditions of [{}, { expectedRevision: 0 }, { expectedRevision: 4 }])
        for (const matter of [SECRET, randomUUID()])
          expect(await desk.refused(person, 'EditEvent', edited(matter), preconditions)).toEqual({
            ...{ code: 'HISTORY_IMMUTABLE', params: {}, context: {} },
          });
    expect(await desk.refused(house('BMI'), 'EditEvent', edited(SECRET), { expectedRevision: 0 })).toMatchObject({
      ...{ code: 'HISTORY_IMMUTABLE', context: { ruleBook: 'RB-POLOPS@1.0.0' } },
    });
  });

  it('is refused to others as existing without a word about where it stands', async () => {
    const existing = { code: 'ALREADY_EXISTS', params: {}, context: {} };
    const matter = { matter: SECRET, ...DRAFT };
    expect(await desk.refused(house('BMZ', 'REF'), 'DraftMatter', matter)).toEqual(existing);
    const agreement = { agreement: AGREEMENT, ...AGREED, parties: ['BMZ', 'BMF'] };
    expect(await desk.refused(house('BMZ', 'REF'), 'DraftAgreement', agreement)).toEqual(existing);
    expect(await desk.refused(house('AA', 'REF'), 'DraftAgreement', agreement)).toMatchObject({
      ...{ code: 'ALREADY_EXISTS', context: { allowedCommands: expect.arrayContaining(['ReviseAgreement']) } },
    });
  });
});
