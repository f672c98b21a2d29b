const DAYS_TO_1970 = 719_468;

/** The remainder that is never negative. */
export const mod = (a: number, n: number): number => a - n * Math.floor(a / n);
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
export const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** Days since 1970-01-01 in the proleptic Gregorian calendar; years begin in March so that the leap day comes last. */
export function numberOf(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return 365 * y + leapDays + Math.floor((153 * mod(month - 3, 12) + 2) / 5) + day - 1 - DAYS_TO_1970;
}

/** Inverse of numberOf, by cycles of 400 years (146,097 days). */
export function dateOf(days: number): { year: number; month: number; day: number } {
  const shifted = days + DAYS_TO_1970;
  const d = mod(shifted, 146_097);
  const y = Math.floor((d - Math.floor(d / 1460) + Math.floor(d / 36_524) - Math.floor(d / 146_096)) / 365);
  const ofYear = d - (365 * y + Math.floor(y / 4) - Math.floor(y / 100));
  const m = Math.floor((5 * ofYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  const year = 400 * Math.floor(shifted / 146_097) + y + (month <= 2 ? 1 : 0);
  return { year, month, day: ofYear - Math.floor((153 * m + 2) / 5) + 1 };
}
