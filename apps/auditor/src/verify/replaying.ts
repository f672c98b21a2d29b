import { parseRecord } from '#evidence';
import type { Findings } from './findings.js';
import { histories, type Manner } from './histories.js';
import type { Ending } from './latest.js';
import type { Read } from './read.js';

/** Decisions that were decided again, and how many of them came out as recorded. */
export interface Judged {
  readonly decided: number;
  readonly confirmed: number;
}

/** Folds and decides again what is read; what deviates goes to the findings that it was made with. */
export interface Replaying {
  /** The bytes may change afterwards. */
  readonly take: (read: Read) => void;
  /** Nothing follows. */
  readonly end: (ending: Ending) => void;
  readonly counts: () => Judged;
}

/** Here and now, record by record. */
export function replaying(found: Findings, manner?: Manner): Replaying {
  const { take, end, counts } = histories(found, manner);
  return {
    take: (read) => take(parseRecord(read.bytes.toString()), read),
    end,
    counts,
  };
}
