import {
  agreed,
  atDeadline,
  cast,
  decideFinally,
  deliver,
  enact,
  establish,
  exhausted,
  opened,
  openRound,
  SEATS,
  step,
} from '../../test/course.js';
import { boundOn } from '../binding.js';
import { specification } from '../testing.js';
import { bindingOf } from './binding.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';
import type { Matter } from './state.js';

const stateAfter = (commands: readonly MatterCommand[]): Matter =>
  specification(matter)
    .given()
    .when(...(commands as [MatterCommand])).state;
const reasonsIn = (state: Matter) => bindingOf(state)[0]?.reasons;
const TODAY = '2027-06-20';

describe('the reason why a decision binds', () => {
  it('is the silence of those who were silent, and their own word for those who consented', () => {
    const { BMF, AA, BMI } = reasonsIn(stateAfter([...agreed(), enact()])) ?? {};
    expect({ BMF, AA, BMI }).toEqual({ BMF: 'CONSENT', AA: 'SILENCE', BMI: 'SILENCE' });
  });
  it('is the consent of everybody under an express rule', () => {
    const express = [
      ...[...opened(), openRound({ rule: 'unanimous-express@1' }), deliver()],
      ...SEATS.map((seat) => cast(seat, 'CONSENT')),
      ...[atDeadline(), establish(), enact()],
    ];
    expect(new Set(Object.values(reasonsIn(stateAfter(express)) ?? {}))).toEqual(new Set(['CONSENT']));
  });
  it('is the final decision, for those who consented as for those who objected', () => {
    const [found] = bindingOf(stateAfter([...exhausted(), decideFinally()]));
    expect(new Set(Object.values(found?.reasons ?? {}))).toEqual(new Set(['FINAL_DECISION']));
    expect(found?.decision).toMatchObject({ origin: 'FINAL', dissenting: ['BMF', 'BMI'] });
    expect(found?.obligations).toMatchObject([{ kind: 'DUTY', accountable: 'BMDS', due: '2027-12-08' }, {}]);
  });
});

describe('what binds a house', () => {
  const duties = [{ duty: 'd1', ministry: 'BMG', text: 'Bericht', due: '2027-06-01' }];
  const enacted = [...agreed(), enact({ validUntil: '2027-06-30', reviewOn: '2027-06-01', duties })];
  const exempted = [
    ...enacted,
    step(
      'GrantExemption',
      { ministry: 'BMG', from: '2027-05-01', until: '2027-05-31', evaluationDue: '2027-06-15', reason: 'Erprobung' },
      { at: '2027-04-20T09:00:00+02:00' },
    ),
  ];
  const houseOn = (commands: readonly MatterCommand[], ministry: string, day: string, today = day) =>
    bindingOf(stateAfter(commands)).flatMap((one) => boundOn(one, ministry, day, today) ?? [])[0];

  it('is there from the first to the last day, for those who are bound', () => {
    const days = ['2027-04-12', '2027-04-13', '2027-06-30', '2027-07-01'];
    expect(days.map((day) => houseOn(enacted, 'BMG', day) !== undefined)).toEqual([false, true, true, false]);
    expect(houseOn(enacted, 'BMZ', '2027-05-01')).toBeUndefined();
    expect(houseOn(enacted, 'constructor', '2027-05-01')).toBeUndefined();
  });
  it('names its duties, which are overdue after their day', () => {
    expect(houseOn(enacted, 'BMG', '2027-06-01')?.obligations).toMatchObject([
      { id: 'd1', role: 'ACCOUNTABLE', status: 'OPEN' },
    ]);
    expect(houseOn(enacted, 'BMG', '2027-06-02')?.obligations).toMatchObject([{ status: 'OVERDUE' }]);
    expect(houseOn(enacted, 'BMG', '2027-06-02', '2027-05-01')?.obligations).toMatchObject([{ status: 'OPEN' }]);
    expect(houseOn(enacted, 'BMF', '2027-06-02')?.obligations).toEqual([]);
  });
  it('is narrowed by an exemption on its days, for the exempted house alone', () => {
    const isExempt = (ministry: string, day: string) => houseOn(exempted, ministry, day)?.exempt;
    expect(['2027-04-30', '2027-05-01', '2027-05-31', '2027-06-01'].map((day) => isExempt('BMG', day))).toEqual([
      ...[false, true, true, false],
    ]);
    expect(isExempt('BMF', '2027-05-15')).toBe(false);
    expect(houseOn(exempted, 'BMG', TODAY)?.exemptions).toHaveLength(1);
    expect(houseOn(exempted, 'BMF', TODAY)?.exemptions).toEqual([]);
  });
  it('is nothing after a recommendation', () => {
    expect(bindingOf(stateAfter([...agreed({ bindingness: 'RECOMMENDATION' }), enact()]))).toEqual([]);
  });
  it('ends on the day before another matter took the place of the decision', () => {
    const end = step(
      'EndDecision',
      { kind: 'SUPERSEDED', by: 'm2', reason: 'neu' },
      { at: '2027-06-10T09:00:00+02:00', facts: { basisInForce: true } },
    );
    expect(bindingOf(stateAfter([...enacted, end]))).toMatchObject([{ from: '2027-04-13', until: '2027-06-09' }]);
  });
});
