/** Words of 32 bits in a UUID. */
const WORDS = 4;
const FIRST_BITS = 10;

type Words = readonly [number, number, number, number] | Uint32Array;

const wordsOf = (uuid: string): Words => [
  parseInt(uuid.slice(0, 8), 16),
  parseInt(uuid.slice(9, 13) + uuid.slice(14, 18), 16),
  parseInt(uuid.slice(19, 23) + uuid.slice(24, 28), 16),
  parseInt(uuid.slice(28, 36), 16),
];

/** Odd numbers that nobody outside knows: whoever chooses ids could otherwise make them all collide, and the set crawl. */
const secretFactors = (): readonly number[] => Array.from({ length: WORDS }, () => (Math.random() * 2 ** 32) | 1);

const equal = (table: Uint32Array, at: number, words: Words): boolean =>
  table[at] === words[0] && table[at + 1] === words[1] && table[at + 2] === words[2] && table[at + 3] === words[3];

/** A set of UUIDs in about 32 bytes each, for millions; a set of texts takes five times as much. Nothing is hashed away. */
export function uuidSet() {
  const [first = 1, second = 1, third = 1, fourth = 1] = secretFactors();
  let bits = FIRST_BITS;
  let table = new Uint32Array(WORDS << bits);
  let used = new Uint8Array(1 << bits);
  let size = 0;

  /** Where the words stand, or where they belong. */
  const slotOf = (words: Words): number => {
    const [a, b, c, d] = words as readonly [number, number, number, number];
    const mixed = Math.imul(a, first) + Math.imul(b, second) + Math.imul(c, third) + Math.imul(d, fourth);
    let slot = (mixed >>> 0) >>> (32 - bits);
    while (used[slot] === 1 && !equal(table, slot * WORDS, words)) slot = (slot + 1) & (used.length - 1);
    return slot;
  };
  const put = (words: Words) => {
    const slot = slotOf(words);
    used[slot] = 1;
    table.set(words, slot * WORDS);
  };
  const grow = () => {
    const [before, taken] = [table, used];
    bits += 1;
    table = new Uint32Array(WORDS << bits);
    used = new Uint8Array(1 << bits);
    for (let slot = 0; slot < taken.length; slot += 1)
      if (taken[slot] === 1) put(before.subarray(slot * WORDS, (slot + 1) * WORDS));
  };

  return {
    /** Answers whether it was not there before. */
    add: (uuid: string): boolean => {
      const words = wordsOf(uuid);
      if (used[slotOf(words)] === 1) return false;
      put(words);
      size += 1;
      if (size * 2 > used.length) grow();
      return true;
    },
  };
}
