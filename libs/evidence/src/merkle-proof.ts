import { fail } from './failure.js';
import { nodeHash } from './merkle.js';

/** Looks up the root of a complete subtree: the leaves from `index << level`, `1 << level` of them. */
export type Nodes = (level: number, index: bigint) => Buffer;

/** Hashes from the leaf's sibling up to the root's child: that the leaf at `index` is in the tree. RFC 9162 section 2.1.3.1. */
export function inclusionProof(index: bigint, size: bigint, nodes: Nodes): readonly Buffer[] {
  if (index < 0n || index >= size) fail('OUTSIDE_TREE', `${index} of ${size}`);
  return path(index, 0n, size, nodes);
}

/** Hashes that the first `first` of `second` leaves are unchanged. RFC 9162 section 2.1.4.1. */
export function consistencyProof(first: bigint, second: bigint, nodes: Nodes): readonly Buffer[] {
  if (first <= 0n) fail('EMPTY_TREE');
  if (first > second) fail('OUTSIDE_TREE', `${first} of ${second}`);
  return subproof(first, 0n, second, nodes);
}

function path(index: bigint, low: bigint, high: bigint, nodes: Nodes): Buffer[] {
  if (high - low === 1n) return [];
  const middle = low + split(high - low);
  return index < middle
    ? [...path(index, low, middle, nodes), subtree(middle, high, nodes)]
    : [...path(index, middle, high, nodes), subtree(low, middle, nodes)];
}

/** The verifier knows the old root: it is left out where the old tree is itself a subtree from the first leaf on. */
function subproof(first: bigint, low: bigint, high: bigint, nodes: Nodes): Buffer[] {
  if (first === high) return low === 0n ? [] : [subtree(low, high, nodes)];
  const middle = low + split(high - low);
  return first <= middle
    ? [...subproof(first, low, middle, nodes), subtree(middle, high, nodes)]
    : [...subproof(first, middle, high, nodes), subtree(low, middle, nodes)];
}

/** Root over the leaves from `low` to before `high`. */
function subtree(low: bigint, high: bigint, nodes: Nodes): Buffer {
  const size = high - low;
  const left = split(size);
  if (size === 1n || left * 2n === size) return nodes(levelOf(size), low / size);
  return nodeHash(subtree(low, low + left, nodes), subtree(low + left, high, nodes));
}

const levelOf = (size: bigint): number => size.toString(2).length - 1;

/** Largest power of two smaller than the size (of at least two). */
const split = (size: bigint): bigint => (size < 2n ? 0n : 1n << BigInt((size - 1n).toString(2).length - 1));
