import { consent, draft, giveNotice, inForce, leave, share, shares, sign, step } from '../../test/agreement-course.js';
import { type BoundHouse, boundOn } from '../binding.js';
import { specification } from '../testing.js';
import { agreementBindingOf } from './binding.js';
import { agreement } from './decider.js';
import type { AgreementCommand } from './messages.js';
import { agreementOn } from './questions.js';

const stateAfter = (commands: readonly AgreementCommand[]) =>
  specification(agreement)
    .given()
    .when(...(commands as [AgreementCommand])).state;
const houseOn = (commands: readonly AgreementCommand[], ministry: string, day: string): BoundHouse | undefined =>
  agreementBindingOf(stateAfter(commands)).flatMap((one) => boundOn(one, ministry, day, day) ?? [])[0];

const HOUSES = ['BMAS', 'BMG', 'BMDS', 'BMI'];
const accession = [
  step(
    'ProposeAmendment',
    {
      newParty: 'BMI',
      text: 'Fassung 2',
      funding: shares(share('BMAS', 3000), share('BMG', 2500), share('BMDS', 2500), share('BMI', 2000)),
    },
    { at: '2027-03-01T09:00:00+01:00' },
  ),
  ...HOUSES.map((party) => consent(party, 2, { at: '2027-03-10T09:00:00+01:00' })),
  ...HOUSES.map((party) => sign(party, 2, { at: '2027-03-15T09:00:00+01:00' })),
];

describe('an agreement', () => {
  it('binds its parties from its entry into force on, each with its part', () => {
    expect(houseOn(inForce(), 'BMG', '2026-12-31')).toBeUndefined();
    expect(houseOn(inForce(), 'BMI', '2027-01-01')).toBeUndefined();
    expect(houseOn(inForce(), 'BMG', '2027-01-01')).toMatchObject({
      ...{ reason: 'CONSENT', version: 1, from: '2027-01-01', exempt: false, notices: [] },
      obligations: [{ kind: 'RESPONSIBILITY', id: 'fach', role: 'CONTRIBUTING' }],
      shares: [{ party: 'BMG', year: 2027, bp: 3500 }],
    });
    expect(agreementBindingOf(stateAfter([draft()]))).toEqual([]);
  });
  it('binds by its measures whoever owns them, overdue after their day until they are done', () => {
    const at = '2027-01-10T09:00:00+01:00';
    const plan = step('PlanMeasure', { measure: 'm1', text: 'Umzug', owner: 'BMG', due: '2027-02-01' }, { at });
    const measureOn = (day: string) => houseOn([...inForce(), plan], 'BMG', day)?.obligations[1];
    expect(measureOn('2027-02-01')).toEqual({
      ...{ kind: 'MEASURE', id: 'm1', text: 'Umzug', role: 'ACCOUNTABLE', due: '2027-02-01', status: 'OPEN' },
    });
    expect(measureOn('2027-02-02')).toMatchObject({ status: 'OVERDUE' });
  });
  it('binds by another version from the day of the amendment on, and who joins by accession', () => {
    const amended = [...inForce(), ...accession];
    expect(houseOn(amended, 'BMAS', '2027-03-14')).toMatchObject({
      version: 1,
      until: '2027-03-14',
      shares: [{ bp: 4000 }],
    });
    expect(houseOn(amended, 'BMAS', '2027-03-15')).toMatchObject({
      version: 2,
      reason: 'CONSENT',
      shares: [{ bp: 3000 }],
    });
    expect(houseOn(amended, 'BMI', '2027-03-14')).toBeUndefined();
    expect(houseOn(amended, 'BMI', '2027-03-15')).toMatchObject({ reason: 'ACCESSION', shares: [{ bp: 2000 }] });
  });
  it('binds a party under notice until its last day, before it has left as after', () => {
    const noticed = [...inForce(), giveNotice('BMG', '2027-12-31', { at: '2027-02-01T09:00:00+01:00' })];
    const left = [...noticed, leave('BMG', '2028-01-01T00:00:00+01:00')];
    for (const course of [noticed, left]) {
      expect(houseOn(course, 'BMG', '2027-12-31')).toMatchObject({ until: '2027-12-31' });
      expect(houseOn(course, 'BMG', '2028-01-01')).toBeUndefined();
      expect(houseOn(course, 'BMAS', '2028-01-01')).not.toHaveProperty('until');
    }
    expect(houseOn(noticed, 'BMAS', '2027-06-01')?.notices).toMatchObject([
      { party: 'BMG', effectiveOn: '2027-12-31' },
    ]);
  });
  it('ends for everybody with a notice after which nobody goes on, known from the notice on', () => {
    const noticed = [
      ...inForce({ continuation: false }),
      giveNotice('BMG', '2027-12-31', { at: '2027-02-01T09:00:00+01:00' }),
    ];
    expect(houseOn(noticed, 'BMAS', '2028-01-01')).toBeUndefined();
    expect(agreementOn(stateAfter(noticed), '2028-01-01', '2028-01-01').inForce).toBe(false);
    const both = [
      ...[...inForce(), giveNotice('BMG', '2027-12-31', { at: '2027-02-01T09:00:00+01:00' })],
      giveNotice('BMAS', '2028-12-31', { at: '2027-02-02T09:00:00+01:00' }),
    ];
    expect(houseOn(both, 'BMDS', '2028-12-31')).toMatchObject({ until: '2028-12-31' });
    expect(houseOn(both, 'BMDS', '2029-01-01')).toBeUndefined();
  });
  it('ends with its term, unless an amendment prolonged it', () => {
    const short = inForce({ term: { from: '2027-01-01', to: '2027-06-30' } });
    expect(houseOn(short, 'BMAS', '2027-06-30')).toMatchObject({ until: '2027-06-30' });
    expect(houseOn(short, 'BMAS', '2027-07-01')).toBeUndefined();
  });
});
