import { addDays, type Day, dayOf, endOf, type Instant } from '#domain';
import type { Request } from 'express';

/** Languages of the pages; German where a browser names neither. */
export type Language = 'de' | 'en';

/** One text in both languages. */
export type Bilingual = readonly [de: string, en: string];

export const inLanguage = ([de, en]: Bilingual, language: Language): string => (language === 'en' ? en : de);

/** `?lang=`, else what the browser asks for. */
export function languageOf(request: Request): Language {
  const named = request.query['lang'];
  if (named === 'de' || named === 'en') return named;
  return request.acceptsLanguages('de', 'en') === 'en' ? 'en' : 'de';
}

const LOCALE = { de: 'de-DE', en: 'en-GB' } as const;
const DATE = {
  weekday: 'short',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  timeZone: 'Europe/Berlin',
} as const;

/** With weekday, in Berlin: `Mo., 25.01.2027, 14:05`. */
export const instantText = (instant: Instant, language: Language): string =>
  new Intl.DateTimeFormat(LOCALE[language], { ...DATE, hour: '2-digit', minute: '2-digit' }).format(new Date(instant));

export const dayText = (day: Day, language: Language): string =>
  new Intl.DateTimeFormat(LOCALE[language], DATE).format(new Date(`${day}T12:00:00Z`));

/** An exclusive end at midnight is said as the end of the day before: nobody reads 25.01., 24:00 in 26.01., 00:00. */
export function dueText(dueAt: Instant, language: Language): string {
  const lastDay = addDays(dayOf(dueAt), -1);
  if (endOf(lastDay) !== dueAt) return instantText(dueAt, language);
  return `${dayText(lastDay, language)}, 24:00`;
}

/** Basis points as a percentage. */
export const shareText = (bp: number, language: Language): string =>
  new Intl.NumberFormat(LOCALE[language], { style: 'percent', maximumFractionDigits: 2 }).format(bp / 10_000);

export const amountText = (cents: number, language: Language): string =>
  new Intl.NumberFormat(LOCALE[language], { style: 'currency', currency: 'EUR' }).format(cents / 100);
