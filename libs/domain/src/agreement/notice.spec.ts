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
  sign,
  step,
} from '../../test/agreement-course.js';
import { specification } from '../testing.js';
import { agreement } from './decider.js';
import { agreementOn } from './questions.js';
import { agreementDeadlinesOf } from './timers.js';

const { after } = specification(agreement);
const clause = (months: number, to: 'YEAR_END' | 'MONTH_END' | 'ANY') => inForce({ notice: { months, to } });
const END_OF_2027 = '2028-01-01T00:00:00+01:00';
const extraordinary = (effectiveOn: string, reason?: string, at = '2027-03-15T09:00:00+01:00') =>
  step(
    'GiveNotice',
    { party: 'BMG', kind: 'EXTRAORDINARY', effectiveOn, ...(reason === undefined ? {} : { reason }) },
    { by: head('BMG'), at },
  );

describe('an ordinary notice (R24)', () => {
  it.each([
    [6, 'YEAR_END', '2027-06-30T23:59:59+02:00', '2027-12-31'],
    [6, 'YEAR_END', '2027-07-01T00:00:00+02:00', '2028-12-31'],
    [6, 'YEAR_END', '2027-06-30T22:00:00Z', '2028-12-31'],
    [6, 'YEAR_END', '2027-03-15T09:00:00+01:00', '2027-12-31'],
    [12, 'YEAR_END', '2027-12-31T09:00:00+01:00', '2028-12-31'],
    [12, 'YEAR_END', '2028-01-01T09:00:00+01:00', '2029-12-31'],
    [1, 'MONTH_END', '2027-01-31T09:00:00+01:00', '2027-02-28'],
    [1, 'MONTH_END', '2028-01-31T09:00:00+01:00', '2028-02-29'],
    [1, 'MONTH_END', '2027-02-28T09:00:00+01:00', '2027-03-31'],
    [3, 'MONTH_END', '2027-11-30T09:00:00+01:00', '2028-02-29'],
    [0, 'MONTH_END', '2027-12-31T09:00:00+01:00', '2027-12-31'],
    [1, 'ANY', '2027-01-31T09:00:00+01:00', '2027-02-28'],
    // A Sunday and a holiday: nothing is shifted.
    [6, 'ANY', '2027-06-25T09:00:00+02:00', '2027-12-25'],
    [2, 'ANY', '2027-01-28T09:00:00+01:00', '2027-03-28'],
  ] as const)('of %i months to %s, received %s, takes effect on %s at the earliest', (months, to, at, earliest) => {
    const before = clause(months, to);
    after(...before)
      .when(giveNotice('BMG', earliest, { at }))
      .then({ type: 'TerminationNoticeGiven', data: { effectiveOn: earliest } });
    const dayBefore = new Date(Date.parse(earliest) - 86_400_000).toISOString().slice(0, 10);
    after(...before)
      .when(giveNotice('BMG', dayBefore, { at }))
      .refused('NOTICE_PERIOD', { earliest });
  });
  it('may name a later end, but no day that the clause does not know', () => {
    const at = '2027-03-15T09:00:00+01:00';
    after(...inForce())
      .when(giveNotice('BMG', '2028-12-31', { at }))
      .then({ type: 'TerminationNoticeGiven' });
    after(...inForce())
      .when(giveNotice('BMG', '2028-06-30', { at }))
      .refused('NOTICE_PERIOD', { earliest: '2027-12-31' });
  });
  it('counts from its receipt', () => {
    const late = { at: '2027-07-05T09:00:00+02:00', by: 'SEC/A', channel: 'LETTER' } as const;
    after(...inForce())
      .when(giveNotice('BMG', '2027-12-31', late))
      .refused('NOTICE_PERIOD', { earliest: '2028-12-31' });
    after(...inForce())
      .when(giveNotice('BMG', '2027-12-31', { ...late, receivedAt: '2027-06-30T16:00:00+02:00' }))
      .then({ type: 'TerminationNoticeGiven', data: { receivedAt: '2027-06-30T14:00:00.000Z' } });
  });
  it('that a party gives itself is received when it is given, whatever receipt it claims', () => {
    const given = { at: '2027-12-20T09:00:00+01:00', receivedAt: '2027-06-29T09:00:00+02:00' };
    for (const channel of ['PORTAL', 'LETTER'] as const)
      after(...inForce())
        .when(giveNotice('BMG', '2027-12-31', { ...given, channel }))
        .refused('NOTICE_PERIOD', { earliest: '2028-12-31' });
    after(...inForce())
      .when(giveNotice('BMG', '2027-12-31', { ...given, by: 'SEC/A', channel: 'PORTAL' }))
      .refused('NOTICE_PERIOD', { earliest: '2028-12-31' });
    after(...inForce())
      .when(giveNotice('BMG', '2028-12-31', given))
      .then({ type: 'TerminationNoticeGiven', data: { receivedAt: '2027-12-20T08:00:00.000Z' } });
  });
  it('is given by a party, once, while the agreement is in force', () => {
    after(...inForce())
      .when(giveNotice('BMI', '2027-12-31'))
      .refused('NOT_A_PARTY');
    after(draft()).when(giveNotice('BMG', '2027-12-31')).refused('WRONG_STATE', { state: 'NEGOTIATION' });
    after(...inForce(), giveNotice('BMG', '2027-12-31'))
      .when(giveNotice('BMG', '2028-12-31'))
      .refused('WRONG_STATE');
  });
});

describe('an extraordinary notice', () => {
  it('needs a reason, and takes effect on any day to come', () => {
    after(...inForce())
      .when(extraordinary('2027-08-31'))
      .refused('REASON_REQUIRED');
    after(...inForce())
      .when(extraordinary('2027-03-14', 'Mittel entfallen'))
      .refused('NOTICE_PERIOD', { earliest: '2027-03-15' });
    after(...inForce(), giveNotice('BMG', '2027-12-31'))
      .when(extraordinary('2027-03-15', 'Mittel entfallen'))
      .then({ type: 'TerminationNoticeGiven', data: { kind: 'EXTRAORDINARY' } });
  });
});

describe('a notice', () => {
  const withdraw = (...consents: string[]) => step('WithdrawNotice', { party: 'BMG', consents }, { by: head('BMG') });
  const noticed = [...inForce(), giveNotice('BMG', '2027-12-31')];
  it('is withdrawn with the consent of all others', () => {
    after(...noticed)
      .when(withdraw('BMAS'))
      .refused('CONSENT_MISSING', { codes: ['BMDS'] });
    const { state } = after(...noticed).when(withdraw('BMAS', 'BMDS'));
    expect(state.notices).toEqual([]);
    after(...inForce())
      .when(withdraw('BMAS', 'BMDS'))
      .refused('WRONG_STATE');
    after(...noticed)
      .when(step('WithdrawNotice', { party: 'BMI', consents: [] }, { by: 'BMI/ST' }))
      .refused('NOT_A_PARTY');
  });
  it('is not withdrawn when its day is over, though no timer has come round yet', () => {
    const late = (at: string) =>
      step('WithdrawNotice', { party: 'BMG', consents: ['BMAS', 'BMDS'] }, { by: head('BMG'), at });
    after(...noticed)
      .when(late('2027-12-31T23:59:59.999+01:00'))
      .then({ type: 'TerminationNoticeWithdrawn' });
    after(...noticed)
      .when(late(END_OF_2027))
      .refused('WRONG_STATE');
  });
  it('takes effect after its last day, once, and leaves the share open', () => {
    after(...noticed)
      .when(leave('BMG', '2027-12-31T23:59:59.999+01:00'))
      .refused('WRONG_STATE');
    const left = after(...noticed).when(leave('BMG', END_OF_2027));
    left.then(
      { type: 'PartyLeft', data: { party: 'BMG', on: '2027-12-31', remaining: ['BMAS', 'BMDS'] } },
      { type: 'FundingRevisionRequired', data: { openShareBp: 3500 } },
    );
    expect(left.state).toMatchObject({ phase: 'REDUCED', notices: [] });
    after(...noticed, leave('BMG', END_OF_2027))
      .when(leave('BMG', END_OF_2027))
      .refused('WRONG_STATE');
    after(...noticed)
      .when(leave('BMAS', END_OF_2027))
      .refused('WRONG_STATE');
  });
  it('ends the agreement without continuation', () => {
    const { events, state } = after(...inForce({ continuation: false }), giveNotice('BMG', '2027-12-31')).when(
      leave('BMG', END_OF_2027),
    );
    expect(events[1]).toMatchObject({ type: 'AgreementTerminated', data: { on: '2027-12-31' } });
    expect(state.phase).toBe('TERMINATED');
    expect(agreementOn(state, '2027-12-31').inForce).toBe(true);
    expect(agreementOn(state, '2028-01-01').inForce).toBe(false);
  });
  it('ends the agreement when only one party would remain', () => {
    const two = [
      ...inForce(),
      giveNotice('BMG', '2027-12-31'),
      giveNotice('BMDS', '2027-12-31'),
      leave('BMG', END_OF_2027),
    ];
    after(...two)
      .when(leave('BMDS', END_OF_2027))
      .then({ type: 'PartyLeft', data: { remaining: ['BMAS'] } }, { type: 'AgreementTerminated' });
  });
  it('opens the share of the next year, and with amounts their part of it', () => {
    const coming = shares(
      ...['BMAS', 'BMG'].map((party) => share(party, 5000)),
      share('BMAS', 8000, 2028),
      share('BMG', 2000, 2028),
    );
    after(...inForce({ funding: coming }), giveNotice('BMG', '2027-12-31'))
      .when(leave('BMG', END_OF_2027))
      .then({ type: 'PartyLeft' }, { type: 'FundingRevisionRequired', data: { openShareBp: 2000 } });
    const items = PARTIES.map((party, index) => ({ party, year: 2027, cents: index + 1, secured: true }));
    after(...inForce({ funding: { basis: 'AMOUNT', totalCents: 6, items } }), giveNotice('BMG', '2027-12-31'))
      .when(leave('BMG', END_OF_2027))
      .then({ type: 'PartyLeft' }, { type: 'FundingRevisionRequired', data: { openShareBp: 3333 } });
  });
  it('makes an amendment fall that was negotiated with the party', () => {
    const amended = [
      ...noticed,
      step('ProposeAmendment', { text: 'Fassung 2' }),
      ...['BMAS', 'BMDS'].map((p) => consent(p, 2)),
    ];
    const { state } = after(...amended).when(leave('BMG', END_OF_2027));
    expect(state).not.toHaveProperty('proposed');
  });
});

describe('the term', () => {
  const until = inForce({ term: { from: '2027-01-01', to: '2027-12-31' } });
  const expire = (at = END_OF_2027) => step('ExpireAgreement', {}, { at, by: 'SEC/A' });
  it('is over with its last day: nothing is extended afterwards, though no timer has come round yet', () => {
    const longer = (at: string) => step('ProposeAmendment', { term: { from: '2027-01-01', to: '2029-12-31' } }, { at });
    after(...until)
      .when(longer('2027-12-31T23:59:59.999+01:00'))
      .then({ type: 'AmendmentProposed' });
    after(...until)
      .when(longer(END_OF_2027))
      .refused('WRONG_STATE', { state: 'EXPIRED', allowed: [] });
    after(...until)
      .when(step('TakeFinalDecision', { reasons: 'x' }, { at: END_OF_2027 }))
      .refused('FINAL_DECISION_TRACK_FORBIDDEN');
  });
  it('that an amendment sets into the past ends with the day of that amendment, not before', () => {
    const at = '2028-03-01T09:00:00+01:00';
    const amended = [
      step('ProposeAmendment', { term: { from: '2027-01-01', to: '2027-12-31' } }, { at }),
      ...PARTIES.map((party) => consent(party, 2, { at })),
      ...PARTIES.map((party) => sign(party, 2, { at })),
    ];
    after(...inForce(), ...amended)
      .when(expire('2028-03-02T00:00:00+01:00'))
      .then({ type: 'AgreementExpired', data: { on: '2028-03-01' } });
  });
  it('ends with its last day, once', () => {
    after(...until)
      .when(expire('2027-12-31T23:59:59.999+01:00'))
      .refused('WRONG_STATE');
    const over = after(...until).when(expire());
    over.then({ type: 'AgreementExpired', data: { on: '2027-12-31' } });
    expect(over.state.phase).toBe('EXPIRED');
    expect(agreementDeadlinesOf(over.state)).toEqual([]);
    after(...until, expire())
      .when(expire())
      .refused('WRONG_STATE');
    after(...inForce())
      .when(expire())
      .refused('WRONG_STATE');
    after(draft({ term: { from: '2027-01-01', to: '2027-12-31' } }))
      .when(expire())
      .refused('WRONG_STATE');
  });
  it('ends before anybody leaves on the same day', () => {
    const { state } = after(...until).when(giveNotice('BMG', '2027-12-31'));
    expect(agreementDeadlinesOf(state)).toMatchObject([
      { kind: 'TERM', dueAt: '2027-12-31T23:00:00.000Z', lastDay: '2027-12-31' },
      { kind: 'NOTICE', subject: 'BMG', timer: { type: 'LeaveAgreement', data: { party: 'BMG' } } },
    ]);
    after(...until, giveNotice('BMG', '2027-12-31'), expire())
      .when(leave('BMG', END_OF_2027))
      .refused('WRONG_STATE', { state: 'EXPIRED' });
  });
});
