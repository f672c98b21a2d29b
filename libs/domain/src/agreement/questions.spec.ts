import { maySee } from '../classification.js';
import {
  consent,
  draft,
  giveNotice,
  head,
  inForce,
  leave,
  PARTIES,
  share,
  shares,
  step,
} from '../../test/agreement-course.js';
import { specification } from '../testing.js';
import { agreement } from './decider.js';
import type { AgreementCommand } from './messages.js';
import { agreementOn, agreementStatusOf, agreementVisibility } from './questions.js';

const { given } = specification(agreement);
const stateAfter = (...commands: readonly AgreementCommand[]) =>
  given().when(...(commands as [AgreementCommand])).state;
const TODAY = '2027-06-01';
const END_OF_2027 = '2028-01-01T00:00:00+01:00';
const amend = step('ProposeAmendment', { text: 'Fassung 2' }, { at: '2027-05-14T09:00:00+02:00' });

describe('what stands in an agreement', () => {
  it('is before entry into force the latest version, in force on no day', () => {
    const state = stateAfter(draft(), step('ReviseAgreement', { text: 'Fassung 2' }), consent('BMG', 2));
    expect(agreementOn(state, TODAY)).toMatchObject({
      ...{ phase: 'NEGOTIATION', version: 2, text: 'Fassung 2', inForce: false, parties: PARTIES },
      ...{ consents: ['BMG'], signatures: [], marks: [], notices: [] },
    });
  });
  it('is in force from its first day on', () => {
    const state = stateAfter(...inForce());
    expect(agreementOn(state, TODAY, '2026-12-31')).toMatchObject({ inForce: false, version: 1 });
    expect(agreementOn(state, TODAY, '2027-01-01')).toMatchObject({
      inForce: true,
      version: 1,
      inForceFrom: '2027-01-01',
    });
  });
  it('shows who has consented to an amendment under way, and on a day who consented to what is in force', () => {
    const state = stateAfter(...inForce(), amend, consent('BMG', 2));
    expect(agreementOn(state, TODAY)).toMatchObject({ version: 1, proposed: 2, consents: ['BMG'], signatures: [] });
    expect(agreementOn(state, TODAY, TODAY)).toMatchObject({ version: 1, consents: PARTIES, signatures: PARTIES });
  });
  it('counts a party under notice up to its last day, before and after it has left', () => {
    const noticed = [...inForce(), giveNotice('BMG', '2027-12-31')];
    const left = stateAfter(...noticed, leave('BMG', END_OF_2027));
    for (const state of [stateAfter(...noticed), left]) {
      expect(agreementOn(state, TODAY, '2027-12-31').parties).toEqual(PARTIES);
      expect(agreementOn(state, TODAY, '2028-01-01').parties).toEqual(['BMAS', 'BMDS']);
    }
    expect(agreementOn(left, '2028-01-01').phase).toBe('REDUCED');
  });
  it('is foreseen to end with the notice that leaves one party, or without continuation with the first', () => {
    const notices = [giveNotice('BMG', '2027-12-31'), giveNotice('BMAS', '2028-12-31')];
    const ends = (...commands: AgreementCommand[]) =>
      ['2027-12-31', '2028-12-31', '2029-01-01'].map((day) => agreementOn(stateAfter(...commands), TODAY, day).inForce);
    expect(ends(...inForce(), ...notices)).toEqual([true, true, false]);
    expect(ends(...inForce({ continuation: false }), ...notices)).toEqual([true, false, false]);
  });
  it('marks a withdrawn backing, and work that a party left behind', () => {
    const withdraw = step('WithdrawBacking', { party: 'BMG' }, { by: head('BMG') });
    expect(agreementStatusOf(stateAfter(...inForce(), withdraw)).marks).toEqual(['BACKING_WITHDRAWN']);
    const noticed = [...inForce(), giveNotice('BMAS', '2027-12-31')];
    expect(agreementStatusOf(stateAfter(...noticed, leave('BMAS', END_OF_2027))).marks).toEqual(['ACCOUNTABLE_LEFT']);
  });
  it('says why a party refused', () => {
    const refusal = step('RefuseAgreement', { party: 'BMG', version: 1, reason: 'zu teuer' }, { by: head('BMG') });
    const { refusals } = agreementOn(stateAfter(draft(), refusal), TODAY);
    expect(refusals).toEqual([{ party: 'BMG', reason: 'zu teuer' }]);
  });
  it('ends with the term, whether or not its end is recorded yet', () => {
    const until = inForce({ term: { from: '2027-01-01', to: '2027-12-31' } });
    const expire = step('ExpireAgreement', {}, { at: END_OF_2027, by: 'SEC/A' });
    for (const state of [stateAfter(...until), stateAfter(...until, expire)]) {
      expect(agreementOn(state, TODAY, '2027-12-31').inForce).toBe(true);
    }
    expect(agreementOn(stateAfter(...until), TODAY, '2028-01-01').inForce).toBe(false);
  });
});

describe('an agreement that is VS-NfD', () => {
  it('is visible to its parties, past, present and acceding, and to those who know by office', () => {
    const secret = inForce({ classification: 'VS_NFD' });
    const state = stateAfter(
      ...secret,
      giveNotice('BMG', '2027-12-31'),
      leave('BMG', END_OF_2027),
      step('ProposeAmendment', {
        newParty: 'BMI',
        funding: shares(share('BMAS', 5000), share('BMDS', 4000), share('BMI', 1000)),
      }),
    );
    const sees = (code: 'REP' | 'AUD' | 'RUL', ministry?: string) =>
      maySee({ function: code, ministry }, agreementVisibility(state));
    expect(['BMAS', 'BMG', 'BMI', 'BMF'].map((house) => sees('REP', house))).toEqual([true, true, true, false]);
    expect([sees('AUD'), sees('RUL')]).toEqual([true, false]);
    expect(maySee({ function: 'RUL' }, agreementVisibility(stateAfter(draft())))).toBe(true);
  });
});
