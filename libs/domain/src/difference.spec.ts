import fc from 'fast-check';
import { differencesBetween, type Profile } from './difference.js';

const shown = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()));
/** Names that are no place in a list. */
const name = fc.stringMatching(/^[a-z]{1,3}$/);
const profile: fc.Arbitrary<Profile> = fc.dictionary(name, fc.oneof(shown, fc.dictionary(name, shown)));

describe('differences', () => {
  it('name what changed, what came, and what went', () => {
    const before = { phase: 'OPEN', votes: { AA: 'SILENT', BMF: 'CONSENT' }, seats: ['AA'], effect: 'NONE' };
    const after = { phase: 'OPEN', votes: { AA: 'OBJECTION', BMI: 'CONSENT' }, seats: ['AA', 'BMF'] };
    expect(differencesBetween(before, after)).toEqual([
      { aspect: 'votes', of: 'AA', before: 'SILENT', after: 'OBJECTION' },
      { aspect: 'votes', of: 'BMF', before: 'CONSENT' },
      { aspect: 'votes', of: 'BMI', after: 'CONSENT' },
      { aspect: 'seats', before: ['AA'], after: ['AA', 'BMF'] },
      { aspect: 'effect', before: 'NONE' },
    ]);
  });

  it('are none between the same', () =>
    fc.assert(
      fc.property(profile, (one) => {
        expect(differencesBetween(one, structuredClone(one))).toEqual([]);
      }),
    ));

  it('are the same backwards, with both sides exchanged', () =>
    fc.assert(
      fc.property(profile, profile, (a, b) => {
        const key = (side: unknown, other: unknown, aspect: string, of = '') =>
          JSON.stringify([aspect, of, side, other]);
        const there = differencesBetween(a, b).map((one) => key(one.before, one.after, one.aspect, one.of));
        const back = differencesBetween(b, a).map((one) => key(one.after, one.before, one.aspect, one.of));
        expect(back.sort()).toEqual(there.sort());
      }),
    ));
});
