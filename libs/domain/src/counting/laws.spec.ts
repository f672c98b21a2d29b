import fc from 'fast-check';
import type { Ballot, Count, Outcome, Position } from './ballot.js';
import { count } from './rules.js';
import type { RuleId } from './rules.js';

const SEATS = ['AA', 'BKAmt', 'BMAS', 'BMDS', 'BMF', 'BMG', 'BMI', 'BMV', 'BMVg', 'BMZ'];
const POSITIONS: readonly Position[] = ['Y', 'N', 'A', 'C', 'V'];

const params = {
  'unanimous-express@1': fc.record({ abstentionAllowed: fc.boolean() }),
  'consensus-silence@1': fc.record({ minExpress: fc.integer({ min: 0, max: 4 }), abstentionAllowed: fc.boolean() }),
  'objection-threshold@1': fc.record({ k: fc.integer({ min: 0, max: 4 }) }),
  'simple-majority@1': fc.record({ base: fc.constantFrom('CAST', 'PRESENT') }),
  'absolute-majority@1': fc.constant({}),
  'qualified-majority@1': fc
    .tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom('CAST', 'PRESENT', 'MEMBERS'),
    )
    .map(([num, rest, base]) => ({ num, den: num + rest, base })),
  'staged-consensus@1': fc.record({ attempts: fc.integer({ min: 1, max: 3 }), abstentionAllowed: fc.boolean() }),
} satisfies Record<RuleId, fc.Arbitrary<Record<string, unknown>>>;

/** Positions are mostly consents, so that agreement is not rare. */
const positionsFor = (seats: readonly string[]): fc.Arbitrary<Record<string, Position>> =>
  fc
    .array(fc.option(fc.constantFrom<Position>('Y', 'Y', 'Y', 'Y', ...POSITIONS)), {
      minLength: seats.length,
      maxLength: seats.length,
    })
    .map((all) => Object.fromEntries(seats.flatMap((seat, i) => (all[i] ? [[seat, all[i]]] : []))));

/** Everybody votes who is present in a meeting, and only they: R19. */
const ballots: fc.Arbitrary<Ballot> = fc
  .subarray(SEATS)
  .chain((eligible) =>
    fc.record({
      eligible: fc.constant(eligible),
      positions: positionsFor(eligible),
      lead: fc.constantFrom(...SEATS),
      chairSeat: fc.constantFrom(...SEATS),
      mode: fc.constantFrom('WRITTEN' as const, 'MEETING' as const),
      failedRounds: fc.integer({ min: 0, max: 4 }),
    }),
  )
  .map((ballot) => ({ ...ballot, present: Object.keys(ballot.positions) }));

const RANK: Readonly<Record<Outcome, number>> = { DISSENT: 0, REJECTED: 0, INCOMPLETE: 1, AGREED: 2 };

function counted(rule: string, some: Record<string, unknown>, ballot: Ballot): Count {
  const result = count(rule, some, ballot);
  if (!result) throw new Error(`${rule} did not count`);
  return result;
}

describe.each(Object.entries(params))('%s', (rule, arbitrary) => {
  const some: fc.Arbitrary<Record<string, unknown>> = arbitrary;

  it('gives the same result in any order of seats, votes and attendance', () => {
    const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
      fc.shuffledSubarray([...items], { minLength: items.length });
    const permuted = ballots.chain((ballot) =>
      fc
        .tuple(shuffled(ballot.eligible), shuffled(Object.entries(ballot.positions)), shuffled(ballot.present ?? []))
        .map(([eligible, positions, present]): [Ballot, Ballot] => [
          ballot,
          { ...ballot, eligible, positions: Object.fromEntries(positions), present },
        ]),
    );
    fc.assert(
      fc.property(some, permuted, (chosen, [ballot, other]) => {
        expect(counted(rule, chosen, other)).toEqual(counted(rule, chosen, ballot));
      }),
    );
  });

  it('never counts more than the entitled, and each of them once', () => {
    fc.assert(
      fc.property(some, ballots, (chosen, ballot) => {
        const { tally, objections, deemed } = counted(rule, chosen, ballot);
        const { E, Y, N, A, S, V, C } = tally;
        expect(Y + N + A + S + V + C).toBe(ballot.eligible.length);
        expect([ballot.eligible.length, ballot.eligible.length - C]).toContain(E);
        expect(objections).toHaveLength(N + V);
        expect(deemed.every((seat) => ballot.eligible.includes(seat) && !(seat in ballot.positions))).toBe(true);
      }),
    );
  });

  it('agrees exactly when every condition it names is met, by integers', () => {
    fc.assert(
      fc.property(some, ballots, (chosen, ballot) => {
        const { outcome, conditions } = counted(rule, chosen, ballot);
        expect(conditions.every(({ met }) => met)).toBe(outcome === 'AGREED');
        for (const { left, right, shortBy, met, seats } of conditions) {
          expect([left, right, shortBy].every(Number.isSafeInteger)).toBe(true);
          expect(shortBy === 0).toBe(met);
          expect(seats.every((seat) => ballot.eligible.includes(seat))).toBe(true);
        }
      }),
    );
  });

  it('is never worse off for one more consent', () => {
    fc.assert(
      fc.property(some, ballots, fc.constantFrom(...SEATS), (chosen, ballot, seat) => {
        fc.pre(ballot.eligible.includes(seat));
        const positions = { ...ballot.positions, [seat]: 'Y' as const };
        const better = { ...ballot, positions, present: Object.keys(positions) };
        expect(RANK[counted(rule, chosen, better).outcome]).toBeGreaterThanOrEqual(
          RANK[counted(rule, chosen, ballot).outcome],
        );
      }),
    );
  });

  it('is never better off for one more objection in place of a consent', () => {
    fc.assert(
      fc.property(some, ballots, fc.constantFrom(...SEATS), (chosen, ballot, seat) => {
        fc.pre(ballot.positions[seat] === 'Y');
        const worse = { ...ballot, positions: { ...ballot.positions, [seat]: 'N' as const } };
        expect(RANK[counted(rule, chosen, worse).outcome]).toBeLessThanOrEqual(
          RANK[counted(rule, chosen, ballot).outcome],
        );
      }),
    );
  });

  it('hears nobody who is not entitled', () => {
    fc.assert(
      fc.property(some, ballots, fc.constantFrom(...POSITIONS), (chosen, ballot, position) => {
        const crowded = { ...ballot, positions: { ...ballot.positions, GUEST: position } };
        expect(counted(rule, chosen, crowded)).toEqual(counted(rule, chosen, ballot));
      }),
    );
  });
});
