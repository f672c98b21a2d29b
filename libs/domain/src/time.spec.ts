import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addYears,
  at,
  before,
  clockOf,
  dayOf,
  endOf,
  instant,
  isDay,
  isTime,
  plusHours,
  startOf,
  weekday,
} from './time.js';

/** The tz database of the runtime: an independent witness of Berlin clocks. */
const witness = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
  dateStyle: 'short',
  timeStyle: 'medium',
});
const shownInBerlin = (text: string): string => witness.format(new Date(text));

const since1996 = fc
  .integer({ min: Date.UTC(1996, 0, 1), max: Date.UTC(9999, 11, 30) })
  .map((ms) => new Date(ms).toISOString());
const nearNow = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) })
  .map((ms) => new Date(ms).toISOString());
const someInstant = fc.oneof(since1996, nearNow);
const someDay = someInstant.map((text) => text.slice(0, 10));
const runs = { numRuns: 3000 };

describe('an instant', () => {
  it('is written in UTC with milliseconds', () => {
    expect(instant('2027-01-26T00:00:00+01:00')).toBe('2027-01-25T23:00:00.000Z');
    expect(instant('2027-01-25T23:00:00Z')).toBe('2027-01-25T23:00:00.000Z');
    expect(instant('2027-01-25T23:00:00.5Z')).toBe('2027-01-25T23:00:00.500Z');
    expect(instant('2027-01-25T23:00:00.123999-03:30')).toBe('2027-01-26T02:30:00.123Z');
    expect(instant('2028-02-29T12:00:00+14:00')).toBe('2028-02-28T22:00:00.000Z');
    expect(instant('1969-12-31T23:59:59.999Z')).toBe('1969-12-31T23:59:59.999Z');
  });

  it.each([
    '',
    '2027-01-25',
    '2027-01-25T23:00Z',
    '2027-01-25T23:00:00',
    '2027-01-25 23:00:00Z',
    '2027-01-25t23:00:00z',
    '2027-01-25T23:00:00.Z',
    '2027-01-25T23:00:00,5Z',
    '2027-02-29T23:00:00Z',
    '2027-13-01T23:00:00Z',
    '2027-00-01T23:00:00Z',
    '2027-01-00T23:00:00Z',
    '2027-04-31T23:00:00Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-00:01',
    '12027-01-25T23:00:00Z',
    '2027-01-25T24:00:00Z',
    '2027-01-25T23:60:00Z',
    '2027-01-25T23:59:60Z',
    '2027-01-25T23:00:00+14:01',
    '2027-01-25T23:00:00-12:01',
    '2027-01-25T23:00:00+24:00',
    '2027-01-25T23:00:00+01:60',
    '2027-01-25T23:00:00+0100',
    '2027-01-25T23:00:00+01',
    '2027-01-25T23:00:00Z ',
    '2027-01-25T23:00:00Z\n',
    '٢٠٢٧-01-25T23:00:00Z',
  ])('is not written as %j', (text) => {
    expect(instant(text)).toBeUndefined();
  });

  it('keeps its normal form and sorts as a string in the order of time', () => {
    fc.assert(
      fc.property(someInstant, someInstant, (a, b) => {
        expect(instant(a)).toBe(a);
        expect(before(a, b)).toBe(Date.parse(a) < Date.parse(b));
      }),
      runs,
    );
  });

  it('agrees with Date for every offset', () => {
    fc.assert(
      fc.property(someInstant, fc.integer({ min: -720, max: 840 }), (text, minutes) => {
        const size = Math.abs(minutes);
        const offset = `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
        const local = text.replace('Z', offset);
        const date = new Date(local);
        if (date.getUTCFullYear() <= 9999) expect(instant(local)).toBe(date.toISOString());
      }),
      runs,
    );
  });

  it('is never made of other text, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(instant(text)).toBeUndefined();
        expect(isDay(text)).toBe(false);
      }),
    );
  });

  it('moves by hours of sixty minutes, across the change of clocks too', () => {
    expect(plusHours('2027-03-27T10:00:00.000Z', 48)).toBe('2027-03-29T10:00:00.000Z');
    expect(plusHours('2027-01-01T00:00:00.001Z', -1)).toBe('2026-12-31T23:00:00.001Z');
  });
});

describe('a day', () => {
  it('is real in the Gregorian calendar', () => {
    expect(['2028-02-29', '2000-02-29', '0001-01-01', '9999-12-31', '1949-05-23'].map(isDay)).not.toContain(false);
    expect(
      [
        '2027-02-29',
        '1900-02-29',
        '2027-04-31',
        '2027-00-10',
        '2027-13-10',
        '2027-01-00',
        '2027-1-1',
        '0000-01-01',
      ].map(isDay),
    ).not.toContain(true);
  });

  it('begins and ends at midnight in Berlin', () => {
    expect([startOf('2027-01-25'), endOf('2027-01-25')]).toEqual([
      '2027-01-24T23:00:00.000Z',
      '2027-01-25T23:00:00.000Z',
    ]);
    expect([startOf('2027-07-01'), endOf('2027-07-01')]).toEqual([
      '2027-06-30T22:00:00.000Z',
      '2027-07-01T22:00:00.000Z',
    ]);
    expect([startOf('2027-03-28'), endOf('2027-03-28')]).toEqual([
      '2027-03-27T23:00:00.000Z',
      '2027-03-28T22:00:00.000Z',
    ]);
    expect([startOf('2027-10-31'), endOf('2027-10-31')]).toEqual([
      '2027-10-30T22:00:00.000Z',
      '2027-10-31T23:00:00.000Z',
    ]);
    expect(endOf('9999-12-31')).toBe('9999-12-31T23:00:00.000Z');
  });

  it('is the civil day of Berlin, by the clocks that the tz database knows', () => {
    fc.assert(
      fc.property(someInstant, (text) => {
        expect(`${dayOf(text)} ${clockOf(text).time}`).toBe(shownInBerlin(text).slice(0, 16));
      }),
      runs,
    );
  });

  it('contains exactly the instants from its start to before its end', () => {
    fc.assert(
      fc.property(someInstant, (text) => {
        const day = dayOf(text);
        expect(startOf(day) <= text && text < endOf(day)).toBe(true);
        expect(endOf(day)).toBe(startOf(addDays(day, 1)));
      }),
      runs,
    );
  });

  it('has 23 hours in March, 25 in October when clocks change, else 24', () => {
    const hours = (day: string): number => (Date.parse(endOf(day)) - Date.parse(startOf(day))) / 3_600_000;
    expect(hours('2027-03-28')).toBe(23);
    expect(hours('2027-10-31')).toBe(25);
    expect(hours('2027-03-29')).toBe(24);
  });

  it('has the weekday and the neighbours that Date gives it', () => {
    fc.assert(
      fc.property(nearNow, fc.integer({ min: -4000, max: 4000 }), (text, n) => {
        const day = text.slice(0, 10);
        const utc = new Date(day);
        expect(weekday(day)).toBe((utc.getUTCDay() + 6) % 7);
        expect(addDays(day, n)).toBe(new Date(utc.getTime() + n * 86_400_000).toISOString().slice(0, 10));
      }),
      runs,
    );
  });

  it('comes again n months later, or is the last day of that month', () => {
    expect(addMonths('2027-01-31', 1)).toBe('2027-02-28');
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29');
    expect(addMonths('2027-02-28', 1)).toBe('2027-03-28');
    expect(addMonths('2027-08-31', 6)).toBe('2028-02-29');
    expect(addMonths('2027-11-30', 13)).toBe('2028-12-30');
    expect(addMonths('2027-03-31', -1)).toBe('2027-02-28');
    expect(addMonths('2027-01-15', -1)).toBe('2026-12-15');
    expect(addYears('2028-02-29', 1)).toBe('2029-02-28');
    expect(addYears('2028-02-29', 4)).toBe('2032-02-29');
  });

  it('comes again in the right month for every day and length', () => {
    fc.assert(
      fc.property(nearNow, fc.integer({ min: -200, max: 200 }), (text, n) => {
        const day = text.slice(0, 10);
        const first = new Date(`${day.slice(0, 7)}-01`);
        first.setUTCMonth(first.getUTCMonth() + n);
        const later = addMonths(day, n);
        expect(later.slice(0, 7)).toBe(first.toISOString().slice(0, 7));
        expect(later.slice(8) === day.slice(8) || addDays(later, 1).endsWith('-01')).toBe(true);
      }),
      runs,
    );
  });

  it('has a wall clock: a doubled hour means the first, a skipped hour moves on', () => {
    expect(at('2027-01-26', '12:00')).toBe('2027-01-26T11:00:00.000Z');
    expect(at('2027-07-01', '12:00')).toBe('2027-07-01T10:00:00.000Z');
    expect(at('2027-10-31', '02:30')).toBe('2027-10-31T00:30:00.000Z');
    expect(at('2027-03-28', '02:30')).toBe('2027-03-28T01:30:00.000Z');
    expect(clockOf('2027-03-28T01:30:00.000Z')).toEqual({ time: '03:30', ahead: 2 });
    expect(clockOf('2027-10-31T01:30:00.000Z')).toEqual({ time: '02:30', ahead: 1 });
  });

  it('shows on the wall clock what was asked for, outside the skipped hour', () => {
    const time = fc
      .tuple(fc.integer({ min: 3, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    fc.assert(
      fc.property(someDay, time, (day, hhmm) => {
        expect(shownInBerlin(at(day, hhmm))).toBe(`${day} ${hhmm}:00`);
      }),
      runs,
    );
  });

  it('knows times from 00:00 to 23:59', () => {
    expect(['00:00', '23:59', '09:05'].map(isTime)).not.toContain(false);
    expect(['24:00', '12:60', '9:00', '12:00:00', ''].map(isTime)).not.toContain(true);
  });

  it('is never computed from something else, nor beyond the year 9999', () => {
    expect(() => addDays('2027-02-30', 1)).toThrow(RangeError);
    expect(() => dayOf('2027-02-30')).toThrow(RangeError);
    expect(() => plusHours('yesterday', 1)).toThrow(RangeError);
    expect(() => at('2027-01-01', '24:00')).toThrow(RangeError);
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addMonths('0001-01-01', -1)).toThrow(RangeError);
    expect(() => plusHours('9999-12-31T23:00:00.000Z', 1)).toThrow(RangeError);
  });
});
