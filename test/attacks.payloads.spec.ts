import { parseRecord, sha256Hex } from '#evidence';
import { agreementBook, agreementWritten, drafted } from './agreement.histories.js';
import { FINAL, type History, history, historyOf, SILENT, verified } from './attacks.support.js';
import { inOrder, sealed, world } from './bundle.support.js';
import { agreed, circulated, decidedFinally, ROUNDS, written } from './matter.histories.js';

type Step = ReturnType<typeof agreed>[number];
type Of<S> = S extends (to?: string) => readonly (infer One)[] ? One : never;
type AgreementStep = Of<typeof drafted>;

const SEAL = { '#': 'A'.repeat(43) };
/** Twelve times as long as any text that the verifier keeps as a whole. */
const LONG = 'Absatz eins der Vorlage, so lang wie Vorlagen sind. '.repeat(70);
const AGREEMENT = '44444444-4444-4444-8444-444444444444';
const AT = '2027-01-12T09:00:00+01:00';

const matters = async (steps: readonly Step[]): Promise<History> =>
  historyOf(inOrder([...world(), ...(await written(SILENT, steps)).records]));

const agreements = async (steps: readonly AgreementStep[]): Promise<History> => {
  const books = agreementBook().flatMap(({ records }) => records);
  return historyOf(inOrder([...world(), ...books, ...(await agreementWritten(AGREEMENT, steps)).records]));
};

const proven = async ({ log }: History) => {
  const { exit, findings } = verified(await sealed(log));
  return { exit, findings };
};

/** Exit and what is found of the command with the last event of the type, where some members of that are others. */
async function changed(past: History, type: string, change: object) {
  const { exit, findings } = verified(await sealed(past.changedData(type, (data) => ({ ...data, ...change }))));
  const { cmd } = parseRecord(past.log[past.at(type)]!);
  const first = BigInt(past.log.findIndex((record) => record.includes(cmd.id)));
  return { exit, found: findings.filter(({ index }) => index === first).map(({ code }) => code) };
}

const deviates = { exit: 2, found: ['DECISION_DEVIATES'] };
const PROVEN = { exit: 0, findings: [] };

/** The steps with the long text in their draft. */
const ofLongText = (steps: readonly Step[]): readonly Step[] =>
  steps.map((step): Step =>
    step[2] === 'DraftMatter' ? [step[0], step[1], step[2], { ...step[3], text: LONG }] : step,
  );

let past: History;
beforeAll(async () => {
  past = await history();
});

describe('a seal in the place of what the rules say', () => {
  it.each([
    ['RoundOpened', 'dueAt'],
    ['RoundOpened', 'reservationDue'],
    ['EscalationExhausted', 'windowDueAt'],
    ['VoteCast', 'value'],
    ['VoteCast', 'seat'],
    ['ResultEstablished', 'outcome'],
    ['ResultEstablished', 'inputsHash'],
    ['DecisionEnacted', 'textHash'],
    ['DecisionEnacted', 'origin'],
    ['DecisionEnacted', 'decisionNo'],
    ['EscalationOpened', 'points'],
    ['DeliveryProven', 'deliveredAt'],
    ['MatterDrafted', 'title'],
  ])('is none of %s, where %s stands', async (type, member) => {
    expect(await changed(past, type, { [member]: SEAL })).toEqual(deviates);
  });

  it('is none within a list', async () => {
    const binds = past.log.map(() => SEAL).slice(0, 7);
    expect(await changed(past, 'DecisionEnacted', { binds })).toEqual(deviates);
    expect(await changed(past, 'EscalationOpened', { points: [SEAL, 'Daten'] })).toEqual(deviates);
  });

  it('stands where words can be erased, and words never stand there themselves', async () => {
    expect(await proven(past)).toEqual(PROVEN);
    expect(await changed(past, 'VoteCast', { reason: 'Die Kosten sind nicht gedeckt' })).toEqual(deviates);
    const answers = ['BMF', 'BMI'].map((seat) => ({ seat, text: `Antwort an ${seat}` }));
    expect(await changed(past, 'FinalDecisionTaken', { answers })).toEqual(deviates);
  });

  it('is carried over as it is: the note of a reservation becomes the condition of the decision', async () => {
    const [cast, ...others] = agreed().slice(5);
    const reservation = { kind: 'HAUSHALT', note: 'vorbehaltlich der Mittel' } as const;
    const reserved = [cast![0], cast![1], 'CastVote', { ...cast![3], reservation }] as Step;
    const conditional = await matters([...circulated(), reserved, ...others]);
    expect(await proven(conditional)).toEqual(PROVEN);
    for (const type of ['ResultEstablished', 'DecisionEnacted'])
      expect(await changed(conditional, type, { conditions: [SEAL] })).toEqual(deviates);
  });
});

describe('a payload that no command has', () => {
  const added: Step = [AT, 'SEC/A', 'AddParticipant', { code: 'BKAmt', form: 'BENEHMEN', reason: 'betroffen' }];

  it.each([
    ['VoteCast', { value: 'MAYBE' }],
    ['VoteCast', { remark: 'x' }],
    ['DeliveryProven', { proof: 'PIGEON' }],
    ['DeliveryProven', { seats: ['BMF', 'BMF'] }],
    ['DeliveryProven', { deliveredAt: '2027-01-11' }],
    ['DecisionEnacted', { effectiveFrom: '2027-02-30' }],
    ['AttemptRecorded', { ranks: [{ code: 'BMF', rank: 'EMPEROR' }] }],
    ['MatterDrafted', { category: 'WHATEVER' }],
    ['MatterDrafted', { matter: FINAL.replace('3', '4') }],
    ['MatterDrafted', { remark: 'x' }],
  ])('of %s is found: %j', async (type, change) => {
    expect(await changed(past, type, change)).toEqual(deviates);
  });

  it('is found in a form of taking part that there is not, or with a member that nobody sent', async () => {
    const course = await matters([...circulated(), added]);
    expect(await proven(course)).toEqual(PROVEN);
    expect(await changed(course, 'ParticipantAdded', { form: 'FOO' })).toEqual(deviates);
    expect(await changed(course, 'ParticipantAdded', { x: 1 })).toEqual(deviates);
  });

  it('is found in a member that is missing', async () => {
    const course = await matters([...circulated(), added]);
    const log = course.changedData('ParticipantAdded', ({ reason: _, ...data }) => data);
    expect(verified(await sealed(log)).exit).toBe(2);
  });

  it('is found in a revision of an agreement that names a term', async () => {
    const revised: AgreementStep = ['2026-12-08T09:00:00+01:00', 'BMAS/REF', 'ReviseAgreement', { text: 'Fassung 2' }];
    const course = await agreements([...drafted(), revised]);
    expect(await proven(course)).toEqual(PROVEN);
    expect(await changed(course, 'AgreementRevised', { term: { from: '2027-01-01' } })).toEqual(deviates);
  });
});

describe('a version', () => {
  const [drafting, ...rest] = agreed();
  const revising = (data: object): readonly Step[] => [
    drafting!,
    ['2027-01-11T08:05:00+01:00', 'BMDS/REF', 'ReviseMatter', data] as Step,
    ...rest,
  ];

  it('is the one that was there, where a revision holds no text', async () => {
    const course = await matters(revising({ title: 'Neuer Name' }));
    expect(await proven(course)).toEqual(PROVEN);
    expect(await changed(course, 'MatterRevised', { textHash: sha256Hex('Ein ganz anderer Text') })).toEqual(deviates);
    expect(await changed(course, 'MatterRevised', { version: 9 })).toEqual(deviates);
  });

  it('of an agreement is the hash of all of it, also of what was taken over from earlier ones (R20)', async () => {
    const [draft] = drafted();
    const long = [...draft!.slice(0, 3), { ...draft![3], text: LONG, vision: LONG }] as unknown as AgreementStep;
    const day = (n: number): string => `2026-12-0${n}T09:00:00+01:00`;
    const course = await agreements([
      long,
      [day(8), 'BMAS/REF', 'ReviseAgreement', { vision: `${LONG}.` }],
      [day(9), 'BMAS/REF', 'ReviseAgreement', { responsibilities: [] }],
    ]);
    expect(await proven(course)).toEqual(PROVEN);
    expect(await changed(course, 'AgreementRevised', { contentHash: '1'.repeat(64) })).toEqual(deviates);
    expect(await changed(course, 'AgreementRevised', { textHash: sha256Hex('anders') })).toEqual(deviates);
    expect(await changed(course, 'AgreementRevised', { version: 5 })).toEqual(deviates);
  });

  it('of an agreement cannot be drafted with other shares than were hashed', async () => {
    const items = [10_000, 0, 0].map((bp, at) => ({
      party: ['BMG', 'BMAS', 'BMDS'][at]!,
      year: 2027,
      bp,
      secured: true,
    }));
    const course = await agreements(drafted());
    expect(await changed(course, 'AgreementDrafted', { funding: { basis: 'SHARE', items } })).toEqual({
      ...{ exit: 2, found: ['HISTORY_BROKEN'] },
    });
  });

  it('is none of the same words, however long they are', async () => {
    const amending: Step = [AT, 'BMDS/REF', 'AmendMatter', { text: `${LONG}.`, basis: 'OTHER' }];
    const course = await matters(ofLongText([...circulated(), amending]));
    expect(await proven(course)).toEqual(PROVEN);
    const same = { text: LONG, textHash: sha256Hex(LONG) };
    expect(await changed(course, 'MatterAmended', same)).toEqual(deviates);
    const veto = { round: ROUNDS.first, seat: 'BMDS', counterText: `${LONG}.`, reasons: 'Kosten', effects: { a: 1 } };
    const vetoed = await matters(ofLongText([...circulated(), [AT, 'BMDS/REP', 'RaiseConstructiveVeto', veto]]));
    expect(await proven(vetoed)).toEqual(PROVEN);
    expect(await changed(vetoed, 'ConstructiveVetoRaised', same)).toEqual(deviates);
  });

  it('stays as it is where the cabinet decides the words that are there, however long they are', async () => {
    const steps: readonly Step[] = [
      ...decidedFinally().slice(0, -1),
      ['2027-03-18T10:00:00+01:00', 'BMF/BM', 'ReferToCabinet', { reason: 'Art. 65 GG' }],
      [
        ...(['2027-03-19T10:00:00+01:00', 'SEC/A', 'RecordCabinetDecision'] as const),
        { outcome: 'DECIDED', reference: 'KB-1', date: '2027-03-19', text: LONG },
        '2027-03-19T09:00:00+01:00',
      ],
    ];
    expect(await proven(await matters(ofLongText(steps)))).toEqual(PROVEN);
  });
});

describe('a name as long as names may be', () => {
  it('is no text that would be shortened, though its characters take two units each', async () => {
    const duty = '📌'.repeat(160);
    const enacted = agreed().at(-1)!;
    const duties = [{ duty, ministry: 'BMI', text: LONG, due: '2027-06-01' }];
    const course = await matters([
      ...agreed().slice(0, -1),
      [enacted[0], enacted[1], 'EnactDecision', { effectiveFrom: '2027-02-01', duties }],
      ['2027-02-02T09:00:00+01:00', 'BMI/REF', 'ReportDuty', { duty, report: 'fertig', done: true }],
    ]);
    expect(await proven(course)).toEqual(PROVEN);
  });
});
