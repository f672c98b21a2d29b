import type { Meta } from './decider.js';
import type { Day, Instant } from './time.js';

/** Commands that only time sends, by type with their payload. */
type Sent<T> = { readonly [K in keyof T]: { readonly type: K; readonly data: T[K] } }[keyof T];

/** A deadline that is running. `timer` is what its passing brings about; none where only a right ends. */
export interface Running<Kind extends string, Timers> {
  readonly kind: Kind;
  /** Exclusive end. */
  readonly dueAt: Instant;
  readonly lastDay?: Day;
  /** Seat, level, duty or party concerned. */
  readonly subject?: string;
  readonly trace?: readonly string[];
  readonly timer?: Sent<Timers>;
}

/** As many as there are nearly always: for so few, sorting costs more in working room than in comparisons. */
const FEW = 8;

/** Earliest first; of the same instant in the order given. */
export function byDue<D extends { readonly dueAt: Instant }>(deadlines: readonly D[]): readonly D[] {
  if (deadlines.length > FEW) return deadlines.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
  const sorted: D[] = [];
  for (const deadline of deadlines) {
    let at = sorted.length;
    for (let before = sorted[at - 1]; before && before.dueAt > deadline.dueAt; before = sorted[at - 1]) {
      sorted[at] = before;
      at -= 1;
    }
    sorted[at] = deadline;
  }
  return sorted;
}

const sameMembers = (a: object, b: object): boolean => {
  const others: Readonly<Record<string, unknown>> = { ...b };
  const entries = Object.entries(a);
  return entries.length === Object.keys(b).length && entries.every(([name, value]) => others[name] === value);
};

interface Due {
  readonly dueAt: Instant;
  readonly timer?: { readonly type: string; readonly data: object };
}

/** When the deadline is over on which a timer acts; undefined if it is dealt with. */
export const dueFor = (
  { type, data }: { readonly type: string; readonly data: object },
  deadlines: readonly Due[],
): Instant | undefined => deadlines.find(({ timer }) => timer?.type === type && sameMembers(timer.data, data))?.dueAt;

/** Whether a timer acts on a deadline that is running and over: a second one finds it dealt with. */
export const isElapsed = (
  command: { readonly type: string; readonly data: object; readonly meta: Meta },
  deadlines: readonly Due[],
): boolean => {
  const due = dueFor(command, deadlines);
  return due !== undefined && command.meta.now >= due;
};
