import { sha256 } from '#evidence/crypto';
import { fail } from './failure.js';

/** Bytes of every hash in the tree. */
export const HASH_BYTES = 32;
/** Prefix and room for two hashes. Used again each time: hashing is done before anybody else can write here. */
const INNER = Buffer.alloc(1 + 2 * HASH_BYTES, 0x01);

/** A tree in O(log n): its size, and the roots of its complete subtrees from the largest (left) to the smallest. */
export interface Frontier {
  readonly size: bigint;
  readonly roots: readonly Buffer[];
}

/** Told of each subtree as it becomes complete: it holds the leaves from `index << level`, `1 << level` of them. */
export type OnComplete = (level: number, index: bigint, hash: Buffer) => void;

/** A tree that grows in place, for many leaves: amortised one inner hash per leaf. */
export interface TreeBuilder {
  readonly size: bigint;
  push: (leaf: Buffer) => void;
  frontier: () => Frontier;
  root: () => Buffer;
}

/** Inner node: SHA-256(0x01 || left || right). Source: RFC 9162 section 2.1.1. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  INNER.set(whole(left), 1);
  INNER.set(whole(right), 1 + HASH_BYTES);
  return sha256(INNER);
}

/** Insists on 32 bytes: a shorter hash would shift the boundary between left and right. */
export const whole = (bytes: Buffer): Buffer =>
  bytes.length === HASH_BYTES ? bytes : fail('MALFORMED_HASH', `${bytes.length} bytes`);

/** The tree without leaves. It has no root: a proof about it proves nothing. */
export const emptyTree = (): Frontier => ({ size: 0n, roots: [] });

/** The tree with one leaf (its hash) more; the given one stays as it is. */
export function appended(frontier: Frontier, leaf: Buffer): Frontier {
  const builder = treeBuilder(frontier);
  builder.push(leaf);
  return builder.frontier();
}

/** Root hash. VerificationFailure EMPTY_TREE without leaves. */
export const rootOf = (frontier: Frontier): Buffer =>
  frontier.roots.length === 0 ? fail('EMPTY_TREE') : frontier.roots.reduceRight((right, left) => nodeHash(left, right));

/** Continues a tree; `onComplete` hears of each leaf (level 0) and of each subtree that it completes. */
export function treeBuilder(from: Frontier = emptyTree(), onComplete?: OnComplete): TreeBuilder {
  const roots = [...from.roots];
  // Beside each root its level: equal neighbours make one of the next level.
  const levels = levelsOf(from.size);
  let size = from.size;
  if (roots.length !== levels.length) fail('MALFORMED_HASH', `${roots.length} roots for ${size} leaves`);
  const push = (leaf: Buffer): void => {
    let current = whole(leaf);
    let level = 0;
    onComplete?.(0, size, current);
    while (levels.at(-1) === level) {
      levels.pop();
      level += 1;
      current = nodeHash(roots.pop() as Buffer, current);
      onComplete?.(level, size >> BigInt(level), current);
    }
    roots.push(current);
    levels.push(level);
    size += 1n;
  };
  return {
    get size() {
      return size;
    },
    push,
    frontier: () => ({ size, roots: [...roots] }),
    root: () => rootOf({ size, roots }),
  };
}

/** Levels of the complete subtrees of a tree, from the largest: the ones in its size. */
const levelsOf = (size: bigint): number[] => {
  const digits = size.toString(2).split('');
  return digits.flatMap((digit, index) => (digit === '1' ? [digits.length - 1 - index] : []));
};
