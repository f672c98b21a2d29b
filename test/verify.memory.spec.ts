import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { matter } from '#domain';
import { latest, timeAfter } from '../apps/auditor/src/verify/latest.js';
import { findings } from '../apps/auditor/src/verify/findings.js';
import { shelf, type Squeeze } from '../apps/auditor/src/verify/shelf.js';
import { squeezed } from '../apps/auditor/src/verify/squeeze.js';
import { uuidSet, wordsOf } from '../apps/auditor/src/verify/uuid-set.js';

describe('a shelf', () => {
  const MANY = 5_000;
  const value = (number: number) => ({
    number,
    state: { ...matter.initial, id: String(number) },
    index: BigInt(number),
  });
  const filled = () => {
    const kept = shelf<ReturnType<typeof value>>(
      { tell: ({ number }) => String(number % 10), weigh: () => 1 },
      { squeeze: squeezed, atHand: 1_000 },
    );
    for (let number = 0; number < MANY; number += 1) kept.add(String(number), value(number));
    return kept;
  };

  it('gives back everything as it was, members without a value included, in whatever order it is asked for', () => {
    const kept = filled();
    for (let turn = 0; turn < 2; turn += 1)
      for (let number = 0; number < MANY; number += 7) {
        const back = kept.get(String(number));
        expect(back).toEqual(value(number));
        expect(Object.keys(back?.state ?? {})).toEqual(Object.keys(matter.initial));
      }
    expect(kept.get('none')).toBeUndefined();
  });

  it('keeps what was changed in a value that was got', () => {
    const kept = filled();
    const early = kept.get('3')!;
    early.index = 77n;
    for (let number = MANY; number < 2 * MANY; number += 1) kept.add(String(number), value(number));
    expect(kept.get('3')).toEqual({ ...value(3), index: 77n });
  });

  it('forgets what it is told to, put away or not', () => {
    const kept = filled();
    for (const name of ['3', String(MANY - 1)]) {
      kept.delete(name);
      expect(kept.get(name)).toBeUndefined();
    }
    expect([...kept.all(() => true)]).toHaveLength(MANY - 2);
  });

  it('keeps no more at hand where nothing is new and everything is asked for again', () => {
    let atHand = 0;
    const counting: Squeeze = (values) => {
      atHand -= values.length;
      const unpack = squeezed(values);
      return (at) => {
        atHand += 1;
        return unpack(at);
      };
    };
    const kept = shelf<ReturnType<typeof value>>({ tell: String, weigh: () => 1 }, { squeeze: counting, atHand: 100 });
    for (let number = 0; number < MANY; number += 1) kept.add(String(number), value(number));
    atHand += MANY;
    for (let number = 0; number < MANY; number += 1) {
      expect(kept.get(String(number))).toEqual(value(number));
      expect(atHand).toBeLessThanOrEqual(200);
    }
  });

  it('puts away sooner what weighs much, be it at once or because it grew', () => {
    const put: number[] = [];
    const counting: Squeeze = (values) => {
      put.push(values.length);
      return squeezed(values);
    };
    const kept = shelf<number>({ tell: String, weigh: () => 12_000_000 }, { squeeze: counting, atHand: 1_000 });
    for (let number = 0; number < 6; number += 1) kept.add(String(number), number);
    expect(put).toEqual([3]);
    kept.add('6', 6);
    kept.grown(20_000_000);
    expect(put).toEqual([3, 3]);
    for (let number = 0; number < 7; number += 1) expect(kept.get(String(number))).toBe(number);
  });

  it('unpacks only those that it is asked about, each once', () => {
    const kept = filled();
    kept.get('17');
    const found = [...kept.all((known) => known === '7')].map(([name, { number }]) => [Number(name), number]);
    expect(found).toHaveLength(MANY / 10);
    expect(found.every(([name, number]) => name === number && number! % 10 === 7)).toBe(true);
    expect(new Set(found.map(([name]) => name)).size).toBe(MANY / 10);
  });
});

describe('a set of ids', () => {
  const words = wordsOf();

  it('knows every id that it was given, and no other', () => {
    const set = uuidSet();
    const ids = Array.from({ length: 30_000 }, () => randomUUID());
    expect(ids.every((id) => set.add(words(id)))).toBe(true);
    expect(ids.some((id) => set.add(words(id)))).toBe(false);
  });

  it('takes ids that resemble each other for different ones', () => {
    const set = uuidSet();
    const zero = '00000000-0000-0000-0000-000000000000';
    const near = Array.from(zero, (sign, at) => (sign === '0' ? `${zero.slice(0, at)}1${zero.slice(at + 1)}` : zero));
    const distinct = [...new Set([zero, ...near, zero.replaceAll('0', 'f')])];
    expect(distinct).toHaveLength(34);
    expect(distinct.every((id) => set.add(words(id)))).toBe(true);
    expect(distinct.some((id) => set.add(words(id)))).toBe(false);
  });
});

describe('the latest instant after a place', () => {
  it('is the largest of all that follow', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1 }), fc.nat(30), fc.nat(20), (times, place, seen) => {
        const at = (time: number) => `2027-01-01T00:00:${String(time).padStart(2, '0')}.000Z`;
        const all = latest();
        for (const [index, time] of times.entries()) all.add(BigInt(index), at(time));
        const expected = [at(seen), ...times.slice(place).map(at)].sort().at(-1);
        expect(timeAfter(all.until(at(seen)), BigInt(place))).toBe(expected);
      }),
    ));
});

describe('the latest instant, of a hostile log whose clock only falls,', () => {
  it('is never forgotten, however many come after it', () => {
    const all = latest();
    const day = (number: number): string => new Date(Date.UTC(2027, 0, 1) - number * 1_000).toISOString();
    for (let number = 0; number < 30_000; number += 1) all.add(BigInt(number), day(number));
    const ending = all.until('');
    expect(timeAfter(ending, 0n)).toBe(day(0));
    expect(timeAfter(ending, 29_999n)).toBe(day(29_999));
    expect(ending.falling.length).toBeLessThanOrEqual(10_000);
  });
});

describe('findings', () => {
  it('list the first hundred of the log, in whatever order and place they were found', () => {
    const order = Array.from({ length: 250 }, (_, index) => (index * 97) % 250);
    const one = findings();
    const other = findings();
    for (const index of order) (index % 3 === 0 ? one : other).add({ code: 'ID_REPEATED', index: BigInt(index) });
    one.merge({ kept: other.kept(), counts: other.counts() });
    expect(one.kept().map(({ index }) => Number(index))).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(one.counts().get('ID_REPEATED')).toBe(250);
  });
});
