import { dateOf, daysIn, mod, numberOf } from './gregorian.js';

/** UTC instant in the one form `2027-01-25T23:00:00.000Z`; in this form the order of time is the order of strings. */
export type Instant = string;

/** Civil day in Europe/Berlin, `2027-01-25`; ordered as a string too. */
export type Day = string;

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const TEXT_OF_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const TEXT_OF_INSTANT =
  /^(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d):([0-5]\d)(?:\.(\d+))?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

const padded = (n: number, width = 2): string => String(n).padStart(width, '0');

/** The number that these characters are the digits of, NaN if one is none. Nothing is parsed as often as days. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : NaN;
  }
  return number;
}

function numberOfDay(text: Day): number | undefined {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return undefined;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const real = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  return real ? numberOf(year, month, day) : undefined;
}

function dayNumber(day: Day): number {
  const number = numberOfDay(day);
  if (number === undefined) throw new RangeError(`Not a day: ${day}`);
  return number;
}

/** Texts and ends of days that were asked for, so many at most: it is nearly always a few days that all is about. */
const texts = new Map<number, Day>();
const ends = new Map<Day, Instant>();
const MAX_TEXTS = 1_000;

/** Beyond year 9999 the texts would no longer sort, so there is no such day. */
function dayText(days: number): Day {
  const known = texts.get(days);
  if (known !== undefined) return known;
  const { year, month, day } = dateOf(days);
  if (!(year >= 1 && year <= 9999)) throw new RangeError(`Day out of range: ${year}`);
  if (texts.size >= MAX_TEXTS) texts.clear();
  const text = `${padded(year, 4)}-${padded(month)}-${padded(day)}`;
  texts.set(days, text);
  return text;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** `HH:MM` of a count of milliseconds since any midnight. */
const timeText = (ms: number): string =>
  `${padded(Math.floor(mod(ms, DAY) / HOUR))}:${padded(Math.floor(mod(ms, HOUR) / MINUTE))}`;

const instantText = (ms: number): Instant =>
  `${dayText(Math.floor(ms / DAY))}T${timeText(ms)}:${padded(Math.floor(mod(ms, MINUTE) / 1000))}.${padded(mod(ms, 1000), 3)}Z`;

/** What a zone `Z` or `+02:00` is ahead of UTC; undefined beyond the zones that exist, -12:00 to +14:00. */
function zoneAhead(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const size = minutesOf(zone.slice(1)) * MINUTE;
  if (zone.startsWith('-')) return size > 12 * HOUR ? undefined : -size;
  return size > 14 * HOUR ? undefined : size;
}

const isNormal = (text: string): boolean =>
  text.length === 24 &&
  text[10] === 'T' &&
  text[13] === ':' &&
  text[16] === ':' &&
  text[19] === '.' &&
  text[23] === 'Z';

/** Nearly every text is an instant in its one form, and no pattern reads it as fast. */
function millisecondsOfNormal(text: string): number | undefined {
  const day = numberOfDay(text.slice(0, 10)) ?? NaN;
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  const ms = day * DAY + hour * HOUR + minute * MINUTE + second * 1000 + digits(text, 20, 23);
  return hour <= 23 && minute <= 59 && second <= 59 && !Number.isNaN(ms) ? ms : undefined;
}

/** Milliseconds since 1970 of an ISO text, undefined unless every part of it is real. */
function millisecondsOf(text: string): number | undefined {
  if (isNormal(text)) return millisecondsOfNormal(text);
  const [, date = '', time = '', seconds = '', fraction = '', zone = 'Z'] = TEXT_OF_INSTANT.exec(text) ?? [];
  const day = numberOfDay(date);
  const offset = zoneAhead(zone);
  if (day === undefined || offset === undefined) return undefined;
  const ms = Number(seconds) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  return day * DAY + minutesOf(time) * MINUTE + ms - offset;
}

function milliseconds(instant: Instant): number {
  const ms = millisecondsOf(instant);
  if (ms === undefined) throw new RangeError(`Not an instant: ${instant}`);
  return ms;
}

/** 01:00 UTC on the last Sunday of a month of 31 days, when clocks change all over the Union: Directive 2000/84/EC, articles 2 and 3. */
function clockChange(year: number, month: 3 | 10): number {
  const last = numberOf(year, month, 31);
  return (last - mod(last + 4, 7)) * DAY + HOUR;
}

/** What Berlin clocks are ahead of UTC: CEST from March to October, else CET. True to the clocks of 1996 and later. */
function ahead(ms: number): number {
  const { year } = dateOf(Math.floor(ms / DAY));
  return ms >= clockChange(year, 3) && ms < clockChange(year, 10) ? 2 * HOUR : HOUR;
}

/** A wall clock time that exists twice means the first, one that is skipped the same span after the change. */
const fromBerlin = (local: number): Instant =>
  instantText(ahead(local - 2 * HOUR) === 2 * HOUR ? local - 2 * HOUR : local - HOUR);

/** Normal form of an ISO instant with seconds and `Z` or offset, finer than milliseconds cut off; undefined if no real one. */
export function instant(text: string): Instant | undefined {
  const ms = millisecondsOf(text);
  const inRange = ms !== undefined && ms >= numberOf(1, 1, 1) * DAY && ms < numberOf(10_000, 1, 1) * DAY;
  return inRange ? instantText(ms) : undefined;
}

/** Whether the text is a real day of the Gregorian calendar, years 0001 to 9999, as `YYYY-MM-DD`. */
export const isDay = (text: string): boolean => numberOfDay(text) !== undefined;

/** Whether the text is a wall clock time `HH:MM` from 00:00 to 23:59. */
export const isTime = (text: string): boolean => TEXT_OF_TIME.test(text);

/** Whether `a` is earlier than `b`; equal instants are not before each other. */
export const before = (a: Instant, b: Instant): boolean => a < b;

/** The day asked for last: one command asks for the day of its instant again and again. */
let lastAsked: { readonly instant: Instant; readonly day: Day } | undefined;

/** The day in Berlin at this instant. RangeError unless it is an instant. */
export function dayOf(instant: Instant): Day {
  if (lastAsked?.instant === instant) return lastAsked.day;
  const ms = milliseconds(instant);
  const day = dayText(Math.floor((ms + ahead(ms)) / DAY));
  lastAsked = { instant, day };
  return day;
}

/** What a clock in Berlin shows at this instant: `HH:MM` and the hours it is ahead of UTC (1 CET, 2 CEST). */
export function clockOf(instant: Instant): { readonly time: string; readonly ahead: 1 | 2 } {
  const ms = milliseconds(instant);
  const offset = ahead(ms);
  return { time: timeText(ms + offset), ahead: offset === HOUR ? 1 : 2 };
}

/** 00:00 in Berlin, the first instant of the day. */
export const startOf = (day: Day): Instant => fromBerlin(dayNumber(day) * DAY);

/** 24:00 in Berlin, the first instant after the day. */
export function endOf(day: Day): Instant {
  const known = ends.get(day);
  if (known !== undefined) return known;
  if (ends.size >= MAX_TEXTS) ends.clear();
  const end = fromBerlin((dayNumber(day) + 1) * DAY);
  ends.set(day, end);
  return end;
}

/** The instant at which clocks in Berlin show `HH:MM` on the day; in the doubled hour of October the first. RangeError on no time. */
export function at(day: Day, time: string): Instant {
  if (!isTime(time)) throw new RangeError(`Not a time: ${time}`);
  return fromBerlin(dayNumber(day) * DAY + minutesOf(time) * MINUTE);
}

/** The day n days later, earlier if n is negative. RangeError outside the years 0001 to 9999. */
export const addDays = (day: Day, n: number): Day => dayText(dayNumber(day) + n);

/** The same day number n months later, or that month's last day. RangeError outside the years 0001 to 9999. */
export function addMonths(day: Day, n: number): Day {
  const date = dateOf(dayNumber(day));
  const months = date.year * 12 + date.month - 1 + n;
  const year = Math.floor(months / 12);
  const month = mod(months, 12) + 1;
  return dayText(numberOf(year, month, Math.min(date.day, daysIn(year, month))));
}

/** The same date n years later; 29 February becomes the 28th where there is none. */
export const addYears = (day: Day, n: number): Day => addMonths(day, 12 * n);

/** 0 is Monday, 6 is Sunday. */
export const weekday = (day: Day): number => mod(dayNumber(day) + 3, 7);

/** The instant n hours of 60 minutes later, whatever the clocks do. */
export const plusHours = (instant: Instant, n: number): Instant => instantText(milliseconds(instant) + n * HOUR);

/** The last instant before, a millisecond earlier. */
export const lastBefore = (instant: Instant): Instant => instantText(milliseconds(instant) - 1);
