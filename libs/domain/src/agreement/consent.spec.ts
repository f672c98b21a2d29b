import {
  consent,
  consented,
  draft,
  head,
  inForce,
  PARTIES,
  rules,
  ruleBook,
  sign,
  signed,
  step,
} from '../../test/agreement-course.js';
import { person, specification } from '../testing.js';
import { agreement } from './decider.js';
import type { AgreementCommand } from './messages.js';

const { after } = specification(agreement);
const refuseIt = (party: string, reason = 'Standards fehlen', version = 1) =>
  step('RefuseAgreement', { party, version, reason }, { by: head(party) });
const as = (command: AgreementCommand, data: object): AgreementCommand =>
  ({ ...command, data: { ...command.data, ...data } }) as AgreementCommand;

describe('consent', () => {
  it('is express, by every party, for the same version; the last one concludes (R21)', () => {
    after(draft(), consent('BMAS'))
      .when(consent('BMG'))
      .then({ type: 'AgreementPartyConsented', data: { party: 'BMG' } });
    const concluded = after(draft(), consent('BMAS'), consent('BMG')).when(consent('BMDS'));
    concluded.then(
      { type: 'AgreementPartyConsented', data: { rank: 'STATE_SECRETARY' } },
      { type: 'AgreementConcluded', data: { version: 1 } },
    );
    expect(concluded.state.phase).toBe('CONCLUDED');
  });
  it('of one party twice is not that of two', () => {
    const twice = after(draft(), consent('BMAS'), consent('BMG')).when(consent('BMG'));
    twice.then({ type: 'AgreementPartyConsented' });
    expect(twice.state.phase).toBe('NEGOTIATION');
  });
  it('of a third house is no consent', () => {
    after(draft()).when(consent('BMI')).refused('NOT_A_PARTY');
    after(draft()).when(consent('BMI', 7)).refused('NOT_A_PARTY');
  });
  it('is for the current version only', () => {
    const revised = [draft(), step('ReviseAgreement', { text: 'Fassung 2' })];
    after(...revised)
      .when(consent('BMAS', 1))
      .refused('STALE_AGREEMENT_VERSION', { current: 2 });
    after(...revised)
      .when(consent('BMAS', 3))
      .refused('STALE_AGREEMENT_VERSION', { current: 2 });
  });
  it('needs the rank of the rule book, by function or by a mandate for agreements', () => {
    const byAl = (scope: 'AGREEMENT' | 'VOTE') => {
      const mandates = [{ id: 'm', scope: [scope], rank: 'STATE_SECRETARY' }] as const;
      const command = consent('BMAS', 1, { by: 'BMAS/AL' });
      return { ...command, meta: { ...command.meta, actor: person('BMAS/AL', { mandates }) } } as AgreementCommand;
    };
    after(draft())
      .when(consent('BMAS', 1, { by: 'BMAS/AL' }))
      .refused('MANDATE_INSUFFICIENT', { rank: 'STATE_SECRETARY' });
    after(draft()).when(byAl('VOTE')).refused('MANDATE_INSUFFICIENT');
    after(draft()).when(byAl('AGREEMENT')).then({ type: 'AgreementPartyConsented' });
    after(draft())
      .when(consent('BMAS', 1, { by: 'BMAS/BM' }))
      .then({ type: 'AgreementPartyConsented', data: { rank: 'MINISTER' } });
  });
  it('that the secretariat records has the rank that its evidence must show', () => {
    after(draft())
      .when(consent('BMAS', 1, { by: 'SEC/A' }))
      .then({ type: 'AgreementPartyConsented', data: { rank: 'STATE_SECRETARY' } });
    after(draft())
      .when(consent('BMI', 1, { by: 'SEC/A' }))
      .refused('NOT_A_PARTY');
  });
  it('names no other document', () => {
    after(draft())
      .when(as(consent('BMAS'), { textHash: 'anders' }))
      .refused('HASH_MISMATCH');
    after(draft())
      .when(as(consent('BMAS'), { textHash: 'hash of Fassung 1' }))
      .then({ type: 'AgreementPartyConsented' });
  });
  it('is not asked for without rules in force, nor once all have given it', () => {
    const { ruleBook: _, ...facts } = consent('BMAS').facts;
    after(draft())
      .when({ ...consent('BMAS'), facts })
      .refused('NO_RULEBOOK_IN_FORCE');
    after(draft(), ...consented())
      .when(consent('BMAS'))
      .refused('WRONG_STATE', { state: 'CONCLUDED' });
    after(...inForce())
      .when(consent('BMAS'))
      .refused('WRONG_STATE', { state: 'IN_FORCE' });
  });
});

describe('a refusal of a party', () => {
  it('has a reason, and takes the place of an earlier consent', () => {
    after(draft()).when(refuseIt('BMDS', ' ')).refused('REASON_REQUIRED');
    after(draft()).when(refuseIt('BMI')).refused('NOT_A_PARTY');
    after(draft())
      .when(refuseIt('BMDS', 'x', 2))
      .refused('STALE_AGREEMENT_VERSION', { current: 1 });
    const { state } = after(draft(), ...['BMAS', 'BMG'].map((party) => consent(party)), refuseIt('BMG')).when(
      consent('BMDS'),
    );
    expect(state).toMatchObject({ phase: 'NEGOTIATION', refusals: [{ party: 'BMG' }] });
  });
  it('is taken back by a consent', () => {
    const { state } = after(draft(), refuseIt('BMDS'), ...PARTIES.slice(0, 2).map((party) => consent(party))).when(
      consent('BMDS'),
    );
    expect(state).toMatchObject({ phase: 'CONCLUDED', refusals: [] });
  });
});

describe('a signature', () => {
  it('follows the consent of all, in this order of checks', () => {
    const some = [draft(), consent('BMAS'), consent('BMG')];
    after(...some)
      .when(sign('BMI'))
      .refused('NOT_A_PARTY');
    after(...some)
      .when(sign('BMAS', 2))
      .refused('STALE_AGREEMENT_VERSION');
    after(...some)
      .when(as(sign('BMAS', 1, { by: 'BMAS/AL' }), { level: 'SIMPLE' }))
      .refused('CONSENT_MISSING', { codes: ['BMDS'] });
    const all = [draft(), ...consented()];
    after(...all)
      .when(as(sign('BMAS', 1, { by: 'BMAS/AL' }), { level: 'SIMPLE' }))
      .refused('MANDATE_INSUFFICIENT');
    after(...all)
      .when(as(sign('BMAS'), { level: 'SIMPLE', textHash: '00' }))
      .refused('SIGNATURE_LEVEL', { required: 'ADVANCED' });
    after(...all)
      .when(as(sign('BMAS'), { textHash: '00' }))
      .refused('HASH_MISMATCH');
    after(...all)
      .when(as(sign('BMAS'), { level: 'QUALIFIED', textHash: 'hash of Fassung 1' }))
      .then({ type: 'AgreementSigned' });
  });
  it('of every party makes it signed, none counts twice', () => {
    const two = [draft(), ...consented(), sign('BMAS'), sign('BMG')];
    after(...two)
      .when(sign('BMG'))
      .refused('WRONG_STATE', { state: 'CONCLUDED' });
    expect(after(...two).when(sign('BMDS')).state.phase).toBe('SIGNED');
    after(draft(), ...signed())
      .when(sign('BMDS'))
      .refused('WRONG_STATE', { state: 'SIGNED' });
  });
  it('of a Land is of the level that Länder need', () => {
    const withBerlin = [draft({ parties: ['BMAS', 'BMDS', 'BE'], funding: { basis: 'SHARE', items: [] } })];
    const all = [...withBerlin, ...['BMAS', 'BMDS', 'BE'].map((party) => consent(party))];
    after(...all)
      .when(sign('BE'))
      .refused('SIGNATURE_LEVEL', { required: 'QUALIFIED' });
    after(...all)
      .when(sign('BMAS'))
      .then({ type: 'AgreementSigned' });
    const simple = { ...rules, signatureLevel: { internal: 'SIMPLE', withLaender: 'ADVANCED' } } as const;
    after(...all)
      .when(sign('BE', 1, { facts: { ruleBook: { ...ruleBook, agreement: simple } } }))
      .then({ type: 'AgreementSigned' });
  });
});
