import fc from 'fast-check';
import { foldKnown, knownAt, momentIn, type TimedRecord } from './axes.js';
import type { Decider, Event } from './decider.js';

/** Notes the revisions that were folded; an event of type `Rest` needs the one that its data names. */
const noting: Decider<{ type: 'Do' }, Event, readonly number[]> = {
  initial: [],
  decide: { Do: () => [] },
  evolve: {
    Noted: (state, { entry }) => [...state, entry.revision],
    Rest: (state, { data, entry }) => {
      if (!state.includes((data as { readonly on: number }).on)) throw new Error('rests on nothing');
      return [...state, entry.revision];
    },
  },
  erasable: {},
};

const record = (rev: number, at: string, more: Partial<TimedRecord> = {}): TimedRecord => ({
  ...{ type: 'Noted', rev, at, data: {}, by: { sub: '', org: '', role: '' }, cmd: { id: String(rev) } },
  ...more,
});
const DAY = ['2027-01-10T09:00:00.000Z', '2027-01-11T09:00:00.000Z', '2027-01-12T09:00:00.000Z'] as const;

describe('what was known', () => {
  it('is known from its receipt on, else from when it happened, else from when it was recorded', () => {
    expect(knownAt(record(0, DAY[2]))).toBe(DAY[2]);
    expect(knownAt(record(0, DAY[2], { occurred: DAY[1] }))).toBe(DAY[1]);
    expect(knownAt(record(0, DAY[2], { occurred: DAY[0], received: DAY[1] }))).toBe(DAY[1]);
    expect(knownAt(record(0, DAY[2], { data: { receivedAt: DAY[0] } }))).toBe(DAY[0]);
  });

  it('is known at the latest when it is recorded, whatever a record says', () => {
    expect(knownAt(record(0, DAY[0], { received: DAY[2] }))).toBe(DAY[0]);
    for (const data of [null, 'x', { receivedAt: 7 }, { receivedAt: 'soon' }, Object.create({ receivedAt: DAY[0] })])
      expect(knownAt(record(0, DAY[2], { data }))).toBe(DAY[2]);
  });

  it('leaves out what came later and keeps what was recorded later', () => {
    const records = [record(0, DAY[0]), record(1, DAY[1]), record(2, DAY[2], { received: DAY[0] })];
    const { state, leftOut, unfolded, steps } = foldKnown(noting, records, DAY[0]);
    expect(state).toEqual([0, 2]);
    expect(leftOut.map(({ rev }) => rev)).toEqual([1]);
    expect(unfolded).toEqual([]);
    expect(steps.at(-1)).toMatchObject({ before: [0], after: [0, 2] });
  });

  it('does not fold what rests on something that was not known', () => {
    const resting = { type: 'Rest', data: { on: 1 }, received: DAY[0] };
    const records = [record(0, DAY[0]), record(1, DAY[1]), record(2, DAY[2], resting), record(3, DAY[0])];
    const { state, unfolded } = foldKnown(noting, records, DAY[0]);
    expect(state).toEqual([0, 3]);
    expect(unfolded.map(({ rev }) => rev)).toEqual([2]);
  });

  it('does not fold what names a round or a level that was not known', () => {
    const named = [
      record(0, DAY[0], { data: { round: 'r' } }),
      record(1, DAY[0], { type: 'LevelClosed', data: { level: 'MINISTER' } }),
    ];
    expect(foldKnown(noting, named, DAY[2]).unfolded).toHaveLength(2);
  });

  it('is everything in the end, and never loses a record', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(2))), fc.nat(2), (times, on) => {
        const records = times.map(([at, received], rev) => record(rev, DAY[at]!, { received: DAY[received]! }));
        expect(foldKnown(noting, records, DAY[2]).state).toEqual(records.map(({ rev }) => rev));
        const { steps, leftOut, unfolded } = foldKnown(noting, records, DAY[on]!);
        expect(steps.length + leftOut.length + unfolded.length).toBe(records.length);
      }),
    ));
});

describe('a moment', () => {
  it('is an instant, or the last one of a day in Berlin', () => {
    expect(momentIn('2027-01-10T10:00:00+01:00')).toBe('2027-01-10T09:00:00.000Z');
    expect(momentIn('2027-01-10')).toBe('2027-01-10T22:59:59.999Z');
    expect(momentIn('2027-07-10')).toBe('2027-07-10T21:59:59.999Z');
    expect(momentIn('2027-02-30')).toBeUndefined();
    expect(momentIn('yesterday')).toBeUndefined();
  });
});
