import fc from 'fast-check';
import { agreementHistories, type Attempt } from '../../test/agreement-histories.js';
import { splitGap } from './funding.js';
import { agreementOn } from './questions.js';
import { declaredOn, neededFor, negotiated, partiesOf, versionOf } from './state.js';

const holds = (law: (attempt: Attempt, history: readonly Attempt[]) => void, numRuns = 400) =>
  fc.assert(
    fc.property(agreementHistories, (history) => {
      for (const attempt of history) law(attempt, history);
    }),
    { numRuns, seed: 4 },
  );

const houseOf = ({ command: { data, meta } }: Attempt): string | undefined =>
  'party' in data ? data.party : meta.actor.ministry;

describe('an agreement in force', () => {
  it('has every present party’s consent and signature for its version (I9)', () => {
    holds(({ after }) => {
      if (after.phase !== 'IN_FORCE') return;
      const { consents, signatures, current } = after;
      for (const party of partiesOf(after)) {
        expect(declaredOn(consents, current)).toContain(party);
        expect(declaredOn(signatures, current)).toContain(party);
      }
    });
  });
  it('is financed to exactly 100 % in every year (I9)', () => {
    holds(({ after }) => {
      if (after.phase !== 'IN_FORCE') return;
      const { funding, term } = versionOf(after, after.current);
      expect(splitGap(funding, partiesOf(after), term.from)).toBeUndefined();
    });
  });
  it('has one accountable ministry for every item, which was a party when it entered into force', () => {
    holds(({ after }) => {
      if (after.inForce.length === 0) return;
      const houses = after.memberships.map(({ party }) => party);
      const { responsibilities } = versionOf(after, after.current);
      expect(new Set(responsibilities.map(({ item }) => item)).size).toBe(responsibilities.length);
      for (const { accountable } of responsibilities) expect(houses).toContain(accountable);
    });
  });
});

describe('nobody but the parties', () => {
  it('changes anything: what a third house sends is refused, save the declarations of who accedes', () => {
    holds((attempt) => {
      const { before, events, command } = attempt;
      const house = houseOf(attempt);
      if (before.phase === 'NONE' || command.meta.actor.function === 'SEC') return;
      const involved = [...partiesOf(before), ...neededFor(before, negotiated(before))];
      if (house === undefined || !involved.includes(house)) expect(events).toEqual([]);
    });
  });
  it('changes who is bound, on any day: a house is bound only by its own signature, and freed only by its own notice', () => {
    holds(({ before, after, command }) => {
      if (before.phase === 'NONE') return;
      const bound = partiesOf(before);
      for (const party of partiesOf(after).filter((one) => !bound.includes(one)))
        expect(declaredOn(after.signatures, after.current)).toContain(party);
      for (const party of bound.filter((one) => !partiesOf(after).includes(one))) {
        expect(command).toMatchObject({ type: 'LeaveAgreement', data: { party } });
        expect(before.notices.map((notice) => notice.party)).toContain(party);
      }
    });
  });
});

describe('what was in force on a day', () => {
  it('stays what it was, whatever is agreed later', () => {
    holds(({ before, after, events }) => {
      if (!events.some(({ type }) => type === 'AgreementAmended' || type === 'AmendmentProposed')) return;
      const past = '2027-01-03';
      const { text, parties, funding } = agreementOn(before, past, past);
      expect(agreementOn(after, past, past)).toMatchObject({ text, parties, funding });
    });
  });
  it('is reached by random histories at all: amendments, accessions and departures occur', () => {
    const seen = new Set<string>();
    holds(({ events, after }) => {
      for (const { type } of events) seen.add(type);
      if (after.memberships.some(({ from }) => from !== undefined)) seen.add('accession');
    });
    expect([...seen].sort()).toEqual(
      expect.arrayContaining([
        'AgreementActivated',
        'AgreementAmended',
        'PartyLeft',
        'FundingRevisionRequired',
        'accession',
      ]),
    );
  });
});
