import { addDays, type Day, weekday } from './time.js';

/** Public holidays of one place in one published version; it covers the years in which it lists at least one. */
export interface Calendar {
  readonly place: string;
  readonly version: string;
  readonly holidays: readonly { readonly date: Day; readonly name: string }[];
}

/** Name of the public holiday that the day is in the calendar's place, if it is one. */
export const holidayOn = (day: Day, calendar: Calendar): string | undefined =>
  calendar.holidays.find((holiday) => holiday.date === day)?.name;

/** Monday to Friday and no public holiday of the place; 24 and 31 December are working days. Domain model, section 7, rule 2. */
export const isWorkingDay = (day: Day, calendar: Calendar): boolean =>
  weekday(day) <= 4 && holidayOn(day, calendar) === undefined;

/** From the day to the next working day in the direction, both included; only the day itself if it is one. */
export function shifted(day: Day, step: 1 | -1, calendar: Calendar): readonly [lastDay: Day, path: readonly Day[]] {
  const path = [day];
  let current = day;
  while (!isWorkingDay(current, calendar)) {
    current = addDays(current, step);
    path.push(current);
  }
  return [current, path];
}

/** The first working day strictly after the day. */
export const nextWorkingDay = (day: Day, calendar: Calendar): Day => shifted(addDays(day, 1), 1, calendar)[0];
