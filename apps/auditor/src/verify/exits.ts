import type { Bilingual } from '../words.js';

/** Ends of a verification. Source: evidence, Verify. */
export const EXIT = { PROVEN: 0, BROKEN: 1, DEVIATES: 2, INCONCLUSIVE: 3, UNREADABLE: 4 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

export interface Meaning {
  readonly exit: Exit;
  readonly sentence: Bilingual;
}

export const means = (exit: Exit, de: string, en: string): Meaning => ({ exit, sentence: [de, en] });
