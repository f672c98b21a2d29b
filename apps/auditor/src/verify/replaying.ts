import { parseRecord } from '#evidence';
import type { Findings } from './findings.js';
import { histories, type Manner } from './histories.js';
import type { Latest } from './latest.js';

/** A record in its one form, and where it stands. */
export interface Read {
  readonly bytes: Buffer;
  readonly stream: string;
  readonly revision: number;
  readonly index: bigint;
  /** Whether the stream is there from its beginning up to this record. */
  readonly whole: boolean;
}

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
  readonly end: (latest: Latest) => void;
  readonly counts: () => Judged;
}

/** Here and now, record by record. */
export function replaying(found: Findings, manner?: Manner): Replaying {
  const { take, end, counts } = histories(found, manner);
  return {
    take: ({ bytes, index, whole }) => take(parseRecord(bytes.toString()), { index, whole, bytes: bytes.length }),
    end,
    counts,
  };
}
