import type { Day } from './time.js';

/** Of what begins on or before the day the one that began last; of two from the same day the later in the list. */
export function latestOn<T extends { readonly from: Day }>(items: readonly T[], day: Day): T | undefined {
  return items
    .filter((item) => item.from <= day)
    .reduce<T | undefined>((latest, item) => (latest && latest.from > item.from ? latest : item), undefined);
}
