import { addDays, type Day } from '../time.js';
import type { Funding, FundingItem } from './content.js';

const WHOLE_BP = 10_000;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const yearOf = (day: Day): number => Number(day.slice(0, 4));
const isAmount = ({ items }: Funding): boolean => items.some(({ cents }) => cents !== undefined);
const measureOf = ({ bp, cents }: FundingItem): number => bp ?? cents ?? 0;

/** Basis points without floating point; what is not the whole never looks like it. */
function basisPoints(part: number, whole: number): number {
  if (whole === 0) return 0;
  const exact = BigInt(part) * BigInt(WHOLE_BP);
  const floor = exact / BigInt(whole);
  return Number(part > whole && exact % BigInt(whole) !== 0n ? floor + 1n : floor);
}

const yearsOf = ({ items }: Funding): readonly number[] =>
  [...new Set(items.map(({ year }) => year))].toSorted((a, b) => a - b);

/** What the parties' items add up to where it is not the whole: a year of shares, or all amounts against the total. */
export function splitGap(
  funding: Funding,
  parties: readonly string[],
  from: Day,
): { readonly year: number; readonly actualBp: number } | undefined {
  const items = funding.items.filter(({ party }) => parties.includes(party));
  const [first = yearOf(from), ...later] = yearsOf(funding);
  if (isAmount(funding)) {
    const amount = sum(items.map(measureOf));
    const total = funding.totalCents ?? 0;
    return amount === total ? undefined : { year: first, actualBp: basisPoints(amount, total) };
  }
  return [first, ...later]
    .map((year) => ({ year, actualBp: sum(items.filter((item) => item.year === year).map(measureOf)) }))
    .find(({ actualBp }) => actualBp !== WHOLE_BP);
}

/** Share that nobody bears in the year after the day, or, where no items reach so far, in the last year. */
export function openShare(funding: Funding, parties: readonly string[], after: Day): number {
  const years = yearsOf(funding);
  const next = yearOf(addDays(after, 1));
  const year = years.includes(next) ? next : years.at(-1);
  const items = funding.items.filter((item) => item.year === year);
  const open = sum(items.filter(({ party }) => !parties.includes(party)).map(measureOf));
  return isAmount(funding) ? basisPoints(open, sum(items.map(measureOf))) : open;
}
