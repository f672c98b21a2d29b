/** Puts values away in little room; each comes back by its place among them. */
export type Squeeze = <T>(values: readonly T[]) => (at: number) => T;

/** Values that were put away together. It goes when the last of them is asked for. */
interface Block<T> {
  readonly names: readonly string[];
  /** What was asked of each before it was put away. */
  readonly known: readonly string[];
  readonly unpack: (at: number) => T;
}

/** Puts away what was not used lately; `atHand` values are kept as they are at least, and at most twice as many. */
export interface Sparing {
  readonly squeeze: Squeeze;
  readonly atHand: number;
}

/** What the values at hand may weigh, in bytes of the records that they were made of; objects take up to twenty times as much. */
const MOST_AT_HAND = 32_000_000;
/** Values that are squeezed into one block: they resemble each other. */
const BLOCK = 32;

/** What is asked of a value before it is put away, and what it weighs. */
interface Manner<T> {
  readonly tell: (value: T) => string;
  readonly weigh: (value: T) => number;
}

type Entry<T> = readonly [name: string, value: T];

/** Values that were put away, by name. Of these only that is known which `tell` told. */
function storeroom<T>(tell: (value: T) => string) {
  const blocks = new Map<string, Block<T>>();
  return {
    put: (entries: readonly Entry<T>[], squeeze: Squeeze): void => {
      for (let from = 0; from < entries.length; from += BLOCK) {
        const together = entries.slice(from, from + BLOCK);
        const values = together.map(([, value]) => value);
        const names = together.map(([name]) => name);
        const block = { names, known: values.map(tell), unpack: squeeze(values) };
        for (const name of names) blocks.set(name, block);
      }
    },
    get: (name: string): T | undefined => {
      const block = blocks.get(name);
      return block?.unpack(block.names.indexOf(name));
    },
    delete: (name: string): void => {
      blocks.delete(name);
    },
    *all(concerns: (known: string) => boolean): Generator<Entry<T>> {
      for (const [name, { names, known, unpack }] of blocks) {
        const at = names.indexOf(name);
        if (concerns(known[at] ?? '')) yield [name, unpack(at)];
      }
    },
  };
}

/** Values by name, for hundreds of thousands: what was not used lately is put away, if it shall be. */
export function shelf<T>({ tell, weigh }: Manner<T>, sparing?: Sparing) {
  let recent = new Map<string, T>();
  let older = new Map<string, T>();
  /** Of the recent ones, as far as they were used again or have grown since. */
  let weight = 0;
  const packed = storeroom(tell);

  const makeRoom = ({ atHand, squeeze }: Sparing) => {
    if (recent.size < atHand && weight < MOST_AT_HAND) return;
    packed.put([...older], squeeze);
    older = recent;
    recent = new Map();
    weight = 0;
  };
  const use = (name: string, value: T) => {
    recent.set(name, value);
    weight += weigh(value);
    if (sparing) makeRoom(sparing);
  };
  const remove = (name: string) => {
    older.delete(name);
    packed.delete(name);
  };

  return {
    get: (name: string): T | undefined => {
      const found = recent.get(name);
      if (found !== undefined) return found;
      const again = older.get(name) ?? packed.get(name);
      if (again === undefined) return undefined;
      remove(name);
      use(name, again);
      return again;
    },
    /** What was got changes in place; only what is new needs to be added. */
    add: use,
    /** Something at hand has grown by so much. */
    grown: (bytes: number): void => {
      weight += bytes;
      if (sparing) makeRoom(sparing);
    },
    delete: (name: string): void => {
      recent.delete(name);
      remove(name);
    },
    /** All of whom `concerns` does not rule out by what was told of them, each unpacked for itself. */
    *all(concerns: (known: string) => boolean): Generator<Entry<T>> {
      for (const values of [recent, older])
        for (const [name, value] of values) if (concerns(tell(value))) yield [name, value];
      yield* packed.all(concerns);
    },
  };
}
