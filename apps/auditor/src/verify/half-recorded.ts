import type { Findings } from './findings.js';
import type { Ending } from './latest.js';

/** A command of which less is recorded than the rules yield. */
interface Half {
  readonly where: { readonly index: bigint; readonly stream: string; readonly revision: number };
  /** Place in the log where the rest of it had to stand. */
  readonly next: bigint;
  /** Types of the events that the rules yield, and of those that are recorded. */
  readonly expected: string;
  readonly found: string;
}

/** Commands that were recorded in part, until it is known what stands in the place of the rest. */
export function halfRecorded(found: Findings) {
  const waiting = new Map<string, Half>();
  const deviates = ({ where, expected, found: recorded }: Half) =>
    found.add({ code: 'DECISION_DEVIATES', ...where, expected, found: recorded });
  return {
    add: (half: Half): void => {
      waiting.set(half.where.stream, half);
    },
    /** The stream goes on with another command: the rest is nowhere, whatever is hidden. */
    goesOn: (stream: string): void => {
      const half = waiting.size === 0 ? undefined : waiting.get(stream);
      if (!half) return;
      waiting.delete(stream);
      deviates(half);
    },
    /** Answers how many are as they should be. */
    end: ({ size, cuts }: Pick<Ending, 'size' | 'cuts'>): number => {
      const hidden = new Set(waiting.size === 0 ? [] : cuts);
      let whole = 0;
      for (const half of waiting.values()) {
        // A checkpoint may fall between the records of one command; the rest of it follows with the next.
        if (half.next === size) whole += 1;
        else if (hidden.has(half.next)) found.add({ code: 'NOT_REDECIDED', ...half.where, expected: half.expected });
        else deviates(half);
      }
      return whole;
    },
  };
}
