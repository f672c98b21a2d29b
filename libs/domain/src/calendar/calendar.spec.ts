import { command, specification } from '../testing.js';
import { calendar, calendarVersion, latestCalendar } from './calendar.js';

const { given } = specification(calendar);

const holidays = (version: string) =>
  ({
    place: 'BERLIN',
    version,
    holidays: [{ date: '2027-03-26', name: 'Karfreitag' }],
    source: 'Feiertagsgesetz Berlin',
  }) as const;
const publish = (version: string) => command('PublishCalendar', holidays(version));

describe('the calendar of a place', () => {
  it('begins with its first version', () => {
    given()
      .when(publish('2026-1'))
      .then({ type: 'CalendarPublished', data: holidays('2026-1') });
  });

  it('gets further versions beside the earlier ones', () => {
    const { state } = given().when(publish('2026-1'), publish('2026-2'));
    expect(latestCalendar(state)?.version).toBe('2026-2');
    expect(calendarVersion(state, '2026-1')).toEqual(holidays('2026-1'));
  });

  it('never publishes a version again', () => {
    given()
      .when(publish('2026-1'), publish('2026-2'), publish('2026-1'))
      .refused('ALREADY_EXISTS', { version: '2026-1' });
  });

  it('has no version before the first', () => {
    expect(latestCalendar(calendar.initial)).toBeUndefined();
    expect(calendarVersion(calendar.initial, '2026-1')).toBeUndefined();
  });
});
