import { eachInTurn, nightly } from './nightly.js';

it('is due once a night, first in the night after the start', () => {
  const isNight = nightly('2027-01-11T14:00:00.000Z');
  expect(isNight('2027-01-11T14:00:01.000Z')).toBe(false);
  expect(isNight('2027-01-12T01:59:59.999Z')).toBe(false);
  expect(isNight('2027-01-12T02:00:00.000Z')).toBe(true);
  expect(isNight('2027-01-12T02:00:01.000Z')).toBe(false);
  expect(isNight('2027-01-12T23:59:59.000Z')).toBe(false);
  expect(isNight('2027-01-13T02:30:00.000Z')).toBe(true);
});

it('is made up for when the process was asleep', () => {
  const isNight = nightly('2027-01-11T14:00:00.000Z');
  expect(isNight('2027-01-14T11:00:00.000Z')).toBe(true);
  expect(isNight('2027-01-14T12:00:00.000Z')).toBe(false);
});

it('is due in the night of the start, where that comes before two', () => {
  const isNight = nightly('2027-01-11T00:00:00.000Z');
  expect(isNight('2027-01-11T01:59:59.999Z')).toBe(false);
  expect(isNight('2027-01-11T02:00:00.000Z')).toBe(true);
  expect(isNight('2027-01-11T03:00:00.000Z')).toBe(false);
  const isLater = nightly('2027-01-11T02:00:00.000Z');
  expect(isLater('2027-01-11T02:00:01.000Z')).toBe(false);
  expect(isLater('2027-01-12T02:00:00.000Z')).toBe(true);
});

it('does what else the night has to do where one job of it fails', async () => {
  const told: string[] = [];
  const done = (what: string) => () => Promise.resolve(void told.push(what));
  const failing = () => Promise.reject(new Error('no vault'));
  await eachInTurn([done('first'), failing, done('last')], (error) => told.push((error as Error).message));
  expect(told).toEqual(['first', 'no vault', 'last']);
});
