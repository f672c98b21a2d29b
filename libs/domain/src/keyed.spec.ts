import fc from 'fast-check';
import { type Keyed, put, valueOf, valuesOf } from './keyed.js';

const changes = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'toString'), fc.integer()), {
  maxLength: 60,
});

describe('values by key', () => {
  it('are those that were put last, in the order in which their keys came', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const map = new Map<string, number>();
        let values: Keyed<number> = [];
        for (const [key, value] of list) {
          map.set(key, value);
          values = put(values, key, value);
        }
        expect(valuesOf(values)).toEqual([...map.values()]);
        for (const key of ['a', 'g', 'toString', 'none']) expect(valueOf(values, key)).toBe(map.get(key));
      }),
    );
  });

  it('stay as they are for whoever holds them', () => {
    const before = put(put([], 'a', 1), 'b', 2);
    const after = put(put(before, 'a', 3), 'c', 4);
    expect([valuesOf(before), valuesOf(after)]).toEqual([
      [1, 2],
      [3, 2, 4],
    ]);
    expect([valueOf(before, 'c'), valueOf(after, 'a')]).toEqual([undefined, 3]);
  });

  it('lie in few blocks, each larger than the next, however many there are', () => {
    let values: Keyed<number> = [];
    for (let key = 0; key < 1_000; key += 1) values = put(values, String(key), key);
    const sizes = values.map((block) => block.size);
    expect(sizes).toEqual([...new Set(sizes)].toSorted((a, b) => b - a));
    expect(sizes.length).toBeLessThan(12);
  });
});
