/** A value that can be compared and shown: a list is a set of codes. */
export type Shown = string | number | boolean | readonly string[];

/** What can be told of a stream at one instant, by aspect; an aspect of many things is keyed by them. */
export type Profile = Readonly<Record<string, Shown | Readonly<Record<string, Shown>>>>;

/** One thing that differs. `before` is absent where it was not there yet, `after` where it is not there any more. */
export interface Difference {
  readonly aspect: string;
  /** Seat, level, duty, party or kind of deadline that it is about. */
  readonly of?: string;
  readonly before?: Shown;
  readonly after?: Shown;
}

type Parts = Readonly<Record<string, Shown>>;

const isParts = (value: Shown | Parts): value is Parts => typeof value === 'object' && !Array.isArray(value);

/** An aspect without parts is its own only part. */
const partsOf = (value: Shown | Parts | undefined): ReadonlyMap<string, Shown> => {
  if (value === undefined) return new Map();
  return new Map(isParts(value) ? Object.entries(value) : [['', value]]);
};

const isSame = (a: Shown | undefined, b: Shown | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What changed from one profile to the other, aspect by aspect; nothing between equal ones. */
export function differencesBetween(before: Profile, after: Profile): readonly Difference[] {
  const aspects = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return aspects.flatMap((aspect) => {
    const [then, now] = [partsOf(before[aspect]), partsOf(after[aspect])];
    return [...new Set([...then.keys(), ...now.keys()])].flatMap((of): Difference[] => {
      const [was, is] = [then.get(of), now.get(of)];
      if (isSame(was, is)) return [];
      const named = of === '' ? { aspect } : { aspect, of };
      return [{ ...named, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
    });
  });
}
