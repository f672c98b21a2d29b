import fc from 'fast-check';
import { difference, differenceOfEvents } from './comparison.js';

describe('an expected object', () => {
  it('is compared by the fields it lists', () => {
    expect(difference({ phase: 'OPEN' }, { phase: 'OPEN', version: 1 })).toBeUndefined();
    expect(difference({ phase: 'OPEN' }, { phase: 'DRAFT' })).toBe('phase: expected "OPEN", found "DRAFT"');
    expect(difference({ round: { no: 2 } }, { round: { no: 1 } })).toBe('round.no: expected 2, found 1');
    expect(difference({ round: { no: 2 } }, {})).toBe('round: expected {"no":2}, found nothing');
    expect(difference({ round: { no: 2 } }, { round: [2] })).toContain('found [2]');
  });

  it('knows the difference between nothing, null and zero', () => {
    expect(difference({ S: 0 }, {})).toBeDefined();
    expect(difference({ S: 0 }, { S: null })).toBeDefined();
    expect(difference({ S: null }, { S: null })).toBeUndefined();
  });
});

describe('an expected list', () => {
  it('has the same elements in any order', () => {
    expect(difference(['BMF', 'BMI'], ['BMI', 'BMF'])).toBeUndefined();
    expect(difference(['BMF'], ['BMI', 'BMF'])).toContain('expected ["BMF"]');
    expect(difference(['BMF', 'BMF'], ['BMI', 'BMF'])).toContain('"BMF" is missing');
    expect(difference([], 'BMF')).toContain('expected a list');
  });

  it('gives every element one of its own, though several may fit', () => {
    const found = [
      { seat: 'BMF', value: 'CONSENT' },
      { seat: 'BMI', value: 'CONSENT' },
    ];
    expect(difference([{ value: 'CONSENT' }, { seat: 'BMF' }], found)).toBeUndefined();
    expect(difference([{ seat: 'BMF' }, { seat: 'BMF' }], found)).toContain('is missing');
  });

  it('fits each of its permutations', () => {
    const shuffled = fc
      .uniqueArray(fc.string(), { maxLength: 8 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(fc.property(shuffled, ([list, other]) => difference(list, other) === undefined));
  });

  it('is ordered where it is called events or types', () => {
    expect(difference({ types: ['A', 'B'] }, { types: ['B', 'A'] })).toBe('types[0]: expected "A", found "B"');
    expect(difference({ types: ['A'] }, { types: ['A', 'B'] })).toContain('found ["A","B"]');
  });

  it('may ask for some of the elements only', () => {
    expect(
      difference({ eligible: { $contains: [{ seat: 'BMI' }] } }, { eligible: [{ seat: 'AA' }, { seat: 'BMI' }] }),
    ).toBe(undefined);
    expect(difference({ $contains: ['BMG'] }, ['BMI'], 'seats')).toBe('seats: "BMG" is missing in ["BMI"]');
    expect(difference({ $contains: [] }, undefined)).toContain('expected a list');
  });
});

describe('an expected text', () => {
  it('is an instant if both are', () => {
    expect(difference('2027-01-26T00:00:00+01:00', '2027-01-25T23:00:00.000Z')).toBeUndefined();
    expect(difference('2027-01-26T00:00:00+01:00', '2027-01-25T22:59:59.999Z')).toBeDefined();
    expect(difference('2027-01-26', '2027-01-26T00:00:00Z')).toBeDefined();
  });

  it('is compared exactly otherwise', () => {
    expect(difference('Fassung 1', 'fassung 1')).toBeDefined();
    expect(difference('1', 1)).toBeDefined();
  });
});

describe('expected events', () => {
  const voted = { type: 'VoteCast', data: { seat: 'BMI', value: 'CONSENT' } };
  const closed = { type: 'RoundClosed', data: { cause: 'DEADLINE' } };

  it('are named by type, several at once, or with fields', () => {
    expect(differenceOfEvents(['VoteCast*2', { RoundClosed: { cause: 'DEADLINE' } }], [voted, voted, closed])).toBe(
      undefined,
    );
    expect(differenceOfEvents([], [])).toBeUndefined();
  });

  it('are all that was recorded, in order', () => {
    expect(differenceOfEvents(['VoteCast'], [voted, closed])).toContain('events: expected ["VoteCast"]');
    expect(differenceOfEvents(['RoundClosed', 'VoteCast'], [voted, closed])).toContain('events[0]');
    expect(differenceOfEvents([{ VoteCast: { seat: 'BMF' } }], [voted])).toBe(
      'VoteCast.seat: expected "BMF", found "BMI"',
    );
  });
});
