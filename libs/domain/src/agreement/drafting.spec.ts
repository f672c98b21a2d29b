import { draft, head, inForce, share, shares, signed, step } from '../../test/agreement-course.js';
import { specification } from '../testing.js';
import { agreement } from './decider.js';

const { after, given } = specification(agreement);
const revise = (more: object, by = 'BMDS/ST') => step('ReviseAgreement', more, { by });

describe('a draft', () => {
  it('is the first version, with the hash of its text and of everything that is consented to (R20)', () => {
    const drafted = given().when(draft());
    drafted.then({ type: 'AgreementDrafted', data: { version: 1, textHash: 'hash of Fassung 1' } });
    expect(drafted.state).toMatchObject({ phase: 'NEGOTIATION', current: 1, classification: 'INTERN' });
    const hashOf = (more: object) => given().when(draft(more)).state.versions[0]?.contentHash;
    const others = [
      { text: 'anders' },
      { vision: 'anders' },
      { term: { from: '2027-02-01' } },
      { lead: { mode: 'SOLE' as const, ministries: ['BMAS'] } },
      { funding: shares(share('BMAS', 10_000)) },
      { responsibilities: [] },
    ];
    expect(new Set([hashOf({}), ...others.map(hashOf)]).size).toBe(7);
    expect(hashOf({ purpose: 'anders' })).toBe(hashOf({}));
  });
  it.each([
    ['parties', { parties: ['BMAS'] }],
    ['lead', { lead: { mode: 'SHARED' as const, ministries: ['BMAS'] } }],
    ['lead', { lead: { mode: 'SOLE' as const, ministries: ['BMAS', 'BMG'] } }],
    ['lead', { lead: { mode: 'SOLE' as const, ministries: ['BMI'] } }],
    ['funding', { funding: shares(share('BMI', 10_000)) }],
    ['funding', { funding: shares(share('BMAS', -1), share('BMG', 10_001)) }],
    ['funding', { funding: { basis: 'AMOUNT', items: [{ party: 'BMAS', year: 2027, cents: 1, secured: true }] } }],
    ['funding', { funding: { basis: 'SHARE', items: [{ party: 'BMAS', year: 2027, secured: true }] } }],
    ['term', { term: { from: '2027-01-02', to: '2027-01-01' } }],
    ['notice', { notice: { months: -1, to: 'ANY' as const } }],
    ['notice', { notice: { months: 121, to: 'ANY' as const } }],
    [
      'responsibilities',
      {
        responsibilities: [
          { item: 'betrieb', text: 'a', accountable: 'BMAS' },
          { item: 'betrieb', text: 'b', accountable: 'BMG' },
        ],
      },
    ],
  ])('is refused with impossible %s', (field, more) => {
    given()
      .when(draft(more))
      .refused('INVALID_PAYLOAD', { fields: [field] });
  });
  it('comes from a party, is of registered houses and of a permitted classification', () => {
    given()
      .when(draft({}, { by: 'BMI/ST' }))
      .refused('FORBIDDEN');
    given()
      .when(draft({}, { facts: { unknown: ['BMG'] } }))
      .refused('INVALID_PAYLOAD', { unknown: ['BMG'] });
    given()
      .when(draft({ classification: 'GEHEIM' }))
      .refused('CLASSIFICATION_NOT_PERMITTED');
    after(draft()).when(draft()).refused('ALREADY_EXISTS');
  });
  it('is recorded by the secretariat too', () => {
    given()
      .when(draft({ classification: 'VS_NFD' }, { by: 'SEC/A' }))
      .then({ type: 'AgreementDrafted' });
  });
});

describe('a revision', () => {
  it.each([
    { text: 'Fassung 2' },
    { vision: 'Zielbild 2035' },
    { lead: { mode: 'SOLE', ministries: ['BMG'] } },
    { funding: shares(share('BMAS', 10_000)) },
    { responsibilities: [] },
  ])('of any part is a new version, and every consent and signature falls', (more) => {
    const revised = after(draft(), ...signed()).when(revise(more));
    revised.then({ type: 'AgreementRevised', data: { version: 2 } });
    expect(revised.state).toMatchObject({ phase: 'NEGOTIATION', current: 2 });
    after(draft(), ...signed(), revise(more))
      .when(step('ActivateAgreement', { inForceFrom: '2027-01-01' }))
      .refused('SIGNATURE_MISSING', { codes: ['BMAS', 'BMDS', 'BMG'] });
  });
  it('keeps what it does not name', () => {
    const { state } = after(draft()).when(revise({ text: 'Fassung 2' }));
    expect(state.versions[1]).toMatchObject({ text: 'Fassung 2', vision: 'Zielbild 2030', no: 2 });
  });
  it('says something new, and comes from a party', () => {
    after(draft())
      .when(revise({ text: 'Fassung 1', changeNote: 'nichts' }))
      .refused('NO_CHANGE');
    after(draft()).when(revise({})).refused('NO_CHANGE');
    after(draft())
      .when(revise({ text: 'x' }, 'BMI/ST'))
      .refused('NOT_A_PARTY');
    after(draft())
      .when(revise({ lead: { mode: 'SHARED', ministries: ['BMG'] } }))
      .refused('INVALID_PAYLOAD', { fields: ['lead'] });
    after(draft())
      .when(revise({ text: 'x' }, 'SEC/A'))
      .then({ type: 'AgreementRevised' });
  });
  it('is over with the entry into force', () => {
    after(...inForce())
      .when(revise({ text: 'x' }))
      .refused('WRONG_STATE', { state: 'IN_FORCE' });
  });
});

describe('an abandoned negotiation', () => {
  const abandon = (reason: string, by = head('BMG')) => step('AbandonAgreement', { reason }, { by });
  it('ends before entry into force, with a reason, by a party', () => {
    after(draft()).when(abandon('')).refused('REASON_REQUIRED');
    after(draft()).when(abandon('keine Mittel', 'BMI/ST')).refused('NOT_A_PARTY');
    const { state } = after(draft(), ...signed()).when(abandon('keine Mittel'));
    expect(state.phase).toBe('ABANDONED');
    after(draft(), abandon('keine Mittel'))
      .when(abandon('noch einmal'))
      .refused('WRONG_STATE', { state: 'ABANDONED', allowed: [] });
    after(...inForce())
      .when(abandon('keine Mittel'))
      .refused('WRONG_STATE');
  });
});

describe('a final decision', () => {
  const decide = step('TakeFinalDecision', { reasons: 'Einigung nötig' }, { by: 'BMDS/BM' });
  it('is forbidden on an agreement whatever its phase (R21)', () => {
    for (const before of [[draft()], [draft(), ...signed()], inForce()]) {
      after(...before)
        .when(decide)
        .refused('FINAL_DECISION_TRACK_FORBIDDEN');
    }
    given().when(decide).refused('NOT_FOUND');
  });
});
