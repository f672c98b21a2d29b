import { addDays, addMonths, clockOf, dayOf, endOf, isDay, plusHours, weekday } from './time.js';
import type { Day, Instant } from './time.js';
import { type Calendar, holidayOn, isWorkingDay, shifted } from './working-days.js';

/** Length of a deadline: `P14D`, `P2W`, `P6M`, `P10WD` (working days) or `PT48H`. */
export type Period = string;

export type DeadlineKind = 'D' | 'W' | 'M' | 'WD' | 'H' | 'FIXED' | 'CLEAR_DAYS';

/** A computed deadline: over from `dueAt` on, which but for hours is the end of `lastDay`; `trace` says in German how it came about. */
export interface Deadline {
  readonly kind: DeadlineKind;
  readonly triggerDate: Day;
  readonly length: string;
  readonly place: string;
  readonly calendarVersion: string;
  readonly lastDay: Day;
  readonly dueAt: Instant;
  readonly trace: readonly string[];
}

type Unit = 'D' | 'W' | 'M' | 'WD' | 'H';

/** A working day may be far away, but a length stays within the life of a record and far from the end of year 9999. */
const PERIOD = /^P(?:(\d{1,4})(D|W|M|WD)|T(\d{1,4})(H))$/;

const WORDS: Readonly<Record<Unit, readonly [one: string, many: string]>> = {
  D: ['Tag', 'Tage'],
  W: ['Woche', 'Wochen'],
  M: ['Monat', 'Monate'],
  WD: ['Arbeitstag', 'Arbeitstage'],
  H: ['Stunde', 'Stunden'],
};
const WEEKDAYS = ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'] as const;

/** `Fr 26.03.2027`. */
const dated = (day: Day): string =>
  `${WEEKDAYS[weekday(day)] ?? ''} ${day.slice(8)}.${day.slice(5, 7)}.${day.slice(0, 4)}`;

/** `Fr 26.03.2027 Karfreitag`. */
const named = (day: Day, calendar: Calendar): string =>
  [dated(day), holidayOn(day, calendar)].filter(Boolean).join(' ');

const counted = (n: number, unit: Unit): string => `${n} ${WORDS[unit][n === 1 ? 0 : 1]}`;

function parsed(length: Period): { n: number; unit: Unit } {
  const [, days, dayUnit, hours] = PERIOD.exec(length) ?? [];
  const n = days ?? hours;
  if (n === undefined) throw new RangeError(`Not a period: ${length}`);
  return { n: Number(n), unit: (dayUnit ?? 'H') as Unit };
}

const shiftSentences = (path: readonly Day[], calendar: Calendar): readonly string[] =>
  path.length > 1 ? [path.map((day) => named(day, calendar)).join(' -> ')] : [];

/** Days outside the published versions have no holidays: domain model, section 7, rule 5. */
function coverageSentences(from: Day, to: Day, calendar: Calendar): readonly string[] {
  const first = Number(from.slice(0, 4));
  const years = Array.from({ length: Number(to.slice(0, 4)) - first + 1 }, (_, i) => String(first + i)).filter(
    (year) => !calendar.holidays.some((holiday) => holiday.date.startsWith(year)),
  );
  if (years.length === 0) return [];
  return [
    `Für ${years.join(', ')} enthält der Kalender ${calendar.place} ${calendar.version} keine Feiertage; gerechnet ohne Feiertage.`,
  ];
}

const endSentence = (day: Day): string => `Die Frist endet mit Ablauf des ${dated(day)}, 24:00 Uhr.`;

type Computed = Pick<Deadline, 'lastDay' | 'dueAt' | 'trace'>;

const heading = (
  kind: DeadlineKind,
  triggerDate: Day,
  length: string,
  calendar: Calendar,
): Omit<Deadline, keyof Computed> => ({
  kind,
  triggerDate,
  length,
  place: calendar.place,
  calendarVersion: calendar.version,
});

function inCalendarUnits(trigger: Day, n: number, unit: 'D' | 'W' | 'M', calendar: Calendar): Computed {
  const nominal = unit === 'M' ? addMonths(trigger, n) : addDays(trigger, unit === 'W' ? 7 * n : n);
  const [lastDay, path] = shifted(nominal, 1, calendar);
  const clipped = unit === 'M' && nominal.slice(8) !== trigger.slice(8);
  const trace = [
    `${counted(n, unit)} ab ${dated(trigger)}, der Tag des Ereignisses zählt nicht mit: rechnerisch bis ${dated(nominal)}` +
      `${clipped ? ` (letzter Tag des Monats, einen ${Number(trigger.slice(8))}. gibt es nicht)` : ''}.`,
    ...shiftSentences(path, calendar),
    endSentence(lastDay),
    ...coverageSentences(nominal, lastDay, calendar),
  ];
  return { lastDay, dueAt: endOf(lastDay), trace };
}

function inWorkingDays(trigger: Day, n: number, calendar: Calendar): Computed {
  const skipped: Day[] = [];
  let lastDay = trigger;
  let left = n;
  while (left > 0) {
    lastDay = addDays(lastDay, 1);
    if (isWorkingDay(lastDay, calendar)) left -= 1;
    else skipped.push(lastDay);
  }
  const holidays = skipped.filter((day) => holidayOn(day, calendar)).map((day) => named(day, calendar));
  const weekendDays = skipped.length - holidays.length;
  const weekends = weekendDays > 0 ? [`${weekendDays} ${weekendDays === 1 ? 'Tag' : 'Tage'} am Wochenende`] : [];
  const trace = [
    `${counted(n, 'WD')} nach ${dated(trigger)}, der Tag des Ereignisses zählt nicht mit.`,
    ...(skipped.length > 0 ? [`Keine Arbeitstage: ${[...weekends, ...holidays].join(', ')}.`] : []),
    endSentence(lastDay),
    ...coverageSentences(addDays(trigger, 1), lastDay, calendar),
  ];
  return { lastDay, dueAt: endOf(lastDay), trace };
}

/** `Fr 26.03.2027, 11:00 Uhr MEZ`. */
function clocked(instant: Instant): string {
  const { time, ahead } = clockOf(instant);
  return `${dated(dayOf(instant))}, ${time} Uhr ${ahead === 2 ? 'MESZ' : 'MEZ'}`;
}

/** The end is exclusive: what is due at midnight ends with the day before. */
function inHours(from: Instant, n: number): Computed {
  const dueAt = plusHours(from, n);
  const dayBefore = addDays(dayOf(dueAt), -1);
  const lastDay = endOf(dayBefore) === dueAt ? dayBefore : dayOf(dueAt);
  const trace = [`${counted(n, 'H')} ab ${clocked(from)}: bis ${clocked(dueAt)}, ohne Verschiebung.`];
  return { lastDay, dueAt, trace };
}

/** Whether the text is a length of up to four digits that `deadline` computes. */
export const isPeriod = (text: string): boolean => PERIOD.test(text);

/** A calendar never changes, and its deadlines are asked for again and again: for every delivery, and by every replay. */
const known = new WeakMap<Calendar, Map<string, Deadline>>();
const MOST_KNOWN = 10_000;

function knownIn(calendar: Calendar): Map<string, Deadline> {
  const found = known.get(calendar);
  if (found && found.size < MOST_KNOWN) return found;
  const begun = new Map<string, Deadline>();
  known.set(calendar, begun);
  return begun;
}

function computed(from: string, length: Period, calendar: Calendar): Deadline {
  const { n, unit } = parsed(length);
  const triggerDate = isDay(from) ? from : dayOf(from);
  const head = heading(unit, triggerDate, length, calendar);
  if (unit === 'H') return { ...head, ...inHours(from, n) };
  const end = unit === 'WD' ? inWorkingDays(triggerDate, n, calendar) : inCalendarUnits(triggerDate, n, unit, calendar);
  return { ...head, ...end };
}

/** The deadline of a length from a day, or from the Berlin day of an instant; hours need the instant. RangeError on malformed input or beyond year 9999. Domain model, section 7, rules 1 to 3. */
export function deadline(from: string, length: Period, calendar: Calendar): Deadline {
  const deadlines = knownIn(calendar);
  const key = `${length.startsWith('PT') || isDay(from) ? from : dayOf(from)} ${length}`;
  const found = deadlines.get(key);
  if (found) return found;
  const fresh = computed(from, length, calendar);
  deadlines.set(key, fresh);
  return fresh;
}

/** A deadline on a given day, never shifted. Domain model, section 7, rule 3. */
export function fixed(day: Day, calendar: Calendar): Deadline {
  return {
    ...heading('FIXED', day, 'FIXED', calendar),
    lastDay: day,
    dueAt: endOf(day),
    trace: ['Fester Tag, ohne Verschiebung.', endSentence(day)],
  };
}

/** The last day that leaves n clear days before the given day, shifted backwards. Domain model, section 7, rule 4. */
export function clearDaysBefore(day: Day, n: number, calendar: Calendar): Deadline {
  const nominal = addDays(day, -n - 1);
  const [lastDay, path] = shifted(nominal, -1, calendar);
  return {
    ...heading('CLEAR_DAYS', day, `P${n}D`, calendar),
    lastDay,
    dueAt: endOf(lastDay),
    trace: [
      `${n} volle Tage vor ${dated(day)}: rechnerisch bis ${dated(nominal)}.`,
      ...shiftSentences(path, calendar),
      endSentence(lastDay),
      ...coverageSentences(lastDay, nominal, calendar),
    ],
  };
}
