import { together } from './together.js';

/** Halves even numbers, refuses odd ones, and fails as a whole where one is negative; notes what was asked together. */
function halves(most = 10) {
  const asked: (readonly number[])[] = [];
  const half = together(async (numbers: readonly number[]) => {
    asked.push(numbers);
    await Promise.resolve();
    if (numbers.some((number) => number < 0)) throw new Error('negative');
    return numbers.map((number) => () => {
      if (number % 2 === 1) throw new Error(`${number} is odd`);
      return number / 2;
    });
  }, most);
  return { asked, half };
}

describe('questions that come together', () => {
  it('are answered at once, each with its own answer', async () => {
    const { asked, half } = halves();
    expect(await Promise.all([4, 8, 6].map(half))).toEqual([2, 4, 3]);
    expect(await half(2)).toBe(1);
    expect(asked).toEqual([[4, 8, 6], [2]]);
  });

  it('are answered in parts where they are many', async () => {
    const { asked, half } = halves(2);
    expect(await Promise.all([2, 4, 6, 8, 10].map(half))).toEqual([1, 2, 3, 4, 5]);
    expect(asked).toEqual([[2, 4], [6, 8], [10]]);
  });

  it('do not suffer from one that has no answer', async () => {
    const { half } = halves();
    const settled = await Promise.allSettled([2, 3, 4].map(half));
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
      1,
      'Error: 3 is odd',
      2,
    ]);
  });

  it('are asked one by one where one of them makes all fail', async () => {
    const { asked, half } = halves();
    const settled = await Promise.allSettled([2, -2, 4].map(half));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(asked).toEqual([[2, -2, 4], [2], [-2], [4]]);
  });
});
