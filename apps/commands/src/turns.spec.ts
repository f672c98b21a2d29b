import { setTimeout as wait } from 'node:timers/promises';
import { turns } from './turns.js';

describe('works with the same key', () => {
  it('follow each other in the order of asking, also after one that failed', async () => {
    const inTurn = turns();
    const done: string[] = [];
    const work = (name: string, milliseconds: number) => async () => {
      await wait(milliseconds);
      done.push(name);
      if (name === 'b') throw new Error('b failed');
      return name;
    };
    const outcomes = await Promise.allSettled([
      inTurn('x', work('a', 20)),
      inTurn('x', work('b', 10)),
      inTurn('y', work('other', 0)),
      inTurn('x', work('c', 0)),
    ]);
    expect(done).toEqual(['other', 'a', 'b', 'c']);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });
});
