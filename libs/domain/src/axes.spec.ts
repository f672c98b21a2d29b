import fc from 'fast-check';
import {
  step as act,
  back,
  consent,
  consented,
  draft as form,
  giveNotice,
  inForce,
  leave,
  signed,
} from '../test/agreement-course.js';
import { agreementHistories } from '../test/agreement-histories.js';
import {
  agreed,
  amend,
  atDeadline,
  bookWith,
  cast,
  climbed,
  decideFinally,
  deliver,
  draft,
  enact,
  escalated,
  establish,
  exhausted,
  inRound,
  opened,
  openRound,
  step,
} from '../test/course.js';
import { choices, play } from '../test/histories.js';
import { agreement } from './agreement/decider.js';
import type { AgreementCommand } from './agreement/messages.js';
import { foldKnown, knownAt, momentIn, type TimedRecord } from './axes.js';
import type { Decider, Event, Message, Recorded } from './decider.js';
import type { MatterCommand } from './matter/commands.js';
import { matter } from './matter/decider.js';
import { specification } from './testing.js';

/** Notes the revisions that were folded; an event of type `Rest` needs the one that its data names. */
const noting: Decider<{ type: 'Do' }, Event, readonly number[]> = {
  initial: [],
  decide: { Do: () => [] },
  evolve: {
    Noted: (state, { entry }) => [...state, entry.revision],
    Rest: (state, { data, entry }) => {
      if (!state.includes((data as { readonly on: number }).on)) throw new Error('rests on nothing');
      return [...state, entry.revision];
    },
  },
  erasable: {},
};

const record = (rev: number, at: string, more: Partial<TimedRecord> = {}): TimedRecord => ({
  ...{ type: 'Noted', rev, at, data: {}, by: { sub: '', org: '', role: '' }, cmd: { id: String(rev) } },
  ...more,
});
const DAY = ['2027-01-10T09:00:00.000Z', '2027-01-11T09:00:00.000Z', '2027-01-12T09:00:00.000Z'] as const;

describe('what was known', () => {
  it('is known from its receipt on, else from when it happened, else from when it was recorded', () => {
    expect(knownAt(record(0, DAY[2]))).toBe(DAY[2]);
    expect(knownAt(record(0, DAY[2], { occurred: DAY[1] }))).toBe(DAY[1]);
    expect(knownAt(record(0, DAY[2], { occurred: DAY[0], received: DAY[1] }))).toBe(DAY[1]);
    expect(knownAt(record(0, DAY[2], { data: { receivedAt: DAY[0] } }))).toBe(DAY[0]);
  });

  it('is known by the receipt that the rules recorded, whatever its envelope claimed (R5)', () => {
    expect(knownAt(record(0, DAY[2], { received: DAY[0], data: { receivedAt: DAY[1] } }))).toBe(DAY[1]);
  });

  it('is not known because it had happened elsewhere: from its receipt or its recording on, not from the day it bears', () => {
    for (const data of [{ date: '2027-01-10' }, { deliveredAt: DAY[0] }]) {
      expect(knownAt(record(0, DAY[2], { data }))).toBe(DAY[2]);
      expect(knownAt(record(0, DAY[2], { data, received: DAY[1] }))).toBe(DAY[1]);
    }
  });

  it('is known together with what else the command led to', () => {
    const both = { cmd: { id: 'one' }, received: DAY[0] };
    const records = [
      record(0, DAY[0]),
      record(1, DAY[2], { ...both, data: { receivedAt: DAY[1] } }),
      record(2, DAY[2], both),
    ];
    expect(foldKnown(noting, records, DAY[0]).leftOut.map(({ rev }) => rev)).toEqual([1, 2]);
    expect(foldKnown(noting, records, DAY[1]).state).toEqual([0, 1, 2]);
  });

  it('is known at the latest when it is recorded, whatever a record says', () => {
    expect(knownAt(record(0, DAY[0], { received: DAY[2] }))).toBe(DAY[0]);
    for (const data of [null, 'x', { receivedAt: 7 }, { receivedAt: 'soon' }, Object.create({ receivedAt: DAY[0] })])
      expect(knownAt(record(0, DAY[2], { data }))).toBe(DAY[2]);
  });

  it('leaves out what came later and keeps what was recorded later', () => {
    const records = [record(0, DAY[0]), record(1, DAY[1]), record(2, DAY[2], { received: DAY[0] })];
    const { state, leftOut, unfolded, steps } = foldKnown(noting, records, DAY[0]);
    expect(state).toEqual([0, 2]);
    expect(leftOut.map(({ rev }) => rev)).toEqual([1]);
    expect(unfolded).toEqual([]);
    expect(steps.at(-1)).toMatchObject({ before: [0], after: [0, 2] });
  });

  it('does not fold what rests on something that was not known', () => {
    const resting = { type: 'Rest', data: { on: 1 }, received: DAY[0] };
    const records = [record(0, DAY[0]), record(1, DAY[1]), record(2, DAY[2], resting), record(3, DAY[0])];
    const { state, unfolded } = foldKnown(noting, records, DAY[0]);
    expect(state).toEqual([0, 3]);
    expect(unfolded.map(({ rev }) => rev)).toEqual([2]);
  });

  it('does not fold what names a round or a level that was not known', () => {
    const named = [
      record(0, DAY[0], { data: { round: 'r' } }),
      record(1, DAY[0], { type: 'LevelClosed', data: { level: 'MINISTER' } }),
    ];
    expect(foldKnown(noting, named, DAY[2]).unfolded).toHaveLength(2);
  });

  it('does not fold before the first record of the stream, nor part of what one command led to', () => {
    const late = [record(0, DAY[1]), record(1, DAY[1], { received: DAY[0] })];
    expect(foldKnown(noting, late, DAY[0])).toMatchObject({ state: [], steps: [], unfolded: [{ rev: 1 }] });
    const command = { cmd: { id: 'one' } };
    const records = [
      record(0, DAY[0]),
      record(1, DAY[0], { ...command, type: 'Rest', data: { on: 9 } }),
      record(2, DAY[0], command),
    ];
    expect(foldKnown(noting, records, DAY[0]).unfolded.map(({ rev }) => rev)).toEqual([1, 2]);
  });

  it('is everything in the end, and never loses a record', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(2))), fc.nat(2), (times, on) => {
        const records = times.map(([at, received], rev) => record(rev, DAY[at]!, { received: DAY[received]! }));
        expect(foldKnown(noting, records, DAY[2]).state).toEqual(records.map(({ rev }) => rev));
        const { steps, leftOut, unfolded } = foldKnown(noting, records, DAY[on]!);
        expect(steps.length + leftOut.length + unfolded.length).toBe(records.length);
      }),
    ));
});

const EARLY = '2026-06-01T09:00:00.000Z';
const EVER = '2099-01-01T00:00:00.000Z';

const recordsOf = (history: readonly Recorded<Event>[]): readonly TimedRecord[] =>
  history.map(({ type, data, entry: { at, revision: rev, by, commandId } }) => ({
    ...{ type, data, rev, at, by, cmd: { id: commandId || `${at} ${rev}` } },
  }));

/** What was known early if the records of these types had been received by then, and nothing else had. */
function known<C extends Message, E extends Event, S>(
  decider: Decider<C, E, S>,
  history: readonly Recorded<E>[],
  types: readonly string[],
) {
  const records = recordsOf(history).map((one) =>
    types.includes(one.type) ? { ...one, received: EARLY, data: { ...(one.data as object), receivedAt: EARLY } } : one,
  );
  return foldKnown(decider, records, EARLY);
}
/** What all of them rest on is not there: each is named, and none changes anything. */
function restOn<C extends Message, E extends Event, S>(
  decider: Decider<C, E, S>,
  history: readonly Recorded<E>[],
  types: readonly string[],
  there: readonly string[],
) {
  const { state, unfolded } = known(decider, history, [...there, ...types]);
  expect(new Set(unfolded.map(({ type }) => type))).toEqual(new Set(types));
  expect(state).toEqual(known(decider, history, there).state);
}

describe('what was known of a matter', () => {
  const { given } = specification(matter);
  const historyOf = (course: readonly MatterCommand[]) => given().when(...course.slice(0, -1), course.at(-1)!).history;

  it('is all of it in the end', () =>
    fc.assert(
      fc.property(choices, (chosen) => {
        const records = recordsOf(play(chosen).history);
        const { unfolded, steps } = foldKnown(matter, records, EVER);
        expect([unfolded, steps.length]).toEqual([[], records.length]);
      }),
      { numRuns: 60 },
    ));

  it('is nothing where a letter was received before the draft', () => {
    const letter = step('RequestParticipation', { party: 'BITKOM', level: 'VERBAND', requestedDepth: 'CONSULT' });
    const { state, steps, unfolded } = known(matter, historyOf([draft(), letter]), ['ParticipationRequested']);
    expect(state).toEqual(matter.initial);
    expect(steps).toEqual([]);
    expect(unfolded).toMatchObject([{ type: 'ParticipationRequested', rev: 1 }]);
  });

  it('holds a letter received after the draft, whatever came of the matter until it was recorded', () => {
    const letter = step('RequestParticipation', { party: 'BITKOM', level: 'VERBAND', requestedDepth: 'CONSULT' });
    const there = ['MatterDrafted', 'ParticipationRequested'];
    const { state, unfolded } = known(matter, historyOf([...inRound(), letter]), there);
    expect(state).toMatchObject({ phase: 'DRAFT', requests: { BITKOM: { requested: 'CONSULT' } } });
    expect(unfolded).toEqual([]);
  });

  const decided = [
    ...agreed(),
    enact({ duties: [{ duty: 'd1', ministry: 'BMG', text: 'Bericht', due: '2027-06-01' }] }),
    step('ReportDuty', { duty: 'd1', report: 'läuft', done: false }, { at: '2027-05-01T09:00:00+02:00' }),
    step('PublishDecision', { target: 'INTERN' }, { at: '2027-05-01T09:00:00+02:00' }),
  ];
  const revised = [
    draft(),
    step('ReviseMatter', { text: 'Fassung 2' }, { by: 'BMDS/REF' }),
    step('ReviseMatter', { costImpact: 'keine' }, { by: 'BMDS/REF' }),
  ];

  const PROCEDURE = ['MatterSubmitted', 'ProcedureOpened'];
  const NOON = '2027-03-25T12:00:00+01:00';
  const lead = { by: 'BMDS/REF' };
  const joins = step('AddParticipant', { code: 'BMV', form: 'ANHOERUNG', reason: 'Grund' });
  const asked = [
    step('RequestExamination', { question: 'Reicht es?', due: '2027-06-01' }, lead),
    step('ReportExamination', { result: 'ja' }, lead),
  ];
  const transferred = [
    step('AnnounceLeadTransfer', { to: 'BMI', on: '2027-06-01', reason: 'Grund' }, lead),
    step('ConfirmLeadTransfer', {}),
  ];
  const disputed = [
    step('RaiseCompetenceDispute', { areas: ['IT_PLATFORM'], reason: 'Grund' }, { by: 'BMI/REF' }),
    step('ResolveCompetenceDispute', { ruling: 'WITHIN', reason: 'Grund' }, { by: 'BKAmt/ST' }),
  ];
  const referred = [
    step('ReferToCabinet', { reason: 'Grund' }, { by: 'BMF/BM', at: '2027-06-08T10:00:00+02:00' }),
    step(
      'RecordCabinetDecision',
      { outcome: 'REJECTED', reference: 'KB 1', date: '2027-06-09' },
      { at: '2027-06-10T09:00:00+02:00' },
    ),
  ];
  const once = { facts: { ruleBook: bookWith({}, { maxExtensions: 0 }) } };
  const undecided = [
    ...opened(),
    openRound({ rule: 'unanimous-express@1' }),
    deliver(),
    cast('BMF', 'CONSENT'),
    atDeadline(),
    establish(),
    step('DeclareDissent', { reason: 'Grund' }, { at: '2027-04-13T09:00:00+02:00', ...once }),
  ];

  it.each<[string, MatterCommand[], string[], string[]]>([
    ['the submission', opened(), ['ProcedureOpened'], []],
    ['the opening of the procedure', inRound(), ['RoundOpened'], []],
    ['its round', [...inRound(), cast('BMF', 'CONSENT')], ['DeliveryProven', 'VoteCast'], PROCEDURE],
    [
      'the closing of the round',
      agreed(),
      ['ResultEstablished'],
      ['MatterSubmitted', 'ProcedureOpened', 'RoundOpened'],
    ],
    ['the dissent', escalated(), ['EscalationOpened', 'LevelOpened'], []],
    ['its level', climbed(), ['AttemptRecorded', 'LevelClosed'], []],
    ['the ladder', exhausted(), ['EscalationExhausted'], []],
    ['an exhausted ladder', [...exhausted(), decideFinally()], ['FinalDecisionTaken'], []],
    ['a result', [...agreed(), enact()], ['DecisionEnacted'], []],
    ['its decision', decided, ['DutyReported', 'DecisionPublished'], []],
    ['the procedure', [...opened(), amend('Fassung 2', NOON), joins], ['MatterAmended', 'ParticipantAdded'], []],
    ['what was asked', [...opened(), ...asked], ['ExaminationReported'], PROCEDURE],
    ['the transfer', [...opened(), ...transferred], ['LeadTransferred'], PROCEDURE],
    ['the dispute', [...opened(), ...disputed], ['CompetenceDisputeResolved'], PROCEDURE],
    ['an exhausted ladder or a decision', [...exhausted(), ...referred], ['CabinetReferred'], PROCEDURE],
    ['the referral', [...exhausted(), ...referred], ['CabinetDecisionRecorded'], PROCEDURE],
    ['the result', undecided, ['DissentDeclared'], [...PROCEDURE, 'RoundOpened']],
  ])('holds nothing that rests on %s, where that is not known', (_, course, types, there) => {
    restOn(matter, historyOf(course), types, ['MatterDrafted', ...there]);
  });

  it('holds no version in words that it does not have', () => {
    const records = recordsOf(historyOf(revised)).map((one) => (one.rev === 1 ? one : { ...one, received: EARLY }));
    const { state, unfolded } = foldKnown(matter, records, EARLY);
    expect(unfolded.map(({ rev }) => rev)).toEqual([2]);
    expect(state).toMatchObject({ current: 1, versions: [{ no: 1, text: 'Fassung 1', textHash: '[Fassung 1]' }] });
  });
});

describe('what was known of an agreement', () => {
  const { given } = specification(agreement);
  const historyOf = (course: readonly AgreementCommand[]) =>
    given().when(...course.slice(0, -1), course.at(-1)!).history;

  it('is all of it in the end', () =>
    fc.assert(
      fc.property(agreementHistories, (attempts) => {
        const records = recordsOf(attempts.flatMap(({ events }) => events));
        const { unfolded, steps } = foldKnown(agreement, records, EVER);
        expect([unfolded, steps.length]).toEqual([[], records.length]);
      }),
      { numRuns: 60 },
    ));

  it('is nothing where a letter was received before the draft', () => {
    const { state, steps, unfolded } = known(agreement, historyOf([form(), back('BMG')]), ['BackingDeclared']);
    expect([state, steps]).toEqual([agreement.initial, []]);
    expect(unfolded.map(({ type }) => type)).toEqual(['BackingDeclared']);
  });

  const revised = [1, 2].map((no) => act('ReviseAgreement', { text: `Änderung ${no}` }));
  const planned = act('PlanMeasure', { measure: 'm1', text: 'Umzug', owner: 'BMG', due: '2027-06-30' });
  const reported = act('ReportMeasure', { measure: 'm1', progress: 10 }, { by: 'BMG/ST' });
  const amended = act('ProposeAmendment', { text: 'Fassung 2' });

  const CONCLUDED = ['AgreementPartyConsented', 'AgreementConcluded'];
  const IN_FORCE = [...CONCLUDED, 'AgreementSigned', 'AgreementActivated'];
  const LATER = '2028-01-01T00:00:00+01:00';
  const ofBmg = { by: 'BMG/ST' };
  const term = { from: '2027-01-01', to: '2027-12-31' };
  const noticed = giveNotice('BMG', '2027-12-31');
  const withdrawn = act('WithdrawNotice', { party: 'BMG', consents: ['BMAS', 'BMDS'] }, ofBmg);
  const reviewed = act('ReviewAgreement', { nextReviewOn: '2027-06-30' });
  const expires = act('ExpireAgreement', {}, { by: 'SEC/A', at: LATER });

  it.each<[string, AgreementCommand[], string[], string[]]>([
    ['its version', [form(), ...revised, consent('BMG', 3)], ['AgreementPartyConsented'], []],
    ['all consents', [form(), ...consented()], ['AgreementConcluded'], []],
    ['the conclusion', [form(), ...signed()], ['AgreementSigned'], ['AgreementPartyConsented']],
    ['all signatures', inForce(), ['AgreementActivated'], ['AgreementPartyConsented', 'AgreementConcluded']],
    ['its measure', [...inForce(), planned, reported], ['MeasureReported'], []],
    ['the entry into force', [...inForce(), amended], ['AmendmentProposed'], []],
    ['the agreement in force', [...inForce(), noticed, reviewed], ['TerminationNoticeGiven', 'AgreementReviewed'], []],
    ['a backing', [form(), back('BMG'), act('WithdrawBacking', { party: 'BMG' }, ofBmg)], ['BackingWithdrawn'], []],
    ['the notice', [...inForce(), noticed, withdrawn], ['TerminationNoticeWithdrawn'], IN_FORCE],
    ['the notice of who leaves', [...inForce(), noticed, leave('BMG', LATER)], ['PartyLeft'], IN_FORCE],
    ['an agreement in force that ends', [...inForce({ term }), expires], ['AgreementExpired'], []],
  ])('holds nothing that rests on %s, where that is not known', (_, course, types, there) => {
    restOn(agreement, historyOf(course), types, ['AgreementDrafted', ...there]);
  });

  it('holds no amendment of which one signature was not known', () => {
    const isMissing = ({ type, data }: TimedRecord) =>
      type === 'AgreementSigned' && JSON.stringify(data).includes('"party":"BMG","version":2');
    const records = recordsOf(historyOf([...inForce(), amended, ...signed(2)]));
    const early = records.map((one) => (isMissing(one) ? one : { ...one, received: EARLY }));
    const { state, leftOut, unfolded } = foldKnown(agreement, early, EARLY);
    expect([leftOut, unfolded].map((list) => list.map(({ type }) => type))).toEqual([
      ['AgreementSigned'],
      ['AgreementAmended'],
    ]);
    expect(state).toMatchObject({ phase: 'IN_FORCE', current: 1, proposed: 2 });
  });
});

describe('a moment', () => {
  it('is an instant, or the last one of a day in Berlin', () => {
    expect(momentIn('2027-01-10T10:00:00+01:00')).toBe('2027-01-10T09:00:00.000Z');
    expect(momentIn('2027-01-10')).toBe('2027-01-10T22:59:59.999Z');
    expect(momentIn('2027-07-10')).toBe('2027-07-10T21:59:59.999Z');
    expect(momentIn('2027-02-30')).toBeUndefined();
    expect(momentIn('yesterday')).toBeUndefined();
  });
});
