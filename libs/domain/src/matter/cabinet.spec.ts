import {
  agreed,
  atDeadline,
  bookWith,
  cast,
  decideFinally,
  enact,
  escalated,
  establish,
  exhausted,
  inRound,
  SEATS,
  step,
} from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterPayloads } from './commands.js';
import { bindingOf } from './binding.js';
import { matter } from './decider.js';
import type { Matter } from './state.js';

const { after } = specification(matter);
const refer = (by = 'BMF/BM', at = '2027-06-21T09:00:00+02:00', envelope = {}, reason = 'Haushaltsfolgen') =>
  step('ReferToCabinet', { reason }, { by, at, ...envelope });
const record = (data: Partial<MatterPayloads['RecordCabinetDecision']> = {}) =>
  step(
    'RecordCabinetDecision',
    { outcome: 'CHANGED', reference: 'KB 2027-14', date: '2027-07-07', text: 'geänderte Fassung', ...data },
    { at: '2027-07-07T15:00:00+02:00' },
  );
const decided = [...exhausted(), decideFinally()];
const suspensive = { facts: { ruleBook: bookWith({ cabinet: { suspensive: true, referralWindow: 'P14D' } }) } };

describe('the referral to the cabinet', () => {
  it('is made by the minister of a participant', () => {
    after(...decided)
      .when(refer('BMF/ST'))
      .refused('MANDATE_INSUFFICIENT', { rank: 'MINISTER' });
    after(...decided)
      .when(refer('BMZ/BM'))
      .refused('MANDATE_INSUFFICIENT');
    after(...decided)
      .when(refer())
      .then({ type: 'CabinetReferred', data: { by: 'BMF', suspensive: false } });
    after(...decided)
      .when(refer('BMF/BM', undefined, {}, ' '))
      .refused('REASON_REQUIRED');
  });
  it('follows the exhausted ladder, or a final decision within the window, to the millisecond', () => {
    after(...escalated())
      .when(refer())
      .refused('ESCALATION_NOT_EXHAUSTED', { openLevel: 'DIRECTORATE' });
    after(...agreed(), enact())
      .when(refer())
      .refused('ESCALATION_NOT_EXHAUSTED', { openLevel: null });
    after(...decided)
      .when(refer('BMF/BM', '2027-06-22T23:59:59.999+02:00'))
      .then({ type: 'CabinetReferred' });
    after(...decided)
      .when(refer('BMF/BM', '2027-06-23T00:00:00+02:00'))
      .refused('REFERRAL_LATE', { dueAt: '2027-06-22T22:00:00.000Z' });
    expect(after(...exhausted()).when(refer()).state.phase).toBe('CABINET_PENDING');
  });
  it('is made once, while the decision has effect, where the track knows a cabinet', () => {
    after(...decided, refer())
      .when(refer('BMI/BM'))
      .refused('WRONG_STATE');
    after(...decided, refer(), record({ outcome: 'REVERSED' }))
      .when(refer('BMI/BM'))
      .refused('WRONG_STATE');
    after(...exhausted())
      .when(refer('BMF/BM', undefined, { facts: { ruleBook: bookWith({ cabinet: null }) } }))
      .refused('WRONG_STATE');
  });
  it('suspends the decision where the rule book says so, and reinstates it when upheld', () => {
    after(...decided)
      .when(refer('BMF/BM', undefined, suspensive))
      .then({ type: 'CabinetReferred', data: { suspensive: true } }, { type: 'DecisionSuspended' });
    after(...decided, refer('BMF/BM', undefined, suspensive))
      .when(record({ outcome: 'UPHELD' }))
      .then({ type: 'CabinetDecisionRecorded' }, { type: 'DecisionReinstated' });
    expect(after(...decided).when(refer()).state.decision?.effect).toBe('IN_FORCE');
  });
});

describe('the decision of the cabinet', () => {
  it('changes a decision', () => {
    after(...decided, refer())
      .when(record())
      .then(
        { type: 'CabinetDecisionRecorded', data: { version: 3, textHash: '[geänderte Fassung]' } },
        { type: 'DecisionEnded', data: { kind: 'SUPERSEDED' } },
        {
          type: 'DecisionEnacted',
          data: { origin: 'CABINET', version: 3, effectiveFrom: '2027-07-07', dissenting: ['BMF', 'BMI'] },
        },
      );
  });
  it('binds from its day on, and the decision that it changed until the day before, or its end', () => {
    const daysIn = (state: Matter) =>
      bindingOf(state).map(({ from, until, reasons }) => ({ from, until, reason: reasons['BMF'] }));
    const { state } = after(...decided, refer()).when(record());
    expect(daysIn(state)).toEqual([
      { from: '2027-06-08', until: '2027-07-06', reason: 'FINAL_DECISION' },
      { from: '2027-07-07', until: undefined, reason: 'CABINET' },
    ]);
    const later = after(...decided, refer()).when(record({ date: '2027-08-10' })).state;
    expect(daysIn(later)).toMatchObject([{ from: '2027-06-08' }, { from: '2027-08-10' }]);
    expect(daysIn(later)[0]?.until?.slice(0, 7)).toBe('2027-07');
  });
  it('leaves the suspended decision without effect on the days from the referral until it is upheld', () => {
    const suspended = refer('BMF/BM', undefined, suspensive);
    const { state } = after(...decided).when(suspended);
    expect(bindingOf(state)).toMatchObject([{ from: '2027-06-08' }]);
    const [before] = bindingOf(state);
    const [first, second, ...more] = bindingOf(after(...decided, suspended).when(record({ outcome: 'UPHELD' })).state);
    expect(first).toEqual(before);
    expect(second!.from > first!.until!).toBe(true);
    expect(second).not.toHaveProperty('until');
    expect(more).toEqual([]);
  });
  it('leaves the decision it changed among the former ones, each with the instant of its enactment', () => {
    const { decision, formerDecisions } = after(...decided, refer()).when(record()).state;
    expect(decision).toMatchObject({ origin: 'CABINET', effect: 'IN_FORCE' });
    expect(formerDecisions).toMatchObject([{ origin: 'FINAL', effect: 'SUPERSEDED' }]);
    expect(formerDecisions[0]!.enactedAt < decision!.enactedAt).toBe(true);
  });
  it('reverses or upholds it', () => {
    const reversed = after(...decided, refer()).when(record({ outcome: 'REVERSED' }));
    reversed.then({ type: 'CabinetDecisionRecorded' }, { type: 'DecisionEnded', data: { kind: 'REVOKED' } });
    expect(reversed.state).toMatchObject({ phase: 'ENACTED', decision: { effect: 'REVOKED' } });
    after(...decided, refer())
      .when(record({ outcome: 'UPHELD' }))
      .then({ type: 'CabinetDecisionRecorded' });
  });
  it('decides or rejects a dispute without a decision', () => {
    const pending = [...exhausted(), refer()];
    after(...pending)
      .when(record({ outcome: 'DECIDED', text: 'Fassung 2' }))
      .then({ type: 'CabinetDecisionRecorded' }, { type: 'DecisionEnacted', data: { origin: 'CABINET', version: 2 } });
    expect(after(...pending).when(record({ outcome: 'REJECTED' })).state.phase).toBe('REJECTED');
    after(...pending)
      .when(record({ outcome: 'UPHELD' }))
      .refused('WRONG_STATE');
    after(...decided, refer())
      .when(record({ outcome: 'DECIDED' }))
      .refused('WRONG_STATE');
    after(...decided)
      .when(record())
      .refused('WRONG_STATE');
  });
  it('has a reference, and its votes are stored nowhere (I17)', () => {
    after(...decided, refer())
      .when(record({ votes: { ja: 9 }, reference: '' }))
      .refused('CABINET_VOTES_FORBIDDEN');
    after(...decided, refer())
      .when(record({ reference: ' ' }))
      .refused('REFERENCE_MISSING');
  });
});

describe('the enactment of what was agreed', () => {
  it('names origin, number, wording and whom it binds (R16)', () => {
    const silent = after(...agreed()).when(enact());
    silent.then({
      type: 'DecisionEnacted',
      data: {
        decisionNo: 'DA-2027-M1',
        origin: 'SILENCE',
        version: 1,
        textHash: '[Fassung 1]',
        binds: SEATS,
        bindingScope: 'ALL',
      },
    });
    after(...agreed({ bindingness: 'RECOMMENDATION' }))
      .when(enact())
      .then({ type: 'DecisionEnacted', data: { binds: [] } });
    const express = [
      ...inRound(),
      ...SEATS.slice(1).map((seat) => cast(seat, 'CONSENT')),
      cast('AA', 'ABSTENTION'),
      atDeadline(),
      establish(),
    ];
    after(...express)
      .when(enact({ bindingScope: 'CONSENTING' }))
      .then({ type: 'DecisionEnacted', data: { origin: 'CONSENSUS', binds: SEATS.slice(1) } });
    const majority = {
      facts: {
        ruleBook: bookWith({ rules: [{ rule: 'simple-majority@1', modes: ['WRITTEN'], params: { base: 'CAST' } }] }),
      },
    };
    const outvoted = [
      ...inRound({}, majority),
      ...SEATS.slice(1).map((seat) => cast(seat, 'CONSENT')),
      cast('AA', 'OBJECTION'),
      atDeadline(),
      establish(),
    ];
    after(...outvoted)
      .when(enact())
      .then({ type: 'DecisionEnacted', data: { origin: 'MAJORITY', dissenting: ['AA'] } });
  });
  it('follows an agreement, never a dissent (I18)', () => {
    for (const course of [escalated(), exhausted(), [...exhausted(), refer()]])
      after(...course)
        .when(enact())
        .refused('DISSENT_LOCK');
    after(...inRound())
      .when(enact())
      .refused('WRONG_STATE', { state: 'ROUND_OPEN' });
  });
  it('has an end where the track demands one, and an owner for every duty', () => {
    const ending = { facts: { ruleBook: bookWith({ requireValidUntil: true }) } };
    after(...agreed())
      .when(enact({}, ending))
      .refused('EXPIRY_REQUIRED');
    after(...agreed())
      .when(enact({ validUntil: '2027-04-12' }))
      .refused('INVALID_PAYLOAD', { fields: ['validUntil'] });
    after(...agreed())
      .when(enact({ duties: [{ duty: 'd1', text: 'Bericht', due: '2027-05-01' }] }))
      .refused('ACCOUNTABLE_MISSING', { items: ['d1'] });
  });
});
