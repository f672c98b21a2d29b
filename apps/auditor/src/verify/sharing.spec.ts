import fc from 'fast-check';
import { uuidV5 } from '#evidence';
import type { Read } from './read.js';
import { MOST_BEHIND, sharing } from './sharing.js';

const NAMESPACE = '6f6b1f0e-3b0c-4c7a-9f43-1d0a7a6a2c12';
const streamOf = (number: number): string => `matter-${uuidV5(NAMESPACE, String(number))}`;

const read = (stream: string, revision: number, whole = true): Read => {
  return { stream, revision, whole, index: 0n, hidden: false, bytes: Buffer.alloc(0) };
};

/** Who reads (0) and so many threads, each as far behind as is said of it; what each of them took. */
function office(threads: number) {
  const taken: Read[][] = Array.from({ length: threads + 1 }, () => []);
  const far = taken.map(() => 0);
  const taker = (number: number) => ({ take: (one: Read) => taken[number]!.push(one), behind: () => far[number]! });
  const [here, ...members] = taken.map((_, number) => taker(number));
  return { taken, far, share: sharing(members, here!) };
}
const took = (taken: readonly Read[][], stream: string): number[] =>
  taken.flatMap((reads, number) => (reads.some((one) => one.stream === stream) ? [number] : []));

describe('records that are shared with threads', () => {
  it('stay together by their matter, however far a thread is behind in the meantime', () => {
    const step = fc.record({ matter: fc.nat(30), behind: fc.nat(MOST_BEHIND), whole: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 200 }), (threads, steps) => {
        const { taken, far, share } = office(threads);
        const revisions = new Map<string, number>();
        for (const { matter, behind, whole } of steps) {
          far.fill(behind);
          const stream = streamOf(matter);
          const revision = revisions.get(stream) ?? 0;
          revisions.set(stream, revision + 1);
          share(read(stream, revision, whole));
        }
        for (const stream of revisions.keys()) expect(took(taken, stream)).toHaveLength(1);
        expect(taken.flat()).toHaveLength(steps.length);
      }),
    );
  });

  it('come to everybody where they concern all matters', () => {
    const { taken, far, share } = office(2);
    far.fill(MOST_BEHIND);
    for (const stream of ['body-DA', 'ministry-BMF', 'calendar-Berlin', 'rulebook-RB-POLOPS']) share(read(stream, 0));
    expect(taken.map((reads) => reads.length)).toEqual([4, 4, 4]);
  });

  it.each([
    [0, 0],
    [1, 0],
    [MOST_BEHIND, 1],
  ])('go to a thread that is %d batches behind unless it is too much: who reads takes %d of all', (behind, part) => {
    const { taken, far, share } = office(1);
    far.fill(behind);
    for (let number = 0; number < 100; number += 1) share(read(streamOf(number), 0));
    expect(taken[0]).toHaveLength(100 * part);
  });

  it('go more often to who reads the further a thread is behind', () => {
    const parts = [2, 4, 6].map((behind) => {
      const { taken, far, share } = office(1);
      far.fill(behind);
      for (let number = 0; number < 1_000; number += 1) share(read(streamOf(number), 0));
      return taken[0]!.length;
    });
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    expect(parts[0]).toBeGreaterThan(50);
    expect(parts[2]).toBeLessThan(950);
  });

  it('are not taken over in the midst of a matter', () => {
    const { taken, far, share } = office(1);
    share(read(streamOf(1), 0));
    far.fill(MOST_BEHIND);
    share(read(streamOf(1), 1));
    share(read(streamOf(1), 0, false));
    share(read(streamOf(2), 5));
    expect(taken.map((reads) => reads.length)).toEqual([0, 4]);
  });
});
