import {
  consent,
  consented,
  draft,
  giveNotice,
  inForce,
  leave,
  sign,
  signed,
  step,
} from '../../test/agreement-course.js';
import { specification } from '../testing.js';
import { agreementDutiesOf } from './binding.js';
import { agreement } from './decider.js';
import type { AgreementCommand } from './messages.js';
import { agreementWaitingOf } from './waiting.js';

const stateAfter = (commands: readonly AgreementCommand[]) =>
  specification(agreement)
    .given()
    .when(...(commands as [AgreementCommand])).state;
const waiting = (commands: readonly AgreementCommand[]) =>
  agreementWaitingOf(stateAfter(commands)).map(({ ministry, kind, version, silence }) => [
    ministry,
    kind,
    version,
    silence,
  ]);
const at = '2027-01-10T09:00:00+01:00';
const plan = step('PlanMeasure', { measure: 'm1', text: 'Umzug', owner: 'BMG', due: '2027-02-01' }, { at });

describe('what waits for a house in an agreement', () => {
  it('is its consent, from which its silence is no way out, then its signature', () => {
    expect(waiting([draft()])).toEqual([
      ['BMAS', 'CONSENT', 1, 'NOT_CONCLUDED'],
      ['BMG', 'CONSENT', 1, 'NOT_CONCLUDED'],
      ['BMDS', 'CONSENT', 1, 'NOT_CONCLUDED'],
    ]);
    const refusal = step('RefuseAgreement', { party: 'BMG', version: 1, reason: 'Kosten' }, { by: 'BMG/ST' });
    expect(waiting([draft(), consent('BMAS'), refusal])).toEqual([['BMDS', 'CONSENT', 1, 'NOT_CONCLUDED']]);
    expect(waiting([draft(), ...consented(), sign('BMG')])).toEqual([
      ['BMAS', 'SIGNATURE', 1, 'NOT_CONCLUDED'],
      ['BMDS', 'SIGNATURE', 1, 'NOT_CONCLUDED'],
    ]);
    expect(waiting([draft(), ...signed()])).toEqual([]);
  });
  it('is its consent to an amendment, and without it the version in force stays', () => {
    const amend = step('ProposeAmendment', { text: 'Fassung 2' }, { at });
    expect(waiting([...inForce(), amend, consent('BMAS', 2, { at })])).toEqual([
      ['BMG', 'CONSENT', 2, 'VERSION_STAYS'],
      ['BMDS', 'CONSENT', 2, 'VERSION_STAYS'],
    ]);
    expect(waiting(inForce())).toEqual([]);
  });
  it('is its measure until it is done, and the review on its day for every party', () => {
    const review = step('ReviewAgreement', { nextReviewOn: '2027-06-01' }, { at });
    expect(waiting([...inForce(), plan, review])).toEqual([
      ['BMG', 'MEASURE', undefined, 'OVERDUE'],
      ...['BMAS', 'BMG', 'BMDS'].map((party) => [party, 'REVIEW', undefined, 'OVERDUE']),
    ]);
  });
  it('is nothing after its end, when what is not done has lapsed', () => {
    const ended = [
      ...[...inForce({ continuation: false }), plan],
      ...[giveNotice('BMG', '2027-12-31', { at }), leave('BMG', '2028-01-01T00:00:00+01:00')],
    ];
    expect(waiting(ended)).toEqual([]);
    expect(agreementDutiesOf(stateAfter(ended))).toMatchObject([{ id: 'm1', status: 'LAPSED' }]);
    expect(agreementDutiesOf(stateAfter([...inForce(), plan]))).toMatchObject([{ id: 'm1', status: 'OPEN' }]);
  });
});
