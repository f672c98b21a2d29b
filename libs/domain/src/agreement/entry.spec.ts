import {
  activate,
  back,
  draft,
  head,
  inForce,
  PARTIES,
  rules,
  ruleBook,
  share,
  shares,
  signed,
  step,
} from '../../test/agreement-course.js';
import { specification } from '../testing.js';
import { agreement } from './decider.js';

const { after } = specification(agreement);
const ready = (more: Parameters<typeof draft>[0] = {}) => [draft(more), ...signed(), ...PARTIES.map(back)];
const amounts = (totalCents: number, ...cents: number[]) => ({
  basis: 'AMOUNT',
  totalCents,
  items: cents.map((each, index) => ({ party: PARTIES[index] ?? '', year: 2027 + index, cents: each, secured: true })),
});

describe('entry into force (R22)', () => {
  it('puts the signed version in force from a day', () => {
    const { state } = after(...ready()).when(activate('2027-02-01'));
    expect(state).toMatchObject({ phase: 'IN_FORCE', current: 1, inForce: [{ version: 1, from: '2027-02-01' }] });
  });
  it('needs every signature first, whatever the phase', () => {
    after(draft())
      .when(activate())
      .refused('SIGNATURE_MISSING', { codes: ['BMAS', 'BMDS', 'BMG'] });
    after(draft({ vision: '' }), ...signed().slice(0, -1))
      .when(activate())
      .refused('SIGNATURE_MISSING', { codes: ['BMDS'] });
    after(...inForce())
      .when(activate())
      .refused('WRONG_STATE', { state: 'IN_FORCE' });
  });
  it('is asked for by a party', () => {
    after(...ready())
      .when(step('ActivateAgreement', { inForceFrom: '2027-01-01' }, { by: 'BMI/ST' }))
      .refused('NOT_A_PARTY');
    after(...ready())
      .when(step('ActivateAgreement', { inForceFrom: '2027-01-01' }, { by: 'SEC/A' }))
      .then({ type: 'AgreementActivated' });
  });
  it.each([
    [9_999, shares(share('BMAS', 3333), share('BMG', 3333), share('BMDS', 3333)), 2027],
    [10_001, shares(share('BMAS', 10_001)), 2027],
    [9_000, shares(share('BMAS', 10_000), share('BMG', 9_000, 2028)), 2028],
    [0, shares(), 2027],
    [9_999, amounts(100_000_000_000, 99_999_999_999), 2027],
    [10_001, amounts(100_000_000_000, 100_000_000_001), 2027],
    [5_000, amounts(10, 2, 3), 2027],
  ])('is refused with %i basis points instead of 10,000', (actualBp, funding, year) => {
    after(...ready({ funding }))
      .when(activate())
      .refused('FUNDING_SPLIT_NOT_100', { year, actualBp });
  });
  it('takes amounts that equal their total over all years', () => {
    after(...ready({ funding: amounts(10, 2, 3, 5) }))
      .when(activate())
      .then({ type: 'AgreementActivated' });
  });
  it('names an accountable party for every responsibility, and one for every party of a shared lead', () => {
    const work = (...accountable: (string | undefined)[]) =>
      accountable.map((party, index) => ({
        ...{ item: `i${index}`, text: 'x' },
        ...(party === undefined ? {} : { accountable: party }),
      }));
    const missing = (...accountable: (string | undefined)[]) =>
      after(...ready({ responsibilities: work(...accountable) }));
    missing('BMAS', undefined, 'BMDS')
      .when(activate())
      .refused('ACCOUNTABLE_MISSING', { items: ['i1'] });
    missing('BMAS', 'BMI', 'BMDS')
      .when(activate())
      .refused('ACCOUNTABLE_MISSING', { items: ['i1'] });
    missing('BMAS', 'BMG')
      .when(activate())
      .refused('ACCOUNTABLE_MISSING', { items: ['BMDS'] });
    after(...ready({ lead: { mode: 'SOLE', ministries: ['BMDS'] }, responsibilities: work('BMAS') }))
      .when(activate())
      .then({ type: 'AgreementActivated' });
  });
  it('needs the backing of every party with the rank of the rule book, unless the book does not ask for it', () => {
    const low = step('DeclareBacking', { party: 'BMG', rank: 'DIRECTORATE', public: false }, { by: 'BMG/AL' });
    const all = [draft(), ...signed(), back('BMAS'), back('BMDS')];
    after(...all)
      .when(activate())
      .refused('BACKING_MISSING', { codes: ['BMG'] });
    after(...all, low)
      .when(activate())
      .refused('BACKING_MISSING', { codes: ['BMG'] });
    after(...all, back('BMG'), step('WithdrawBacking', { party: 'BMG' }, { by: head('BMG') }))
      .when(activate())
      .refused('BACKING_MISSING', { codes: ['BMG'] });
    const lenient = { ruleBook: { ...ruleBook, agreement: { ...rules, backingRequired: false } } };
    after(...all)
      .when(step('ActivateAgreement', { inForceFrom: '2027-01-01' }, { facts: lenient }))
      .then({ type: 'AgreementActivated' });
  });
  it('needs a Zielbild, unless the book does not ask for it', () => {
    after(...ready({ vision: ' ' }))
      .when(activate())
      .refused('VISION_MISSING');
    const lenient = { ruleBook: { ...ruleBook, agreement: { ...rules, visionRequired: false } } };
    after(...ready({ vision: ' ' }))
      .when(step('ActivateAgreement', { inForceFrom: '2027-01-01' }, { facts: lenient }))
      .then({ type: 'AgreementActivated' });
  });
});

describe('backing', () => {
  const declare = (rank: 'STATE_SECRETARY' | 'MINISTER', by = 'BMG/ST', party = 'BMG') =>
    step('DeclareBacking', { party, rank, public: true }, { by });
  it('is declared by a party up to the own rank', () => {
    after(draft()).when(declare('MINISTER')).refused('MANDATE_RANK', { rank: 'STATE_SECRETARY' });
    after(draft())
      .when(declare('MINISTER', 'BMI/BM', 'BMI'))
      .refused('NOT_A_PARTY');
    after(draft()).when(declare('MINISTER', 'SEC/A')).then({ type: 'BackingDeclared' });
  });
  it('leaves a mark when it is withdrawn, and undoes nothing (R26)', () => {
    const withdraw = step('WithdrawBacking', { party: 'BMG', note: 'neue Leitung' }, { by: head('BMG') });
    const { state } = after(...inForce()).when(withdraw);
    expect(state).toMatchObject({ phase: 'IN_FORCE', current: 1, backings: { BMG: { withdrawn: true } } });
    after(...inForce(), withdraw)
      .when(withdraw)
      .refused('WRONG_STATE');
    after(draft()).when(withdraw).refused('WRONG_STATE');
    after(draft())
      .when(step('WithdrawBacking', { party: 'BMI' }, { by: 'BMI/ST' }))
      .refused('NOT_A_PARTY');
  });
});
