/** Words of 32 bits in a UUID. */
const WORDS = 4;
const FIRST_SLOTS = 1024;
/** Whoever writes a bundle says how many records it has: of that, no more is believed in advance (64 MB). */
const MOST_FIRST_SLOTS = 4_000_000;
/** Of the slots at most four in five are used; then a quarter of them comes in addition. */
const MOST_USED = 0.8;
const GROWTH = 1.25;
const RANGE = 2 ** 32;

/** Odd numbers that nobody outside knows: whoever chooses ids could otherwise make them all collide, and the set crawl. */
const secretFactors = (): readonly number[] => Array.from({ length: WORDS }, () => (Math.random() * RANGE) | 1);

/** Value of the hex digit with this code, in lower case. */
const digit = (code: number): number => (code < 0x3a ? code - 0x30 : code - 0x57);

/** Eight hex digits from `at` on, of which four may stand behind a dash. */
function wordOf(uuid: string, at: number, half: number): number {
  let word = 0;
  for (let place = at; place < at + 4; place += 1) word = (word << 4) | digit(uuid.charCodeAt(place));
  for (let place = half; place < half + 4; place += 1) word = (word << 4) | digit(uuid.charCodeAt(place));
  return word;
}

/** The words of a UUID in lower case. */
type Words = Int32Array;

/** Reads the words of a UUID, each time into the same place. */
export function wordsOf(): (uuid: string) => Words {
  const words = new Int32Array(WORDS);
  return (uuid) => {
    words[0] = wordOf(uuid, 0, 4);
    words[1] = wordOf(uuid, 9, 14);
    words[2] = wordOf(uuid, 19, 24);
    words[3] = wordOf(uuid, 28, 32);
    return words;
  };
}

/** Words in slots, with gaps between them; a slot of zeros is free. */
function slotsOf(slots: number) {
  const [first = 1, second = 1, third = 1, fourth = 1] = secretFactors();
  const table = new Int32Array(WORDS * slots);
  const isAt = (at: number, a: number, b: number, c: number, d: number) =>
    table[at] === a && table[at + 1] === b && table[at + 2] === c && table[at + 3] === d;
  return {
    table,
    /** Answers whether they were not there before. Four zeros change nothing. */
    put: (a: number, b: number, c: number, d: number): boolean => {
      const mixed = (Math.imul(a, first) + Math.imul(b, second) + Math.imul(c, third) + Math.imul(d, fourth)) >>> 0;
      let at = Math.floor((mixed * slots) / RANGE) * WORDS;
      while (!isAt(at, 0, 0, 0, 0)) {
        if (isAt(at, a, b, c, d)) return false;
        at = at + WORDS === table.length ? 0 : at + WORDS;
      }
      table[at] = a;
      table[at + 1] = b;
      table[at + 2] = c;
      table[at + 3] = d;
      return true;
    },
  };
}

/**
 * A set of UUIDs in lower case in 20 to 25 bytes each, for millions; a set of texts takes five times as much. Nothing is
 * hashed away. For the expected number it has room from the beginning, which costs nothing until it is used; more are taken
 * all the same.
 */
export function uuidSet(expected = 0) {
  let slots = Math.min(Math.max(FIRST_SLOTS, Math.ceil(expected / MOST_USED) + 1), MOST_FIRST_SLOTS);
  let { table, put } = slotsOf(slots);
  let hasZero = false;
  let size = 0;
  const grow = () => {
    const before = table;
    slots = Math.ceil(slots * GROWTH);
    ({ table, put } = slotsOf(slots));
    for (let at = 0; at < before.length; at += WORDS)
      put(before[at] ?? 0, before[at + 1] ?? 0, before[at + 2] ?? 0, before[at + 3] ?? 0);
  };
  const putZero = (): boolean => {
    const isNew = !hasZero;
    hasZero = true;
    return isNew;
  };

  return {
    /** Answers whether it was not there before. */
    add: (words: Words): boolean => {
      const [a, b, c, d] = [words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0];
      const isNew = (a | b | c | d) === 0 ? putZero() : put(a, b, c, d);
      if (!isNew) return false;
      size += 1;
      if (size > slots * MOST_USED) grow();
      return true;
    },
  };
}
