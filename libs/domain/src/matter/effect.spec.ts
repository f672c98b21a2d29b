import { agreed, enact, step } from '../../test/course.js';
import { specification } from '../testing.js';
import { isInForce } from './decision.js';
import { matter } from './decider.js';
import { bindingOf } from './binding.js';
import { statusOf } from './questions.js';

const { after } = specification(matter);
const duties = [{ duty: 'd1', ministry: 'BMG', text: 'Bericht', due: '2027-05-01' }];
const enacted = [...agreed({ classification: 'INTERN' }), enact({ validUntil: '2027-06-30', duties })];
const LAST = '2027-06-30T23:59:59.999+02:00';
const OVER = '2027-07-01T00:00:00+02:00';
const expire = (at = OVER) => step('ExpireDecision', {}, { at });
const inForce = { facts: { basisInForce: true } };

describe('a decision in effect', () => {
  it('is published outside only if it is open', () => {
    const publish = (target: 'INTERN' | 'OPARL') => step('PublishDecision', { target });
    after(...enacted)
      .when(publish('OPARL'))
      .refused('CLASSIFICATION_NOT_PERMITTED');
    after(...enacted)
      .when(publish('INTERN'))
      .then({ type: 'DecisionPublished' });
    after(...agreed({ classification: 'OFFEN' }), enact())
      .when(publish('OPARL'))
      .then({ type: 'DecisionPublished' });
  });
  it('expires with the end of its last day, once', () => {
    after(...enacted)
      .when(expire(LAST))
      .refused('WRONG_STATE');
    const run = after(...enacted).when(expire());
    run.then({ type: 'DecisionExpired', data: { validUntil: '2027-06-30' } });
    expect(statusOf(run.state, '2027-07-01T00:00:00.000Z').effect).toBe('EXPIRED');
    after(...enacted, expire())
      .when(expire())
      .refused('WRONG_STATE');
    after(...agreed(), enact())
      .when(expire())
      .refused('WRONG_STATE');
  });
  it('is in force from its first to its last day, and binds as long', () => {
    const { state } = after(...agreed()).when(enact({ effectiveFrom: '2027-05-01', validUntil: '2027-06-30' }));
    expect(
      [
        '2027-04-30T21:59:59.999Z',
        '2027-04-30T22:00:00.000Z',
        '2027-06-30T21:59:59.999Z',
        '2027-06-30T22:00:00.000Z',
      ].map((at) => isInForce(state, at)),
    ).toEqual([false, true, true, false]);
    expect(bindingOf(state)).toMatchObject([{ from: '2027-05-01', until: '2027-06-30' }]);
  });
  it('is renewed before its end by another matter in force (R17)', () => {
    const renew = (at: string, envelope: object = inForce, by = 'm2') =>
      step('RenewDecision', { by, validUntil: '2028-06-30' }, { at, ...envelope });
    after(...enacted)
      .when(renew(LAST))
      .then({ type: 'DecisionRenewed' });
    after(...enacted)
      .when(renew(OVER))
      .refused('DECISION_EXPIRED', { validUntil: '2027-06-30' });
    after(...enacted, expire())
      .when(renew(OVER))
      .refused('DECISION_EXPIRED');
    after(...enacted)
      .when(renew(LAST, {}))
      .refused('BASIS_NOT_IN_FORCE', { by: 'm2' });
    after(...enacted)
      .when(renew(LAST, inForce, 'm1'))
      .refused('BASIS_NOT_IN_FORCE', { by: 'm1' });
  });
  it('is ended once, by another matter in force, with a reason', () => {
    const end = (reason = 'Ersatz', envelope: object = inForce) =>
      step('EndDecision', { kind: 'REVOKED', by: 'm2', reason }, { at: LAST, ...envelope });
    const run = after(...enacted).when(end());
    run.then({ type: 'DecisionEnded', data: { kind: 'REVOKED', by: 'm2' } });
    expect(run.state.decision).toMatchObject({ effect: 'REVOKED', endedOn: '2027-06-30' });
    after(...enacted)
      .when(end('Ersatz', {}))
      .refused('BASIS_NOT_IN_FORCE');
    after(...enacted)
      .when(end(''))
      .refused('REASON_REQUIRED');
    after(...enacted, end())
      .when(end())
      .refused('WRONG_STATE');
    after(...enacted, end())
      .when(expire())
      .refused('WRONG_STATE');
  });
  it('grants an exemption while it is in force, with a reason', () => {
    const exempt = (change: object = {}, at = LAST) =>
      step(
        'GrantExemption',
        {
          ministry: 'BMG',
          from: '2027-05-01',
          until: '2027-05-31',
          evaluationDue: '2027-06-15',
          reason: 'Erprobung',
          ...change,
        },
        { at },
      );
    after(...enacted)
      .when(exempt())
      .then({ type: 'ExemptionGranted' });
    after(...enacted)
      .when(exempt({ reason: '' }))
      .refused('REASON_REQUIRED');
    after(...enacted)
      .when(exempt({ until: '2027-04-30' }))
      .refused('INVALID_PAYLOAD', { fields: ['until'] });
    after(...enacted)
      .when(exempt({}, OVER))
      .refused('WRONG_STATE');
  });
  it('is transferred to the records, under their reference', () => {
    const transferred = after(...enacted).when(step('TransferRecord', { fileReference: 'DA 1/27' }));
    transferred.then({ type: 'RecordTransferred' });
    expect(transferred.state.fileReference).toBe('DA 1/27');
  });
});

describe('a duty', () => {
  const overdue = (at = '2027-05-02T00:00:00+02:00') => step('MarkDutyOverdue', { duty: 'd1' }, { at });
  const report = (by = 'BMG/REF', done = true) => step('ReportDuty', { duty: 'd1', report: 'erledigt', done }, { by });
  const waive = (reason = 'entbehrlich') => step('WaiveDuty', { duty: 'd1', reason }, { by: 'CHAIR' });
  it('is overdue after its day, once, unless it is done', () => {
    after(...enacted)
      .when(overdue('2027-05-01T23:59:59.999+02:00'))
      .refused('WRONG_STATE');
    after(...enacted)
      .when(overdue())
      .then({ type: 'DutyOverdue', data: { duty: 'd1', ministry: 'BMG', due: '2027-05-01' } });
    after(...enacted, overdue())
      .when(overdue())
      .refused('WRONG_STATE');
    after(...enacted, report())
      .when(overdue())
      .refused('WRONG_STATE');
    after(...enacted, report('BMG/REF', false))
      .when(overdue())
      .then({ type: 'DutyOverdue' });
  });
  it('is reported by its ministry and waived by the chair with a reason', () => {
    after(...enacted)
      .when(report('BMI/REF'))
      .refused('FORBIDDEN');
    after(...enacted)
      .when(report('SEC/A'))
      .then({ type: 'DutyReported' });
    after(...enacted)
      .when(waive())
      .then({ type: 'DutyWaived' });
    after(...enacted)
      .when(waive(' '))
      .refused('REASON_REQUIRED');
    after(...enacted, waive())
      .when(report())
      .refused('WRONG_STATE');
    after(...enacted)
      .when(step('WaiveDuty', { duty: 'd9', reason: 'r' }, { by: 'CHAIR' }))
      .refused('NOT_FOUND', { duty: 'd9' });
  });
});
