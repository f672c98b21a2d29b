import { fail } from '../failure.js';
import { nodeHash } from '../merkle.js';

interface Peak {
  readonly level: number;
  readonly hash: Buffer;
}

/** Leaf hashes have level 0; the hash of level n stands for 2^n leaves. */
export interface PrunedTree {
  /** Appends 2^level leaves by their subtree's hash. VerificationFailure where no subtree of the tree begins. */
  add(level: number, hash: Buffer): void;
  /** Leaves so far. */
  size(): bigint;
  /** Root of what was appended, by RFC 9162 section 2.1.1. VerificationFailure for an empty tree. */
  root(): Buffer;
}

/** The Merkle tree over leaves of which some are known by their subtree only; keeps at most one hash per level. */
export function prunedTree(): PrunedTree {
  const peaks: Peak[] = [];
  return {
    add: (level, hash) => {
      const last = peaks.at(-1);
      // The levels of the peaks fall from left to right: a higher one would stand askew.
      if (last && last.level < level) fail('MALFORMED_BUNDLE', `subtree of level ${level}`);
      let peak: Peak = { level, hash };
      for (let left = peaks.at(-1); left?.level === peak.level; left = peaks.at(-1)) {
        peak = { level: peak.level + 1, hash: nodeHash(left.hash, peak.hash) };
        peaks.pop();
      }
      peaks.push(peak);
    },
    size: () => peaks.reduce((sum, { level }) => sum + (1n << BigInt(level)), 0n),
    root: () => {
      const last = peaks.at(-1) ?? fail('EMPTY_TREE');
      return peaks.slice(0, -1).reduceRight((right, { hash }) => nodeHash(hash, right), last.hash);
    },
  };
}

/** The largest complete subtrees over the leaves from `from` up to `to`, exclusive; `index` counts subtrees of the level. */
export function* cover(from: bigint, to: bigint): Generator<{ readonly level: number; readonly index: bigint }> {
  let at = from;
  while (at < to) {
    let level = 0;
    while (at % (2n << BigInt(level)) === 0n && at + (2n << BigInt(level)) <= to) level += 1;
    yield { level, index: at >> BigInt(level) };
    at += 1n << BigInt(level);
  }
}
