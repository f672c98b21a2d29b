import { randomUUID } from 'node:crypto';
import { Conflict, type EventStore } from '#event-store';
import fc from 'fast-check';
import { collect, collectStream, newEvents } from './event-store.support.js';

/** One append of a history: where relative to the end of its stream, and how much of its ids repeats the past. */
interface Step {
  readonly stream: number;
  readonly offset: number;
  readonly repeated: number;
  readonly fresh: number;
}

interface Append {
  readonly stream: string;
  readonly expected: number;
  readonly ids: readonly string[];
  readonly outcome: { readonly revision: number } | { readonly current: number };
}

const steps = fc.array(
  fc.record({
    stream: fc.nat({ max: 2 }),
    offset: fc.integer({ min: -5, max: 2 }),
    repeated: fc.nat({ max: 3 }),
    fresh: fc.nat({ max: 2 }),
  }),
  { minLength: 1, maxLength: 40 },
);

/** The contract as a model: what each append yields on a log that is a list of ids per stream. */
const play = (history: readonly Step[]) => {
  const streams = new Map<string, string[]>();
  const names = [0, 1, 2].map(() => `model-${randomUUID()}`);
  const appends = history.map(({ stream: number, offset, repeated, fresh }): Append => {
    const stream = names[number] ?? '';
    const past = streams.get(stream) ?? [];
    const current = past.length - 1;
    const expected = Math.max(-1, current + offset);
    const old = past.slice(expected + 1, expected + 1 + repeated);
    const ids = [...old, ...Array.from({ length: fresh + (old.length === 0 ? 1 : 0) }, () => randomUUID())];
    const isRepetition = expected < current && ids.every((id, index) => past[expected + 1 + index] === id);
    if (expected === current) streams.set(stream, [...past, ...ids]);
    const succeeds = expected === current || isRepetition;
    return { stream, expected, ids, outcome: succeeds ? { revision: expected + ids.length } : { current } };
  });
  return { streams, appends };
};

const outcomeOf = async (store: EventStore, { stream, expected, ids }: Append): Promise<Append['outcome']> => {
  try {
    return { revision: await store.append(stream, expected, newEvents(ids.length, ids)) };
  } catch (error) {
    if (error instanceof Conflict) return { current: error.current };
    throw error;
  }
};

const agrees = async (
  store: EventStore,
  history: readonly Step[],
  run: (appends: readonly Append[]) => Promise<unknown[]>,
) => {
  const after = await store.head();
  const { streams, appends } = play(history);
  expect(await run(appends)).toEqual(appends.map(({ outcome }) => outcome));
  for (const [stream, ids] of streams) {
    const found = await collectStream(store, stream);
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect(found.map(({ revision }) => revision)).toEqual(ids.map((_, index) => index));
  }
  const all = await collect(store.readAll(after));
  expect(all).toHaveLength([...streams.values()].flat().length);
};

/** Random histories of append, retry and conflict have the outcome that the model says. */
export const historyContract = (store: () => EventStore): void => {
  it('agrees with the model on every history of appends, repetitions and conflicts', () =>
    fc.assert(
      fc.asyncProperty(steps, (history) =>
        agrees(store(), history, async (appends) => {
          const outcomes: unknown[] = [];
          for (const append of appends) outcomes.push(await outcomeOf(store(), append));
          return outcomes;
        }),
      ),
      { numRuns: 40 },
    ));

  it('agrees with the model when a whole history is under way at once: the order of each stream is kept', () =>
    fc.assert(
      fc.asyncProperty(steps, (history) =>
        agrees(store(), history, (appends) => Promise.all(appends.map((append) => outcomeOf(store(), append)))),
      ),
      { numRuns: 40 },
    ));
};
