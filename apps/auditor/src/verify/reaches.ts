const FIRST_ROOM = 1_024;
const GROWTH = 1.5;

const columns = (room: number) => ({
  /** Revision of its last record. */
  rev: new Float64Array(room),
  /** The latest instant that it has told of, in milliseconds. */
  at: new Float64Array(room),
  /** Leaves that were hidden, by withholding or omission, when its last record was read. */
  hidden: new BigUint64Array(room),
  /** 1 for those that are there from their beginning, without a gap: only they can be folded. */
  whole: new Uint8Array(room),
});
type Columns = ReturnType<typeof columns>;

/** How far a stream has been read after a record. */
export interface Reach {
  readonly rev: number;
  readonly at: number;
  readonly hidden: bigint;
  readonly whole: boolean;
}

/**
 * How far each of many streams has been read, in rows of numbers: objects and texts for hundreds of thousands of them would
 * have to be looked through with every collection of garbage.
 */
export function reaches() {
  const rows = new Map<string, number>();
  let room = FIRST_ROOM;
  let table = columns(room);
  const grow = () => {
    const before = table;
    room = Math.ceil(room * GROWTH);
    table = columns(room);
    for (const name of Object.keys(table) as (keyof Columns)[]) table[name].set(before[name] as never);
  };
  return {
    /** Row of a stream; undefined where nothing of it has been read. */
    row: (stream: string): number | undefined => rows.get(stream),
    /** A row for a stream that has none. */
    add: (stream: string): number => {
      const row = rows.size;
      if (row === room) grow();
      rows.set(stream, row);
      return row;
    },
    set: (row: number, { rev, at, hidden, whole }: Reach): void => {
      table.rev[row] = rev;
      table.at[row] = at;
      table.hidden[row] = hidden;
      table.whole[row] = whole ? 1 : 0;
    },
    rev: (row: number): number => table.rev[row] ?? 0,
    at: (row: number): number => table.at[row] ?? 0,
    hidden: (row: number): bigint => table.hidden[row] ?? 0n,
    isWhole: (row: number): boolean => table.whole[row] === 1,
    count: (): number => rows.size,
  };
}
