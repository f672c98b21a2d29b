import {
  agreed,
  atDeadline,
  cast,
  deliver,
  dissent,
  enact,
  establish,
  inRound,
  open,
  opened,
  openRound,
  draft,
  submit,
  step,
} from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterPayloads } from './commands.js';
import { matter } from './decider.js';

const { after, given } = specification(matter);

describe('a participant who joins', () => {
  const join = (code: string, form: 'EINVERNEHMEN' | 'BENEHMEN', envelope = {}) =>
    step('AddParticipant', { code, form, reason: 'berührt' }, envelope);
  const few = [draft(), submit(), open({ participants: { EINVERNEHMEN: ['BMDS', 'BMG'] } }), openRound()];
  const facts = (seats: readonly string[]) => deliver(seats);

  it('votes from the next round on, and is not bound by this one', () => {
    const run = after(
      ...few,
      join('BMI', 'EINVERNEHMEN'),
      facts(['BMDS', 'BMG']),
      cast('BMG', 'CONSENT'),
      atDeadline(),
      establish(),
    ).when(enact());
    run.then({ type: 'DecisionEnacted', data: { binds: ['BMDS', 'BMG'] } });
  });
  it('need not be heard on a round that was opened before', () => {
    after(
      ...few,
      join('BMI', 'BENEHMEN'),
      cast('BMG', 'CONSENT'),
      cast('BMDS', 'CONSENT'),
      step('CloseRound', { round: 'r1' }),
    )
      .when(establish('2027-03-26T09:00:00+01:00'))
      .then({ type: 'ResultEstablished', data: { outcome: 'AGREED' } });
  });
  it('is registered and joins with a reason', () => {
    after(...opened())
      .when(join('BMXY', 'BENEHMEN', { facts: { unknown: ['BMXY'] } }))
      .refused('INVALID_PAYLOAD');
    after(...opened())
      .when(step('AddParticipant', { code: 'BMZ', form: 'KENNTNIS', reason: '' }))
      .refused('REASON_REQUIRED');
  });
});

describe('comments and statements', () => {
  it('are recorded as they come', () => {
    const by = { by: 'BMG/REF' };
    after(...inRound())
      .when(step('RecordComment', { code: 'BMG', text: 'keine Einwände' }, by))
      .then({ type: 'CommentRecorded' });
    after(...agreed())
      .when(step('RecordStatement', { seat: 'BMG', text: 'bedauert' }, by))
      .then({ type: 'StatementRecorded' });
    after(draft())
      .when(step('RecordComment', { code: 'BMG', text: 'zu früh' }, by))
      .refused('WRONG_STATE');
  });
});

describe('participation of third parties', () => {
  const request = (level: 'LAND' | 'VERBAND' = 'LAND') =>
    step('RequestParticipation', { party: 'NW', level, requestedDepth: 'CO_PRODUCE' }, { by: 'NW/LAND' });
  const answer = (data: Partial<MatterPayloads['AnswerParticipation']>) =>
    step('AnswerParticipation', { party: 'NW', grantedDepth: 'CO_PRODUCE', ...data });

  it('is answered with a reason if less is granted than was asked', () => {
    after(...opened(), request())
      .when(answer({ grantedDepth: 'CONSULT' }))
      .refused('REASON_REQUIRED');
    after(...opened(), request())
      .when(answer({ grantedDepth: 'CONSULT', reason: 'Zeit' }))
      .then({ type: 'ParticipationAnswered' });
    after(...opened(), request())
      .when(answer({ grantedDepth: 'CO_DECIDE' }))
      .then({ type: 'ParticipationAnswered' });
  });
  it('is granted to a Land in dissent only with every objecting ministry (R3)', () => {
    const disputed = [...dissent(), request()];
    after(...disputed)
      .when(answer({ agreedBy: ['BMF'] }))
      .refused('PARTICIPATION_BLOCKED', { codes: ['BMI'] });
    after(...disputed)
      .when(answer({ agreedBy: ['BMF', 'BMI'] }))
      .then({ type: 'ParticipationAnswered' });
    after(...disputed)
      .when(answer({ grantedDepth: 'NONE', reason: 'Dissens' }))
      .then({ type: 'ParticipationAnswered' });
    after(...dissent(), request('VERBAND'))
      .when(answer({}))
      .then({ type: 'ParticipationAnswered' });
  });
  it('answers a request that was made', () => {
    after(...opened())
      .when(answer({}))
      .refused('NOT_FOUND', { party: 'NW' });
    for (const party of ['constructor', 'toString', '__proto__'])
      after(...opened())
        .when(answer({ party }))
        .refused('NOT_FOUND', { party });
  });
  it('is not recorded where nobody asked for it', () => {
    const data = { ...{ matter: 'm1', party: 'constructor' }, grantedDepth: 'CO_DECIDE' as const };
    expect(() => given({ type: 'ParticipationAnswered', data })).toThrow('No request of constructor');
  });
});

describe('an examination', () => {
  const ask = (by = 'BMDS/REF') => step('RequestExamination', { question: 'Eignung', due: '2027-04-15' }, { by });
  const report = (by = 'BMV/REF') => step('ReportExamination', { result: 'geeignet' }, { by });
  it('is asked by the digital ministry of the lead, one at a time', () => {
    after(...opened())
      .when(ask('BMI/REF'))
      .refused('FORBIDDEN');
    after(...opened())
      .when(ask())
      .then({ type: 'ExaminationRequested' });
    after(...opened(), ask())
      .when(ask())
      .refused('WRONG_STATE');
  });
  it('is answered by the lead', () => {
    after(...opened())
      .when(report('BMDS/REF'))
      .refused('WRONG_STATE');
    after(...opened(), ask())
      .when(report())
      .refused('NOT_LEAD');
    after(...opened(), ask())
      .when(report('BMDS/REF'))
      .then({ type: 'ExaminationReported' });
  });
});

describe('a transfer of the lead', () => {
  const announce = (data: object = {}, by = 'BMDS/REF') =>
    step('AnnounceLeadTransfer', { to: 'BMV', on: '2027-03-25', reason: 'Organisationserlass', ...data }, { by });
  const confirm = (by: string) => step('ConfirmLeadTransfer', {}, { by });
  it('takes effect with the confirmation by the receiving ministry (R15)', () => {
    const announced = [...opened(), announce()];
    expect(after(...opened()).when(announce()).state.lead).toBe('BMDS');
    after(...announced)
      .when(confirm('BMG/REF'))
      .refused('FORBIDDEN');
    const run = after(...announced).when(confirm('BMV/REF'));
    run.then({ type: 'LeadTransferred', data: { from: 'BMDS', to: 'BMV', on: '2027-03-25' } });
    expect(run.state.lead).toBe('BMV');
  });
  it('is announced by the lead, to another ministry, with a reason', () => {
    after(...opened())
      .when(announce({}, 'BMV/REF'))
      .refused('NOT_LEAD');
    after(...opened())
      .when(announce({ to: 'BMDS' }))
      .refused('NO_CHANGE');
    after(...opened())
      .when(announce({ reason: '' }))
      .refused('REASON_REQUIRED');
    after(...opened())
      .when(confirm('BMV/REF'))
      .refused('WRONG_STATE');
    after(...opened())
      .when(
        step(
          'AnnounceLeadTransfer',
          { to: 'X', on: '2027-03-25', reason: 'r' },
          { by: 'BMDS/REF', facts: { unknown: ['X'] } },
        ),
      )
      .refused('INVALID_PAYLOAD');
  });
});

describe('a competence dispute', () => {
  const raise = (reason = 'eigene Zuständigkeit') =>
    step('RaiseCompetenceDispute', { areas: ['IT_PLATFORM'], reason }, { by: 'BMG/AL' });
  const resolve = (by: string, reason = 'Organisationserlass') =>
    step('ResolveCompetenceDispute', { ruling: 'OUTSIDE', reason }, { by });
  it('is decided by the clarifier of the rule book, once', () => {
    after(...opened(), raise())
      .when(resolve('BMI/ST'))
      .refused('NOT_CLARIFIER');
    const run = after(...opened(), raise()).when(resolve('BKAmt/ST'));
    run.then({ type: 'CompetenceDisputeResolved', data: { areas: ['IT_PLATFORM'], ruling: 'OUTSIDE' } });
    expect(run.state).toMatchObject({ outside: ['IT_PLATFORM'] });
    after(...opened(), raise(), resolve('BKAmt/ST'))
      .when(resolve('BKAmt/ST'))
      .refused('WRONG_STATE');
  });
  it('is raised one at a time, with a reason', () => {
    after(...opened(), raise())
      .when(raise())
      .refused('WRONG_STATE');
    after(...opened())
      .when(raise(''))
      .refused('REASON_REQUIRED');
    after(...opened(), raise())
      .when(resolve('BKAmt/ST', ' '))
      .refused('REASON_REQUIRED');
  });
});
