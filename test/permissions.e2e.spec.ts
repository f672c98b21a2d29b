import { randomUUID } from 'node:crypto';
import { encodeVkey, generateSkey, parseSkey } from '#evidence';
import type { Payload } from '../apps/standalone/src/http/client.js';
import { circulated, type Course, DRAFT, drafted } from './e2e/matter.js';
import { type Document, samples } from './e2e/sample.js';
import { furnished, type Furnished, outcome } from './e2e/system.js';

/** One person in each function; those of a ministry are of the digital one, which alone has all of them. */
const PERSONS = {
  ...{ REP: 'BMDS/REP', DEP: 'BMDS/DEP', REF: 'BMDS/REF', AL: 'BMDS/AL', ST: 'BMDS/ST', BM: 'BMDS/BM' },
  ...{ LEAD: 'BMDS/LEAD', REVIEW: 'BMDS/REVIEW', LAND: 'BW/CIO', SEC: 'SEC/A', CHAIR: 'CHAIR' },
  ...{ AUD: 'AUD/1', RUL: 'RUL/1', REG: 'REG/1', DSB: 'DSB/1' },
} as const;

type Code = keyof typeof PERSONS;
const CODES = Object.keys(PERSONS) as Code[];
const HOUSE: readonly Code[] = ['REP', 'DEP', 'REF', 'AL', 'ST', 'BM', 'LEAD', 'REVIEW'];

/** The matrix of the model, section 8, row by row and in its words; the product has a table of its own. */
const MATRIX: readonly (readonly [commands: string, by: readonly Code[]])[] = [
  ['RegisterMinistry RenameMinistry SucceedMinistry PublishCalendar', ['SEC']],
  // Not in the model: the log came later.
  ['AnnounceLogKey', ['SEC']],
  ['EstablishBody ChangeCharter EndBody CreateSeat EndSeat AppointChair StaffSecretariat', ['SEC']],
  ['OccupySeat VacateSeat AppointDeputy RemoveDeputy', ['SEC']],
  ['GrantMandate RevokeMandate AnnounceAreaTransfer ConfirmAreaTransfer', ['ST', 'BM']],
  ['DraftRuleBook ReviseRuleBook SubmitRuleBook DiscardRuleBook', ['RUL']],
  ['AdoptRuleBook', ['CHAIR']],
  ['DraftMatter ReviseMatter SubmitMatter AmendMatter WithdrawMatter SplitMatter', [...HOUSE, 'LAND', 'SEC']],
  ['OpenProcedure OpenRound ProveDelivery CloseRound EstablishResult DeclareDissent', ['SEC', 'CHAIR']],
  ['OpenEscalation OpenLevel RecordAttempt CloseLevel SkipLevel EstablishExhaustion', ['SEC', 'CHAIR']],
  ['EstablishLapse EnactDecision PublishDecision DecideRecusal EndDecision RenewDecision', ['SEC', 'CHAIR']],
  ['ExtendRound WaiveDuty', ['CHAIR']],
  ['CastVote ChangeVote LiftReservation ConfirmReservation', [...HOUSE, 'LAND']],
  ['ObjectWrittenMode RaiseConstructiveVeto DeclareRecusal', [...HOUSE, 'LAND']],
  ['NoteLateVote', [...HOUSE, 'LAND', 'SEC']],
  ['RecordVote ConfirmVote', ['SEC']],
  ['RecordBallot', ['SEC', 'CHAIR']],
  ['RecordComment RecordStatement RaiseCompetenceDispute ReportDuty', [...HOUSE, 'LAND', 'SEC']],
  ['AnnounceLeadTransfer ConfirmLeadTransfer', [...HOUSE, 'LAND', 'SEC']],
  ['TakeFinalDecision ReferToCabinet ResolveCompetenceDispute', HOUSE],
  ['RequestParticipation', ['LAND', 'SEC']],
  ['AnswerParticipation', ['SEC', 'CHAIR']],
  ['AddParticipant ChangeClassification TransferRecord GrantExemption', ['SEC', 'CHAIR']],
  ['RequestExamination', HOUSE],
  ['ReportExamination', [...HOUSE, 'LAND']],
  ['RecordCabinetDecision', ['SEC']],
  ['RequestCorrection', [...HOUSE, 'LAND', 'SEC']],
  ['CommentCorrection', [...HOUSE, 'LAND']],
  ['ApproveCorrection RefuseCorrection', ['SEC', 'CHAIR']],
  ['RequestErasure', ['DSB']],
  ['ApproveErasure', ['REG']],
  ['DraftAgreement ReviseAgreement ConsentToAgreement RefuseAgreement SignAgreement', [...HOUSE, 'LAND', 'SEC']],
  ['DeclareBacking WithdrawBacking ActivateAgreement ProposeAmendment', [...HOUSE, 'LAND', 'SEC']],
  ['GiveNotice WithdrawNotice AbandonAgreement', [...HOUSE, 'LAND', 'SEC']],
  ['StaffOffice PlanMeasure ReportMeasure ReviewAgreement', [...HOUSE, 'LAND', 'SEC']],
];
const PERMITTED = new Map(MATRIX.flatMap(([commands, by]) => commands.split(' ').map((type) => [type, by] as const)));

/** Commands whose sequel would take from the others what they act on get something of their own. */
const OBJECTS: Readonly<Record<string, Payload>> = {
  RegisterMinistry: { ministry: 'NEW' },
  SucceedMinistry: { ministry: 'BPA' },
  RenameMinistry: { ministry: 'BPA' },
  AnnounceAreaTransfer: { area: 'AI', to: 'BMZ' },
  ConfirmAreaTransfer: { ministry: 'BMZ', area: 'DEVELOPMENT' },
  EstablishBody: { body: 'NEW' },
  AnnounceLogKey: { vkey: encodeVkey({ ...parseSkey(generateSkey('log.example')), role: 'log' }) },
  GrantMandate: { person: 'BMDS/REF' },
  RequestErasure: { person: 'BMDS/REF' },
  ReviseAgreement: { text: 'Fassung 2' },
  DraftMatter: { classification: 'INTERN', body: 'DA', areas: ['IT_PLATFORM'] },
};

let system: Furnished;
let payloads: ReadonlyMap<string, Payload>;
let course: Course;
let federal: Course;

/** Of the digital ministry and a Land, so that both have persons in it. */
const AGREEMENT = {
  ...{ title: 'Geschäftsstelle', parties: ['BMDS', 'BW'], purpose: 'Betrieb', text: 'Fassung 1', continuation: true },
  ...{ lead: { mode: 'SOLE', ministries: ['BMDS'] }, term: { from: '2027-01-01' }, notice: { months: 6, to: 'ANY' } },
  funding: { basis: 'SHARE', items: [{ party: 'BMDS', year: 2027, bp: 10_000, secured: true }] },
  responsibilities: [{ item: 'betrieb', text: 'Betrieb', accountable: 'BMDS' }],
};
const agreement = randomUUID();

const FEDERAL = { body: 'ITPLR', category: 'FEDERAL', track: 'FEDERAL', lead: 'BW' };

beforeAll(async () => {
  system = await furnished();
  course = await circulated(system);
  federal = { matter: randomUUID(), round: randomUUID() };
  await system.record('BW/CIO', 'DraftMatter', { ...DRAFT, ...FEDERAL, matter: federal.matter });
  await system.record('BMDS/REF', 'DraftAgreement', { ...AGREEMENT, agreement });
  const ceded = { ministry: 'BMZ', area: 'DEVELOPMENT', to: 'BMDS', on: '2027-02-01' };
  const legalBasis = { type: 'ORGANISATION_DECREE', reference: 'Organisationserlass' };
  await system.record('BMZ/BM', 'AnnounceAreaTransfer', { ...ceded, legalBasis });
  const document = (await (await fetch(`${system.url}/api-json`)).json()) as Document;
  const known = { body: 'ITPLR', ruleBook: 'RB-GGO', version: '1.0.0', place: 'BE', person: 'BMDS/REF' };
  payloads = samples(document, known);
}, 120_000);
afterAll(() => system.stop());

/** The payload as the person would send it: of the own house, about a matter in which the house has a part. */
const payloadFor = (type: string, code: Code): Payload => {
  const sample = payloads.get(type)!;
  const house = code === 'LAND' ? 'BW' : 'BMDS';
  const about = code === 'LAND' ? federal : course;
  const own = Object.fromEntries(
    ['ministry', 'seat', 'code', 'party', 'lead', 'to'].filter((name) => name in sample).map((name) => [name, house]),
  );
  const matter = type === 'DraftMatter' ? { matter: randomUUID() } : 'matter' in sample ? about : {};
  const named = Object.fromEntries(Object.entries({ agreement, ...matter }).filter(([name]) => name in sample));
  if (type === 'DraftAgreement') return { ...AGREEMENT, agreement: randomUUID() };
  const mine = code === 'LAND' && type === 'DraftMatter' ? { ...OBJECTS[type], ...FEDERAL } : OBJECTS[type];
  return { ...sample, ...own, ...named, ...mine };
};

const send = (type: string, code: Code) => system.send(PERSONS[code], type, payloadFor(type, code));

it('every command of the API has its row in the matrix of the model', () => {
  const inApi = [...payloads.keys()].filter((type) => type !== 'UploadEvidence');
  expect(inApi.filter((type) => !PERMITTED.has(type))).toEqual([]);
  expect(inApi.length).toBeGreaterThan(60);
});

describe.each([...PERMITTED].filter(([type]) => !type.endsWith('Erasure') && type !== 'RecordBallot'))(
  '%s',
  (type, by) => {
    it('is forbidden to every other function, and leaves no trace', async () => {
      const head = await system.head();
      const others = CODES.filter((code) => !by.includes(code));
      const replies = await Promise.all(others.map(async (code) => [code, ...outcome(await send(type, code))]));
      expect(replies).toEqual(others.map((code) => [code, 403, 'FORBIDDEN']));
      expect(await system.head()).toBe(head);
    });

    it('is never forbidden to these functions, and never malformed', async () => {
      for (const code of by) {
        const [status, said] = outcome(await send(type, code));
        expect([code, status < 500, said]).toEqual([
          code,
          true,
          expect.not.stringMatching('FORBIDDEN|INVALID_PAYLOAD'),
        ]);
      }
    });
  },
);

describe('a matter that is VS-NfD', () => {
  let secret: Course;
  beforeAll(async () => {
    const variant = { lead: 'BMF', with: { classification: 'VS_NFD', areas: ['FUNDING'] }, seats: ['BMF', 'BMI'] };
    secret = await circulated(system, variant);
  });

  const INVISIBLE: readonly Code[] = [...HOUSE, 'LAND', 'RUL'];
  const plain = (body: unknown) => ({ ...(body as object), instance: undefined });

  it.each(INVISIBLE)('is to %s as if it were not there, for every command and question', async (code) => {
    const head = await system.head();
    const nothing = { matter: randomUUID(), round: randomUUID() };
    for (const [type, { matter }] of payloads) {
      if (matter === undefined || type === 'DraftMatter') continue;
      const to = async (about: Course) => {
        const named = Object.fromEntries(Object.entries(about).filter(([name]) => name in payloads.get(type)!));
        return system.send(PERSONS[code], type, { ...payloadFor(type, code), ...named });
      };
      const [seen, unknown] = [await to(secret), await to(nothing)];
      expect([type, ...outcome(seen)]).toEqual([type, 404, 'NOT_FOUND']);
      expect(plain(seen.body)).toEqual(plain(unknown.body));
    }
    for (const question of ['status', 'explain', 'history', 'matter', 'tally']) {
      const parameters = question === 'tally' ? secret : { matter: secret.matter };
      const reply = await system.client.ask(PERSONS[code], question, { ...parameters });
      expect([question, reply.status]).toEqual([question, 404]);
    }
    const { rows } = await system.ask(PERSONS[code], 'register', {});
    expect(JSON.stringify(rows)).not.toContain(secret.matter);
    expect(await system.head()).toBe(head);
  });

  it('is refused as existing to nobody but those who may see it', async () => {
    const draft = { ...DRAFT, track: 'COMMITTEE', lead: 'BMDS', matter: secret.matter };
    expect(outcome(await system.send('BMDS/REF', 'DraftMatter', draft))).toEqual([409, 'ALREADY_EXISTS']);
  });

  it.each(['BMF/REF', 'BMI/REP', 'SEC/B', 'CHAIR', 'AUD/1', 'REG/1', 'DSB/1'])('is visible to %s', async (person) => {
    const { matter } = secret;
    expect(await system.ask(person, 'status', { matter, revision: 3 })).toMatchObject({ phase: 'ROUND_OPEN' });
    expect(outcome(await system.send(person, 'EstablishResult', { ...secret }))[0]).not.toBe(404);
  });
});

describe('a person of one house', () => {
  it.each([
    ['CastVote', { seat: 'BMF', version: 1, value: 'CONSENT' }],
    ['ObjectWrittenMode', { seat: 'BMF', reason: 'x' }],
    ['RecordStatement', { seat: 'BMF', text: 'x' }],
    ['NoteLateVote', { seat: 'BMF', value: 'CONSENT' }],
    ['RecordComment', { code: 'BMF', text: 'x' }],
  ])('sends no %s for another', async (type, payload) => {
    const sample = payloads.get(type)!;
    const about = await circulated(system);
    const named = Object.fromEntries(Object.entries(about).filter(([name]) => name in sample));
    const head = await system.head();
    expect(outcome(await system.send('BMI/REP', type, { ...named, ...payload }))).toEqual([403, 'FORBIDDEN']);
    const envelope = { onBehalfOf: 'BMF' };
    const own = { ...named, ...payload, ...('seat' in payload ? { seat: 'BMI' } : { code: 'BMI' }) };
    expect(outcome(await system.send('BMI/REP', type, own, { envelope }))).toEqual([403, 'FORBIDDEN']);
    expect(await system.head()).toBe(head);
  });

  it('drafts nothing for another, nor a Land anything but on the track of the Länder', async () => {
    const draft = { ...DRAFT, track: 'COMMITTEE', matter: randomUUID() };
    expect(outcome(await system.send('BMI/REF', 'DraftMatter', { ...draft, lead: 'BMDS' }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
    expect(outcome(await system.send('BW/CIO', 'DraftMatter', { ...draft, lead: 'BW' }))).toEqual([403, 'FORBIDDEN']);
  });

  it('changes nothing in the matter of another', async () => {
    const { matter } = await drafted(system);
    const change = { matter, title: 'Anders' };
    for (const person of ['BMI/REF', 'BMF/BM', 'BW/CIO']) {
      expect(outcome(await system.send(person, 'ReviseMatter', change))).toEqual([403, 'NOT_LEAD']);
      expect(outcome(await system.send(person, 'SubmitMatter', { matter }))).toEqual([403, 'NOT_LEAD']);
      expect(outcome(await system.send(person, 'WithdrawMatter', { matter, reason: 'x' }))).toEqual([403, 'NOT_LEAD']);
    }
  });
});
