import fc from 'fast-check';
import { byDue } from './running.js';

describe('deadlines in their order', () => {
  it('are those given, the earliest first, and of the same instant as they came', () => {
    const deadline = fc.record({ dueAt: fc.constantFrom('2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04') });
    fc.assert(
      fc.property(fc.array(deadline, { maxLength: 20 }), (given) => {
        const numbered = given.map((one, number) => ({ ...one, number }));
        const expected = numbered.toSorted((a, b) => a.dueAt.localeCompare(b.dueAt) || a.number - b.number);
        expect(byDue(numbered)).toEqual(expected);
      }),
    );
  });
});
