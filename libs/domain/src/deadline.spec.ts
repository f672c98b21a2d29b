import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { clearDaysBefore, deadline, fixed, isPeriod } from './deadline.js';
import { type Calendar, isWorkingDay, nextWorkingDay } from './working-days.js';
import { addDays, endOf } from './time.js';

const preset = JSON.parse(readFileSync(new URL('../../../presets/bund-2025.json', import.meta.url), 'utf8')) as {
  calendars: Calendar[];
};
const calendarOf = (place: string): Calendar => {
  const found = preset.calendars.find((calendar) => calendar.place === place);
  if (!found) throw new Error(place);
  return found;
};
const BERLIN = calendarOf('BERLIN');
const BONN = calendarOf('BONN');
const EASTER =
  'Fr 26.03.2027 Karfreitag -> Sa 27.03.2027 -> So 28.03.2027 -> Mo 29.03.2027 Ostermontag -> Di 30.03.2027';

const someDay = fc.integer({ min: 0, max: 1095 }).map((n) => addDays('2026-01-01', n));
const somePeriod = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom('D', 'W', 'M'))
  .map(([n, unit]) => `P${n}${unit}`);

describe('a deadline', () => {
  it.each([
    ['2027-01-11', 'P14D', BERLIN, '2027-01-25', '2027-01-25T23:00:00.000Z'],
    ['2027-03-12', 'P14D', BERLIN, '2027-03-30', '2027-03-30T22:00:00.000Z'],
    ['2027-02-22', 'P14D', BERLIN, '2027-03-09', '2027-03-09T23:00:00.000Z'],
    ['2027-02-22', 'P14D', BONN, '2027-03-08', '2027-03-08T23:00:00.000Z'],
    ['2026-12-11', 'P14D', BERLIN, '2026-12-28', '2026-12-28T23:00:00.000Z'],
    ['2027-04-12', 'P10WD', BERLIN, '2027-04-26', '2027-04-26T22:00:00.000Z'],
    ['2027-04-27', 'P10WD', BERLIN, '2027-05-12', '2027-05-12T22:00:00.000Z'],
    ['2027-05-13', 'P10WD', BERLIN, '2027-05-28', '2027-05-28T22:00:00.000Z'],
    ['2027-05-13', 'P10WD', BONN, '2027-05-31', '2027-05-31T22:00:00.000Z'],
    ['2027-01-11', 'P2W', BERLIN, '2027-01-25', '2027-01-25T23:00:00.000Z'],
    ['2027-01-31', 'P1M', BERLIN, '2027-03-01', '2027-03-01T23:00:00.000Z'],
    ['2028-01-31', 'P1M', BERLIN, '2028-02-29', '2028-02-29T23:00:00.000Z'],
    ['2027-08-31', 'P6M', BERLIN, '2028-02-29', '2028-02-29T23:00:00.000Z'],
    ['2026-12-17', 'P1W', BERLIN, '2026-12-24', '2026-12-24T23:00:00.000Z'],
    ['2026-12-30', 'P1D', BERLIN, '2026-12-31', '2026-12-31T23:00:00.000Z'],
    ['2026-12-30', 'P2WD', BERLIN, '2027-01-04', '2027-01-04T23:00:00.000Z'],
    ['2027-10-01', 'P1D', BERLIN, '2027-10-04', '2027-10-04T22:00:00.000Z'],
    ['2027-10-25', 'P7D', BONN, '2027-11-02', '2027-11-02T23:00:00.000Z'],
    ['2027-01-09', 'P1WD', BERLIN, '2027-01-11', '2027-01-11T23:00:00.000Z'],
  ])('from %s of %s ends where the law of its place ends it', (from, length, calendar, lastDay, dueAt) => {
    expect(deadline(from, length, calendar)).toMatchObject({ triggerDate: from, length, lastDay, dueAt });
  });

  it('counts from the Berlin day of an instant', () => {
    expect(deadline('2027-01-10T23:30:00.000Z', 'P14D', BERLIN)).toEqual(deadline('2027-01-11', 'P14D', BERLIN));
    expect(deadline('2027-01-10T22:59:59.999Z', 'P14D', BERLIN).triggerDate).toBe('2027-01-10');
  });

  it('names the calendar and every shift', () => {
    expect(deadline('2027-03-12', 'P14D', BERLIN)).toEqual({
      kind: 'D',
      triggerDate: '2027-03-12',
      length: 'P14D',
      place: 'BERLIN',
      calendarVersion: '2026-1',
      lastDay: '2027-03-30',
      dueAt: '2027-03-30T22:00:00.000Z',
      trace: [
        '14 Tage ab Fr 12.03.2027, der Tag des Ereignisses zählt nicht mit: rechnerisch bis Fr 26.03.2027.',
        EASTER,
        'Die Frist endet mit Ablauf des Di 30.03.2027, 24:00 Uhr.',
      ],
    });
  });

  it('names the working days it leaves out', () => {
    expect(deadline('2027-04-27', 'P10WD', BERLIN).trace).toEqual([
      '10 Arbeitstage nach Di 27.04.2027, der Tag des Ereignisses zählt nicht mit.',
      'Keine Arbeitstage: 3 Tage am Wochenende, Sa 01.05.2027 Tag der Arbeit, Do 06.05.2027 Christi Himmelfahrt.',
      'Die Frist endet mit Ablauf des Mi 12.05.2027, 24:00 Uhr.',
    ]);
    expect(deadline('2027-01-11', 'P1WD', BERLIN).trace).toEqual([
      '1 Arbeitstag nach Mo 11.01.2027, der Tag des Ereignisses zählt nicht mit.',
      'Die Frist endet mit Ablauf des Di 12.01.2027, 24:00 Uhr.',
    ]);
    expect(deadline('2027-01-09', 'P1WD', BERLIN).trace[1]).toBe('Keine Arbeitstage: 1 Tag am Wochenende.');
  });

  it('says when a month is too short', () => {
    expect(deadline('2027-08-31', 'P6M', BERLIN).trace[0]).toBe(
      '6 Monate ab Di 31.08.2027, der Tag des Ereignisses zählt nicht mit: rechnerisch bis Di 29.02.2028 (letzter Tag des Monats, einen 31. gibt es nicht).',
    );
  });

  it('has no holidays outside the published calendar, and says so', () => {
    expect(deadline('2029-03-23', 'P1W', BERLIN)).toMatchObject({
      lastDay: '2029-03-30',
      trace: [
        expect.any(String),
        expect.any(String),
        expect.stringContaining('Für 2029 enthält der Kalender BERLIN 2026-1 keine Feiertage'),
      ],
    });
    expect(deadline('2028-12-20', 'P8WD', BERLIN).trace.at(-1)).toContain('Für 2029 ');
    expect(deadline('2028-12-20', 'P300WD', BERLIN).trace.at(-1)).toContain('Für 2029, 2030 ');
    expect(deadline('2025-12-31', 'P900WD', BERLIN).trace.at(-1)).toContain('Für 2029 ');
    expect(deadline('2025-12-30', 'P1000WD', BERLIN).trace.at(-1)).toContain('Für 2025, 2029 ');
    expect(deadline('2028-12-20', 'P700WD', BERLIN).trace.at(-1)).toContain('Für 2029, 2030, 2031 ');
    expect(deadline('2025-12-31', 'P1WD', BERLIN).trace.join()).not.toContain('keine Feiertage');
    expect(clearDaysBefore('2029-01-20', 9, BERLIN).trace.at(-1)).toContain('Für 2029 ');
  });

  it('of hours runs from the instant, without shift and across the change of clocks', () => {
    expect(deadline('2027-03-26T10:00:00.000Z', 'PT48H', BERLIN)).toEqual({
      kind: 'H',
      triggerDate: '2027-03-26',
      length: 'PT48H',
      place: 'BERLIN',
      calendarVersion: '2026-1',
      lastDay: '2027-03-28',
      dueAt: '2027-03-28T10:00:00.000Z',
      trace: ['48 Stunden ab Fr 26.03.2027, 11:00 Uhr MEZ: bis So 28.03.2027, 12:00 Uhr MESZ, ohne Verschiebung.'],
    });
    expect(deadline('2027-10-31T00:30:00.000Z', 'PT1H', BERLIN).trace[0]).toBe(
      '1 Stunde ab So 31.10.2027, 02:30 Uhr MESZ: bis So 31.10.2027, 02:30 Uhr MEZ, ohne Verschiebung.',
    );
    expect(deadline('2027-01-11T23:00:00.000Z', 'PT24H', BERLIN).lastDay).toBe('2027-01-12');
    expect(deadline('2027-01-11T23:00:00.001Z', 'PT24H', BERLIN).lastDay).toBe('2027-01-13');
    expect(() => deadline('2027-01-11', 'PT24H', BERLIN)).toThrow(RangeError);
  });

  it('on a fixed day is not shifted', () => {
    expect(fixed('2027-03-28', BERLIN)).toMatchObject({
      kind: 'FIXED',
      lastDay: '2027-03-28',
      dueAt: '2027-03-28T22:00:00.000Z',
      trace: ['Fester Tag, ohne Verschiebung.', 'Die Frist endet mit Ablauf des So 28.03.2027, 24:00 Uhr.'],
    });
  });

  it('of clear days counts backwards and shifts backwards', () => {
    expect(clearDaysBefore('2027-03-30', 28, BERLIN)).toMatchObject({
      kind: 'CLEAR_DAYS',
      lastDay: '2027-03-01',
      length: 'P28D',
    });
    expect(clearDaysBefore('2027-04-07', 8, BERLIN)).toMatchObject({
      lastDay: '2027-03-25',
      dueAt: '2027-03-25T23:00:00.000Z',
      trace: [
        '8 volle Tage vor Mi 07.04.2027: rechnerisch bis Mo 29.03.2027.',
        'Mo 29.03.2027 Ostermontag -> So 28.03.2027 -> Sa 27.03.2027 -> Fr 26.03.2027 Karfreitag -> Do 25.03.2027',
        'Die Frist endet mit Ablauf des Do 25.03.2027, 24:00 Uhr.',
      ],
    });
  });

  it('has a length of days, weeks, months, working days or hours', () => {
    expect(['P14D', 'P10WD', 'P2W', 'P6M', 'PT48H', 'P0D'].map(isPeriod)).not.toContain(false);
    expect(
      ['', 'P', '14D', 'P14', 'PD', 'P-1D', 'P1.5D', 'PT48D', 'P48H', 'P1Y', 'P1WD2D', 'p1d', 'P99999D', 'P1D\n'].map(
        isPeriod,
      ),
    ).not.toContain(true);
    expect(() => deadline('2027-01-11', 'P1Y', BERLIN)).toThrow(RangeError);
    expect(() => deadline('11.01.2027', 'P1D', BERLIN)).toThrow(RangeError);
  });
});

describe('a working day', () => {
  it('is Monday to Friday without a holiday of the place, Christmas Eve and New Year’s Eve included', () => {
    const workdays = (calendar: Calendar, ...days: string[]): boolean[] =>
      days.map((day) => isWorkingDay(day, calendar));
    expect(workdays(BERLIN, '2026-12-24', '2026-12-31', '2027-01-11', '2027-05-27')).toEqual([true, true, true, true]);
    expect(workdays(BERLIN, '2027-01-09', '2027-01-10', '2027-03-08')).toEqual([false, false, false]);
    expect(workdays(BONN, '2027-03-08', '2027-05-27')).toEqual([true, false]);
  });

  it('follows strictly after a day', () => {
    expect(nextWorkingDay('2027-01-11', BERLIN)).toBe('2027-01-12');
    expect(nextWorkingDay('2027-01-09', BERLIN)).toBe('2027-01-11');
    expect(nextWorkingDay('2027-03-25', BERLIN)).toBe('2027-03-30');
  });
});

describe('for every day', () => {
  it('a deadline of days, weeks or months ends on a working day, not before it was counted to end, never earlier for longer', () => {
    fc.assert(
      fc.property(someDay, somePeriod, (day, length) => {
        const due = deadline(day, length, BERLIN);
        expect(isWorkingDay(due.lastDay, BERLIN)).toBe(true);
        expect(due.dueAt).toBe(endOf(due.lastDay));
        expect(due.dueAt >= endOf(day)).toBe(true);
        const longer = length.replace(/\d+/, (n) => String(Number(n) + 1));
        expect(deadline(day, longer, BERLIN).lastDay >= due.lastDay).toBe(true);
      }),
    );
  });

  it('the n-th working day is the working day after the (n-1)-th', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 1, max: 80 }), (day, n) => {
        const former = deadline(day, `P${n - 1}WD`, BONN).lastDay;
        expect(deadline(day, `P${n}WD`, BONN).lastDay).toBe(nextWorkingDay(former, BONN));
      }),
    );
  });

  it('hours are exact', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2029, 0, 1) }),
        fc.integer({ min: 0, max: 999 }),
        (ms, n) => {
          const due = deadline(new Date(ms).toISOString(), `PT${n}H`, BERLIN);
          expect(due.dueAt).toBe(new Date(ms + n * 3_600_000).toISOString());
          expect(due.dueAt <= endOf(due.lastDay)).toBe(true);
          expect(due.dueAt > endOf(addDays(due.lastDay, -1))).toBe(true);
        },
      ),
    );
  });

  it('clear days end on a working day that leaves at least n days between', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 0, max: 60 }), (day, n) => {
        const { lastDay } = clearDaysBefore(day, n, BERLIN);
        expect(isWorkingDay(lastDay, BERLIN)).toBe(true);
        expect(addDays(lastDay, n) < day).toBe(true);
      }),
    );
  });
});
