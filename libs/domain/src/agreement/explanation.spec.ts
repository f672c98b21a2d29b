import {
  consent,
  draft,
  giveNotice,
  head,
  inForce,
  leave,
  PARTIES,
  ruleBook,
  share,
  shares,
  step,
} from '../../test/agreement-course.js';
import type { Grounds } from '../grounds.js';
import { specification } from '../testing.js';
import { agreement } from './decider.js';
import { agreementExplanationOf } from './explanation.js';
import type { AgreementCommand, AgreementEvent } from './messages.js';

const { given } = specification(agreement);
const TODAY = '2027-06-01';
const NEW_YEAR = '2028-01-01T00:00:00+01:00';

function explained(day: string, ...commands: readonly AgreementCommand[]) {
  const { state, history: events } = given().when(...(commands as [AgreementCommand]));
  const adopted: Grounds<AgreementEvent>['adopted'] = ({ version }) => ({
    ...{ version, content: ruleBook, contentHash: '', authors: [], status: 'ADOPTED' },
    ...{ from: '2026-12-01', revision: 2 },
  });
  const records = (type: string) => events.filter((one) => one.type === type).map(({ entry }) => entry.revision);
  return { why: agreementExplanationOf(state, day, { events, ruleBookAt: () => ruleBook, adopted }), records };
}

describe('the explanation of an agreement', () => {
  it('names the rule, the rule book with its adoption and legal basis', () => {
    const { why, records } = explained(TODAY, ...inForce());
    expect(why.rule).toBe('all-parties-consent@1');
    expect(why.books).toEqual([
      {
        ...{ id: 'RB-VV', version: '1.0.0', revision: records('AgreementPartyConsented')[0], adopted: 2 },
        legalBasis: { type: 'ORGANISATION_DECREE', reference: 'Fall-Rechtsgrundlage' },
      },
    ]);
    expect(explained(TODAY, draft()).why).toMatchObject({ books: [], declarations: [], departures: [] });
  });

  it('names the record behind version, consents, signatures, backings and entry into force', () => {
    const { why, records } = explained(TODAY, ...inForce());
    const declared = (what: string, more: object = {}) =>
      PARTIES.map((party, place) => ({
        ...{ party, what, version: 1, rank: 'STATE_SECRETARY', revision: records(what)[place] },
        ...more,
      }));
    expect(why.declarations).toEqual([
      ...declared('AgreementPartyConsented'),
      ...declared('AgreementSigned', { level: 'ADVANCED' }),
    ]);
    expect(why).toMatchObject({
      versionRevision: 0,
      backed: PARTIES.map((party, place) => ({ party, withdrawn: false, revision: records('BackingDeclared')[place] })),
      entry: { version: 1, from: '2027-01-01', revision: records('AgreementActivated')[0] },
    });
  });

  it('names the record behind notice, departure and reduction, which stay when the party has left', () => {
    const { why, records } = explained(
      '2028-01-01',
      ...inForce(),
      giveNotice('BMG', '2027-12-31'),
      leave('BMG', NEW_YEAR),
    );
    const revision = (type: string) => records(type)[0];
    expect(why).toMatchObject({
      ...{ phase: 'REDUCED', notices: [] },
      noticesGiven: [{ party: 'BMG', effectiveOn: '2027-12-31', revision: revision('TerminationNoticeGiven') }],
      departures: [{ party: 'BMG', remaining: ['BMAS', 'BMDS'], revision: revision('PartyLeft') }],
      reductions: [{ openShareBp: 3500, revision: revision('FundingRevisionRequired') }],
    });
    expect(why).not.toHaveProperty('end');
  });

  it('names the record by which a notice or a backing was withdrawn', () => {
    const { why, records } = explained(
      TODAY,
      ...inForce(),
      giveNotice('BMG', '2027-12-31'),
      step('WithdrawNotice', { party: 'BMG', consents: ['BMAS', 'BMDS'] }, { by: head('BMG') }),
      step('WithdrawBacking', { party: 'BMG' }, { by: head('BMG') }),
    );
    expect(why.noticesGiven).toMatchObject([{ withdrawn: records('TerminationNoticeWithdrawn')[0] }]);
    expect(why.backed).toContainEqual({ party: 'BMG', withdrawn: true, revision: records('BackingWithdrawn')[0] });
  });

  it('names the record by which it ended: with its parties, its term, or before it began', () => {
    const ends = (...commands: readonly AgreementCommand[]) => explained('2028-01-01', ...commands).why.end;
    const leaving = [giveNotice('BMG', '2027-12-31'), leave('BMG', NEW_YEAR)];
    expect(ends(...inForce({ continuation: false }), ...leaving)).toMatchObject({
      ...{ what: 'AgreementTerminated', on: '2027-12-31' },
    });
    const until = inForce({ term: { from: '2027-01-01', to: '2027-12-31' } });
    const expire = step('ExpireAgreement', {}, { at: NEW_YEAR, by: 'SEC/A' });
    expect(ends(...until, expire)).toMatchObject({ what: 'AgreementExpired', on: '2027-12-31' });
    expect(ends(draft(), step('AbandonAgreement', { reason: 'kein Geld' }))).toEqual({
      ...{ what: 'AgreementAbandoned', revision: 1 },
    });
  });

  it('names declarations on the version in force and on the one proposed, with the version of each', () => {
    const funding = shares(share('BMAS', 5000), share('BMG', 2500), share('BMDS', 2500));
    const amend = step('ProposeAmendment', { funding }, { at: '2027-05-14T09:00:00+02:00' });
    const { why } = explained(TODAY, ...inForce(), amend, consent('BMG', 2));
    expect(why.declarations.map(({ version }) => version)).toEqual([1, 1, 1, 1, 1, 1, 2]);
    expect(why).toMatchObject({ version: 1, proposed: 2, entry: { version: 1 } });
  });
});
