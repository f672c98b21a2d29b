import { instant } from '#domain';
import { controlledClock, systemClock } from './clock.js';

describe('a controlled clock', () => {
  it('stands still until it is set', () => {
    const clock = controlledClock('2027-01-11T09:00:00+01:00');
    expect([clock.now(), clock.now()]).toEqual(['2027-01-11T08:00:00.000Z', '2027-01-11T08:00:00.000Z']);
    clock.set('2027-01-11T08:05:00Z');
    expect(clock.now()).toBe('2027-01-11T08:05:00.000Z');
  });

  it('never runs backwards', () => {
    const clock = controlledClock('2027-01-11T08:00:00Z');
    expect(() => clock.set('2027-01-11T07:59:59.999Z')).toThrow('does not run back');
    clock.set('2027-01-11T08:00:00Z');
    expect(clock.now()).toBe('2027-01-11T08:00:00.000Z');
  });

  it('knows real instants only', () => {
    expect(() => controlledClock('2027-02-30T08:00:00Z')).toThrow(RangeError);
    expect(() => controlledClock('2027-01-11T08:00:00Z').set('later')).toThrow(RangeError);
  });
});

describe('the clock of the system', () => {
  it('tells instants in normal form', () => {
    const now = systemClock.now();
    expect(instant(now)).toBe(now);
  });
});
