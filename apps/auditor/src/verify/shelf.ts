/** Puts values away in little room; each comes back by being asked for. */
export type Squeeze = <T>(values: readonly T[]) => readonly (() => T)[];

interface Packed<T> {
  readonly unpack: () => T;
  /** What was asked of the value before it was put away. */
  readonly known: string;
}

/** So many that were used lately are at hand at least, and at most twice as many. */
const AT_HAND = 1_000;
/** Values that are squeezed into one block: they resemble each other. */
const BLOCK = 32;

/**
 * Values by name, for hundreds of thousands: what was not used lately is put away by `squeeze`, if there is one. Of what is
 * put away only that is known which `tell` told.
 */
export function shelf<T>(tell: (value: T) => string, squeeze?: Squeeze) {
  let recent = new Map<string, T>();
  let older = new Map<string, T>();
  const packed = new Map<string, Packed<T>>();

  const putAway = (entries: readonly (readonly [name: string, value: T])[], squeezing: Squeeze) => {
    for (let from = 0; from < entries.length; from += BLOCK) {
      const block = entries.slice(from, from + BLOCK);
      for (const [at, unpack] of squeezing(block.map(([, value]) => value)).entries()) {
        const [name, value] = block[at] as (typeof block)[number];
        packed.set(name, { unpack, known: tell(value) });
      }
    }
  };
  const age = () => {
    if (!squeeze || recent.size < AT_HAND) return;
    putAway([...older], squeeze);
    older = recent;
    recent = new Map();
  };
  const remove = (name: string) => {
    older.delete(name);
    packed.delete(name);
  };

  return {
    get: (name: string): T | undefined => {
      const found = recent.get(name);
      if (found !== undefined) return found;
      const again = older.get(name) ?? packed.get(name)?.unpack();
      if (again === undefined) return undefined;
      remove(name);
      recent.set(name, again);
      return again;
    },
    /** What was got changes in place; only what is new needs to be added. */
    add: (name: string, value: T): void => {
      recent.set(name, value);
      age();
    },
    delete: (name: string): void => {
      recent.delete(name);
      remove(name);
    },
    /** All of whom `concerns` does not rule out by what was told of them, each unpacked for itself. */
    *all(concerns: (known: string) => boolean): Generator<readonly [name: string, value: T]> {
      for (const values of [recent, older])
        for (const [name, value] of values) if (concerns(tell(value))) yield [name, value];
      for (const [name, { known, unpack }] of packed) if (concerns(known)) yield [name, unpack()];
    },
  };
}
