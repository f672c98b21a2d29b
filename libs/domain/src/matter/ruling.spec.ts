import {
  actor,
  agreed,
  amend,
  ANSWERS,
  book,
  bookWith,
  climbed,
  closeLevel,
  decideFinally,
  dissent,
  draft,
  enact,
  escalated,
  exhaust,
  exhausted,
  inRound,
  step,
} from '../../test/course.js';
import { specification } from '../testing.js';
import { matter } from './decider.js';

const { after, given } = specification(matter);
const LAST = '2027-06-14T23:59:59.999+02:00';
const DUE = '2027-06-15T00:00:00+02:00';
const raise = step('RaiseCompetenceDispute', { areas: ['IT_PLATFORM'], reason: 'eigene' }, { by: 'BMG/AL' });
const resolve = (ruling: 'WITHIN' | 'OUTSIDE') =>
  step('ResolveCompetenceDispute', { ruling, reason: 'Erlass' }, { by: 'BKAmt/ST' });
const grant = (change: Partial<(typeof book.competenceGrants)[number]>) => ({
  facts: { ruleBook: { ...book, competenceGrants: book.competenceGrants.map((one) => ({ ...one, ...change })) } },
});

describe('the final decision', () => {
  it('is taken and enacted in one step, with reasons, answers, responsibility and those who dissent', () => {
    const run = after(...exhausted()).when(decideFinally());
    run.then(
      {
        type: 'FinalDecisionTaken',
        data: {
          ...{
            version: 2,
            textHash: '[Fassung 2]',
            grant: 'CG-1',
            decider: 'BMDS',
            rank: 'STATE_SECRETARY',
            answers: ANSWERS,
          },
          ...{ legalBasis: { type: 'ORGANISATION_DECREE' }, dissenting: ['BMF', 'BMI'] },
        },
      },
      {
        type: 'DecisionEnacted',
        data: {
          ...{
            origin: 'FINAL',
            version: 2,
            effectiveFrom: '2027-06-08',
            dissenting: ['BMF', 'BMI'],
            referralDueAt: '2027-06-22T22:00:00.000Z',
          },
          duties: [
            { duty: 'report-1', ministry: 'BMDS', due: '2027-12-08' },
            { duty: 'report-2', ministry: 'BMDS', due: '2028-06-08' },
          ],
        },
      },
    );
    expect(run.state).toMatchObject({ phase: 'ENACTED', ruling: { answered: ['BMF', 'BMI'] } });
  });

  it('1: is possible on the tracks COMMITTEE and FRAME only (I8)', () => {
    given()
      .when(draft({ track: 'STAGE' }), decideFinally({}, { by: 'BMI/REF' }))
      .refused('FINAL_DECISION_TRACK_FORBIDDEN', { track: 'STAGE' });
  });
  it('2: is enabled by the rule book', () => {
    after(...exhausted())
      .when(decideFinally({}, { by: 'BMI/REF', facts: { ruleBook: bookWith({ finalDecision: null }) } }))
      .refused('FINAL_DECISION_NOT_ENABLED');
  });
  it('3: is taken by the ministry the rule book names', () => {
    after(...exhausted())
      .when(decideFinally({}, { by: 'BMI/REF' }))
      .refused('NOT_FINAL_DECIDER', { decider: 'BMDS' });
    after(...inRound())
      .when(decideFinally({}, { by: 'BMI/BM' }))
      .refused('NOT_FINAL_DECIDER');
  });
  it('4: is taken in the rank of a state secretary or minister, with a mandate', () => {
    after(...exhausted())
      .when(decideFinally({}, { by: 'BMDS/AL' }))
      .refused('MANDATE_INSUFFICIENT', { rank: 'STATE_SECRETARY' });
    after(...inRound())
      .when(decideFinally({}, { by: 'BMDS/REF' }))
      .refused('MANDATE_INSUFFICIENT');
    after(...exhausted())
      .when(decideFinally({}, { by: { ...actor('BMDS/ST'), mandates: [] } }))
      .refused('MANDATE_INSUFFICIENT');
    after(...exhausted())
      .when(decideFinally({}, { by: 'BMDS/BM' }))
      .then({ type: 'FinalDecisionTaken', data: { rank: 'MINISTER' } }, { type: 'DecisionEnacted' });
    const ministerOnly = bookWith({
      finalDecision: { decider: 'DIGITAL_MINISTRY', minRank: 'MINISTER', window: 'P14D', reportDatesMin: 1 },
    });
    after(...exhausted())
      .when(decideFinally({}, { facts: { ruleBook: ministerOnly } }))
      .refused('MANDATE_INSUFFICIENT', { rank: 'MINISTER' });
  });
  it('5: follows a dissent and an exhausted ladder (I7)', () => {
    for (const course of [[draft()], inRound(), agreed()])
      after(...course)
        .when(decideFinally())
        .refused('NO_DISSENT');
    after(...dissent())
      .when(decideFinally())
      .refused('ESCALATION_NOT_EXHAUSTED', { openLevel: null, dueAt: '2027-04-19T22:00:00.000Z' });
    after(...escalated())
      .when(decideFinally())
      .refused('ESCALATION_NOT_EXHAUSTED', { openLevel: 'DIRECTORATE', dueAt: '2027-04-26T22:00:00.000Z' });
    after(...climbed())
      .when(decideFinally())
      .refused('ESCALATION_NOT_EXHAUSTED', { openLevel: null });
    const agree = closeLevel('DIRECTORATE', '2027-04-14T09:00:00+02:00', {
      result: 'AGREED',
      version: 2,
      consents: ['BMF', 'BMI'],
    });
    after(...escalated(), amend('Fassung 2', '2027-04-13T09:00:00+02:00'), agree)
      .when(decideFinally())
      .refused('ESCALATION_NOT_EXHAUSTED');
    after(...agreed(), enact())
      .when(decideFinally())
      .refused('WRONG_STATE', { state: 'ENACTED' });
    after(...exhausted(), decideFinally())
      .when(decideFinally())
      .refused('WRONG_STATE', { state: 'ENACTED' });
  });
  it('6: lies within a valid grant of competence, with every area and the category', () => {
    const mixed = exhausted({ areas: ['IT_PLATFORM', 'TAX_ADMINISTRATION'] });
    after(...mixed)
      .when(decideFinally())
      .refused('FINAL_DECISION_OUTSIDE_COMPETENCE', { areas: ['TAX_ADMINISTRATION'] });
    after(...exhausted({ category: 'OTHER' }))
      .when(decideFinally())
      .refused('FINAL_DECISION_OUTSIDE_COMPETENCE', { areas: ['IT_PLATFORM'], category: 'OTHER' });
    for (const change of [
      { legalBasis: null },
      { validFrom: '2027-06-09' },
      { validTo: '2027-06-07' },
      { tracks: ['FRAME' as const] },
      { decider: 'BMI' },
    ])
      after(...exhausted())
        .when(decideFinally({}, grant(change)))
        .refused('FINAL_DECISION_OUTSIDE_COMPETENCE');
    for (const change of [{ validFrom: '2027-06-08' }, { validTo: '2027-06-08' }])
      after(...exhausted())
        .when(decideFinally({}, grant(change)))
        .then({ type: 'FinalDecisionTaken' }, { type: 'DecisionEnacted' });
    after(...exhausted(), raise, resolve('OUTSIDE'))
      .when(decideFinally())
      .refused('FINAL_DECISION_OUTSIDE_COMPETENCE', { areas: ['IT_PLATFORM'] });
  });
  it('7: waits for an open competence dispute', () => {
    after(...exhausted(), raise)
      .when(decideFinally())
      .refused('COMPETENCE_DISPUTE_PENDING', { areas: ['IT_PLATFORM'] });
    after(...exhausted(), raise, resolve('WITHIN'))
      .when(decideFinally())
      .then({ type: 'FinalDecisionTaken' }, { type: 'DecisionEnacted' });
  });
  it('8: is taken within the window, to the millisecond', () => {
    after(...exhausted())
      .when(decideFinally({}, { at: LAST }))
      .then({ type: 'FinalDecisionTaken' }, { type: 'DecisionEnacted' });
    after(...exhausted())
      .when(decideFinally({ reasons: '' }, { at: DUE }))
      .refused('FINAL_DECISION_WINDOW_LAPSED', { dueAt: '2027-06-14T22:00:00.000Z' });
  });
  it('9: decides a text that had a round or was there before the last level closed', () => {
    after(...exhausted())
      .when(decideFinally({ version: 7, reasons: '' }))
      .refused('FINAL_TEXT_NOT_CONSULTED', { version: 7 });
    after(...exhausted())
      .when(decideFinally({ version: 1 }))
      .then({ type: 'FinalDecisionTaken', data: { version: 1 } }, { type: 'DecisionEnacted' });
    const slipped = [...climbed(), amend('Fassung 3', '2027-05-29T09:00:00+02:00'), exhaust()];
    after(...slipped)
      .when(decideFinally({ version: 3 }))
      .refused('FINAL_TEXT_NOT_CONSULTED', { version: 3 });
    after(...slipped)
      .when(decideFinally())
      .then({ type: 'FinalDecisionTaken', data: { version: 2 } }, { type: 'DecisionEnacted' });
  });
  it('10: gives reasons and answers every standing objection', () => {
    after(...exhausted())
      .when(decideFinally({ reasons: ' ', answers: [] }))
      .refused('REASON_REQUIRED');
    after(...exhausted())
      .when(decideFinally({ answers: ANSWERS.slice(0, 1), resultResponsibility: { accepted: false, reportDates: [] } }))
      .refused('OBJECTION_UNANSWERED', { seats: ['BMI'] });
    after(...exhausted())
      .when(decideFinally({ answers: [ANSWERS[0]!, { seat: 'BMI', text: ' ' }] }))
      .refused('OBJECTION_UNANSWERED', { seats: ['BMI'] });
  });
  it('11: accepts responsibility for the result, with a date of report', () => {
    for (const resultResponsibility of [
      { accepted: false, reportDates: ['2027-12-08'] },
      { accepted: true, reportDates: [] },
    ])
      after(...exhausted())
        .when(decideFinally({ resultResponsibility }))
        .refused('RESULT_RESPONSIBILITY_MISSING');
  });
  it('has an end where the track demands one, and not before its beginning', () => {
    const ending = { facts: { ruleBook: bookWith({ requireValidUntil: true }) } };
    after(...exhausted())
      .when(decideFinally({}, ending))
      .refused('EXPIRY_REQUIRED');
    after(...exhausted())
      .when(decideFinally({ validUntil: '2027-06-07' }))
      .refused('INVALID_PAYLOAD', { fields: ['validUntil'] });
    after(...exhausted())
      .when(decideFinally({ validUntil: '2028-06-08', decisionNo: 'DA-2027-11' }, ending))
      .then(
        { type: 'FinalDecisionTaken' },
        { type: 'DecisionEnacted', data: { validUntil: '2028-06-08', decisionNo: 'DA-2027-11' } },
      );
  });
  it('cannot be replayed without an exhausted ladder', () => {
    const [taken] = after(...exhausted()).when(decideFinally()).events;
    expect(() => given(taken!)).toThrow('exhausted');
  });
});

describe('the lapse of a matter', () => {
  const lapse = (at: string, reason = 'keine Entscheidung') => step('EstablishLapse', { reason }, { at });
  it('follows the final window', () => {
    after(...exhausted())
      .when(lapse(LAST))
      .refused('DEADLINE_RUNNING', { dueAt: '2027-06-14T22:00:00.000Z' });
    const run = after(...exhausted()).when(lapse(DUE));
    run.then({ type: 'MatterLapsed', data: { cause: 'FINAL_WINDOW' } });
    expect(run.state.phase).toBe('LAPSED');
    after(...exhausted())
      .when(lapse(DUE, ''))
      .refused('REASON_REQUIRED');
  });
  it('follows the latest date to decide, in every phase before a decision', () => {
    after(...inRound({ decideBy: '2027-04-01' }))
      .when(lapse('2027-04-02T00:00:00+02:00'))
      .then({ type: 'MatterLapsed', data: { cause: 'DECIDE_BY' } });
    after(...inRound({ decideBy: '2027-04-01' }))
      .when(lapse('2027-04-01T23:59:59.999+02:00'))
      .refused('DEADLINE_RUNNING', { dueAt: '2027-04-01T22:00:00.000Z' });
    after(...inRound())
      .when(lapse(DUE))
      .refused('DEADLINE_RUNNING');
    after(...agreed({ decideBy: '2027-04-01' }), enact())
      .when(lapse(DUE))
      .refused('WRONG_STATE');
  });
});
