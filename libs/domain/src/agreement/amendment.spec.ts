import {
  consent,
  consented,
  draft,
  giveNotice,
  head,
  inForce,
  leave,
  PARTIES,
  share,
  shares,
  sign,
  step,
} from '../../test/agreement-course.js';
import { specification } from '../testing.js';
import { agreement } from './decider.js';
import { agreementOn } from './questions.js';

const { after } = specification(agreement);
const MAY = '2027-05-14T09:00:00+02:00';
const amend = (more: object, envelope: object = {}) => step('ProposeAmendment', more, { at: MAY, ...envelope });
const text = amend({ text: 'Fassung 2' });
const all = (parties: readonly string[], version = 2) => [
  ...parties.map((party) => consent(party, version, { at: MAY })),
  ...parties.map((party) => sign(party, version, { at: MAY })),
];

describe('an amendment (R23)', () => {
  it('is a version beside the one in force, which stays until the last signature', () => {
    const proposed = after(...inForce()).when(text);
    proposed.then({ type: 'AmendmentProposed', data: { version: 2 } });
    expect(proposed.state).toMatchObject({ phase: 'IN_FORCE', current: 1, proposed: 2 });
    const almost = after(...inForce(), text, ...all(PARTIES).slice(0, -2)).when(sign('BMG', 2, { at: MAY }));
    almost.then({ type: 'AgreementSigned' });
    expect(almost.state).toMatchObject({ current: 1, proposed: 2 });
    const last = after(...inForce(), text, ...all(PARTIES).slice(0, -1)).when(sign('BMDS', 2, { at: MAY }));
    last.then(
      { type: 'AgreementSigned' },
      { type: 'AgreementAmended', data: { version: 2, inForceFrom: '2027-05-14' } },
    );
    expect(last.state).toMatchObject({ phase: 'IN_FORCE', current: 2 });
    expect(last.state).not.toHaveProperty('proposed');
    expect(agreementOn(last.state, '2027-05-13').text).toBe('Fassung 1');
    expect(agreementOn(last.state, '2027-05-14').text).toBe('Fassung 2');
  });
  it('is concluded with the last consent, and signed by none before', () => {
    after(...inForce(), text, ...consented(2).slice(0, 2))
      .when(consent('BMDS', 2))
      .then({ type: 'AgreementPartyConsented' }, { type: 'AgreementConcluded', data: { version: 2 } });
    after(...inForce(), text, ...consented(2).slice(0, 2))
      .when(sign('BMAS', 2))
      .refused('CONSENT_MISSING', { codes: ['BMDS'] });
    after(...inForce(), text, ...consented(2))
      .when(consent('BMAS', 2))
      .refused('WRONG_STATE');
    after(...inForce(), text)
      .when(consent('BMAS', 1))
      .refused('STALE_AGREEMENT_VERSION', { current: 2 });
  });
  it('may be refused by a party; the old version stays', () => {
    const refusal = step('RefuseAgreement', { party: 'BMG', version: 2, reason: 'zu teuer' }, { by: head('BMG') });
    const { state } = after(...inForce(), text).when(refusal);
    expect(state).toMatchObject({ phase: 'IN_FORCE', current: 1, refusals: [{ party: 'BMG', version: 2 }] });
    after(...inForce())
      .when(step('RefuseAgreement', { party: 'BMG', version: 1, reason: 'x' }, { by: head('BMG') }))
      .refused('WRONG_STATE');
  });
  it('never begins before the agreement itself', () => {
    const early = { at: '2026-12-10T09:00:00+01:00' };
    const before = [
      ...inForce(),
      amend({ text: 'Fassung 2' }, early),
      ...PARTIES.map((party) => consent(party, 2, early)),
    ];
    after(...before, sign('BMAS', 2, early), sign('BMG', 2, early))
      .when(sign('BMDS', 2, early))
      .then({ type: 'AgreementSigned' }, { type: 'AgreementAmended', data: { inForceFrom: '2027-01-01' } });
  });
  it('comes from a party, says something new, and splits everything', () => {
    const refused = (more: object, envelope: object = {}) => after(...inForce()).when(amend(more, envelope));
    refused({ text: 'x' }, { by: 'BMI/ST' }).refused('NOT_A_PARTY');
    refused({ text: 'Fassung 1', newParty: 'BMAS' }).refused('NO_CHANGE');
    refused({ funding: shares(share('BMAS', 11_000)) }).refused('FUNDING_SPLIT_NOT_100', {
      year: 2027,
      actualBp: 11_000,
    });
    refused({ funding: shares(share('BMI', 10_000)) }).refused('INVALID_PAYLOAD', { fields: ['funding'] });
    refused({ text: 'x', newParty: 'BMAS' }).refused('INVALID_PAYLOAD', { fields: ['newParty'] });
    refused({ newParty: 'XX' }, { facts: { unknown: ['XX'] } }).refused('INVALID_PAYLOAD', { unknown: ['XX'] });
    refused({ responsibilities: [{ item: 'betrieb', text: 'x' }] }).refused('ACCOUNTABLE_MISSING', {
      items: ['betrieb'],
    });
    after(draft()).when(text).refused('WRONG_STATE', { state: 'NEGOTIATION' });
  });
  it('takes the place of one that is still negotiated', () => {
    const { state } = after(...inForce(), text, consent('BMAS', 2)).when(amend({ text: 'Fassung 3' }));
    expect(state.proposed).toBe(3);
    after(...inForce(), text, amend({ text: 'Fassung 3' }))
      .when(consent('BMAS', 2))
      .refused('STALE_AGREEMENT_VERSION', { current: 3 });
  });
  it('may extend the term', () => {
    const until = { term: { from: '2027-01-01', to: '2027-12-31' } };
    const extended = amend({ term: { from: '2027-01-01', to: '2028-12-31' } });
    const { state } = after(...inForce(until), extended, ...all(PARTIES).slice(0, -1)).when(sign('BMDS', 2));
    expect(agreementOn(state, '2028-06-30').inForce).toBe(true);
  });
});

describe('an accession', () => {
  const join = amend({
    newParty: 'BMI',
    funding: shares(share('BMAS', 4000), share('BMG', 3000), share('BMDS', 2000), share('BMI', 1000)),
  });
  it('needs the new party and every old one, and binds it from the last signature', () => {
    after(...inForce(), join, ...consented(2))
      .when(sign('BMAS', 2))
      .refused('CONSENT_MISSING', { codes: ['BMI'] });
    const four = [...PARTIES, 'BMI'];
    const joined = after(...inForce(), join, ...all(four).slice(0, -1)).when(sign('BMI', 2, { at: MAY }));
    joined.then({ type: 'AgreementSigned' }, { type: 'AgreementAmended' });
    expect(agreementOn(joined.state, '2027-05-13').parties).toEqual(PARTIES);
    expect(agreementOn(joined.state, '2027-05-14').parties).toEqual(four);
  });
  it('makes nobody a party who has not signed', () => {
    const { state } = after(...inForce(), join).when(consent('BMI', 2));
    expect(agreementOn(state, '2027-06-01').parties).toEqual(PARTIES);
    after(...inForce(), join, consent('BMI', 2))
      .when(step('ProposeAmendment', { text: 'x' }, { by: 'BMI/ST' }))
      .refused('NOT_A_PARTY');
    after(...inForce(), join)
      .when(step('DeclareBacking', { party: 'BMI', rank: 'STATE_SECRETARY', public: true }, { by: 'BMI/ST' }))
      .then({ type: 'BackingDeclared' });
  });
});

describe('an agreement with an open share (R25)', () => {
  const left = [...inForce(), giveNotice('BMG', '2027-12-31'), leave('BMG', '2028-01-01T00:00:00+01:00')];
  const mend = amend({ funding: shares(share('BMAS', 6000, 2028), share('BMDS', 4000, 2028)) });
  it('is in force again with an amendment that splits everything among the others', () => {
    after(...left)
      .when(amend({ text: 'Fassung 2' }))
      .refused('FUNDING_SPLIT_NOT_100', { year: 2027, actualBp: 6500 });
    const { state } = after(...left, mend, ...all(['BMAS', 'BMDS']).slice(0, -1)).when(sign('BMDS', 2));
    expect(state).toMatchObject({ phase: 'IN_FORCE', current: 2 });
  });
  it('takes no declaration of who has left', () => {
    after(...left, mend)
      .when(consent('BMG', 2))
      .refused('NOT_A_PARTY');
  });
});
