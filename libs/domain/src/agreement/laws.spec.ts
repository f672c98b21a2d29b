import fc from 'fast-check';
import { PARTIES } from '../../test/agreement-course.js';
import { agreementHistories, attempt, type Attempt, dueBy } from '../../test/agreement-histories.js';
import { covers } from '../binding.js';
import { evolve } from '../decider.js';
import { addDays, dayOf, endOf } from '../time.js';
import { agreementBindingOf } from './binding.js';
import { agreement } from './decider.js';
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

/** The state when everything is over that ends before the day. */
function passedUntil(state: Attempt['after'], day: string): Attempt['after'] {
  const [first] = dueBy(state, endOf(addDays(day, -1)));
  return first ? passedUntil(attempt(first, state, 0).after, day) : state;
}

const DAYS = ['2026-12-31', '2027-01-01', '2027-12-31', '2028-01-01', '2028-07-03', '2029-12-31', '2032-01-01'];

describe('what binds a house on a day', () => {
  const boundOn = (state: Attempt['after'], day: string) => agreementBindingOf(state).filter((one) => covers(one, day));

  it('is the version in force on the day, for the parties of the day and nobody else', () => {
    holds(({ after }) => {
      if (after.phase === 'NONE') return;
      for (const day of DAYS) {
        const { inForce, parties, version, textHash, funding } = agreementOn(after, day, day);
        const bound = boundOn(after, day);
        const houses = bound.flatMap(({ reasons }) => Object.keys(reasons));
        expect(houses.toSorted()).toEqual(inForce ? parties.toSorted() : []);
        for (const one of bound) expect(one).toMatchObject({ version, textHash, shares: funding.items });
      }
    });
  });
  it('names accession for who joined by an amendment, and consent for the others', () => {
    holds(({ after }) => {
      for (const { reasons } of agreementBindingOf(after))
        for (const [house, reason] of Object.entries(reasons))
          expect(reason === 'CONSENT').toBe(PARTIES.includes(house));
    }, 100);
  });
  it('is not changed by anything that a third house sends', () => {
    holds((attempt) => {
      const { before, after } = attempt;
      const house = houseOf(attempt);
      if (before.phase === 'NONE' || attempt.command.meta.actor.function === 'SEC') return;
      if (house !== undefined && neededFor(before, negotiated(before)).includes(house)) return;
      expect(agreementBindingOf(after)).toEqual(agreementBindingOf(before));
    });
  });
});

describe('what was in force on a day', () => {
  it('is what was foreseen for it, where nothing but time has passed', () => {
    const shown = (state: Attempt['after'], day: string) => {
      const { inForce, version, parties } = agreementOn(state, day, day);
      return inForce ? { day, version, parties } : { day };
    };
    const days = ['2027-06-30', '2028-01-01', '2029-07-01', '2035-01-01'];
    holds(({ after, events }) => {
      if (events.length === 0) return;
      const came = days.map((day) => shown(passedUntil(after, day), day));
      expect(days.map((day) => shown(after, day))).toEqual(came);
    }, 100);
  });
  it('follows from the records up to it, however often they are read', () => {
    holds(({ after }, history) => {
      const until = history.findIndex((one) => one.after === after);
      const events = history.slice(0, until + 1).flatMap((one) => one.events);
      const read = (JSON.parse(JSON.stringify(events)) as typeof events).reduce(
        (state, event) => evolve(agreement, state, event),
        agreement.initial,
      );
      expect(read).toEqual(after);
    }, 40);
  });
  it('stays what it was, whatever is agreed or ends later', () => {
    holds(({ before, after, events, command: { type, meta } }) => {
      if (events.length === 0 || type === 'DraftAgreement' || type === 'ActivateAgreement') return;
      const yesterday = addDays(dayOf(meta.now), -1);
      const { inForce, text, parties, funding } = agreementOn(before, yesterday, yesterday);
      expect(agreementOn(after, yesterday, yesterday)).toMatchObject({
        inForce,
        ...(inForce && { text, parties, funding }),
      });
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
        'AgreementTerminated',
        'AgreementExpired',
        'AgreementAbandoned',
        'accession',
      ]),
    );
  });
});
