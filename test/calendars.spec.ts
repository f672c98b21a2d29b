import { readFileSync } from 'node:fs';
import Holidays from 'date-holidays';

interface Calendar {
  readonly place: string;
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
}

const { calendars } = JSON.parse(readFileSync('presets/bund-2025.json', 'utf8')) as { calendars: readonly Calendar[] };
const LAND: Readonly<Record<string, string>> = { BERLIN: 'BE', BONN: 'NW' };

describe('the published calendars', () => {
  it.each(calendars)('of $place agree with an independent list of public holidays', ({ place, holidays }) => {
    const independent = new Holidays('DE', LAND[place] ?? '');
    const years = [...new Set(holidays.map(({ date }) => Number(date.slice(0, 4))))];
    const expected = years
      .flatMap((year) => independent.getHolidays(year))
      .filter(({ type }) => type === 'public')
      .map(({ date }) => date.slice(0, 10));
    // Only Monday to Friday can be working days; lists differ in what they name on weekends.
    const weekdays = (days: readonly string[]) => days.filter((day) => new Date(day).getUTCDay() % 6 !== 0).sort();
    expect(weekdays(holidays.map(({ date }) => date))).toEqual(weekdays(expected));
  });
});
