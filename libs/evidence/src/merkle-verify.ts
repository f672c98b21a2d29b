import { fail } from './failure.js';
import { nodeHash, whole } from './merkle.js';

export interface Inclusion {
  /** Hash of the leaf. */
  readonly leaf: Buffer;
  /** Position of the leaf, from 0. */
  readonly index: bigint;
  readonly size: bigint;
  readonly proof: readonly Buffer[];
  readonly root: Buffer;
}

export interface Consistency {
  readonly first: bigint;
  readonly second: bigint;
  readonly proof: readonly Buffer[];
  readonly firstRoot: Buffer;
  readonly secondRoot: Buffer;
}

/** That the leaf stands at `index` of the tree. VerificationFailure INCLUSION_NOT_PROVEN and others. RFC 9162 section 2.1.3.2. */
export function verifyInclusion({ leaf, index, size, proof, root }: Inclusion): void {
  if (size <= 0n) fail('EMPTY_TREE');
  if (index < 0n || index >= size) fail('OUTSIDE_TREE', `${index} of ${size}`);
  let current = whole(leaf);
  for (const { sibling, onTheLeft } of ascent(index, size - 1n, proof) ?? fail('INCLUSION_NOT_PROVEN'))
    current = onTheLeft ? nodeHash(sibling, current) : nodeHash(current, sibling);
  if (!current.equals(whole(root))) fail('INCLUSION_NOT_PROVEN');
}

/** That the tree of `second` leaves continues the one of `first`. VerificationFailure CONSISTENCY_NOT_PROVEN and others. RFC 9162 section 2.1.4.2. */
export function verifyConsistency(claim: Consistency): void {
  const { first, second, firstRoot, secondRoot } = claim;
  if (first <= 0n) fail('EMPTY_TREE');
  if (first > second) fail('CONSISTENCY_NOT_PROVEN', `${first} leaves became ${second}`);
  const roots = { firstRoot: whole(firstRoot), secondRoot: whole(secondRoot) };
  const computed = first === second ? same(claim) : climbed(claim);
  if (computed?.firstRoot.equals(roots.firstRoot) !== true || !computed.secondRoot.equals(roots.secondRoot))
    fail('CONSISTENCY_NOT_PROVEN');
}

interface Roots {
  readonly firstRoot: Buffer;
  readonly secondRoot: Buffer;
}

/** A tree is consistent with itself without any proof. */
const same = ({ proof, firstRoot }: Consistency): Roots | undefined =>
  proof.length === 0 ? { firstRoot, secondRoot: firstRoot } : undefined;

/** Both roots as the proof yields them. A complete old tree is a node of the new one: then the proof leaves it out. */
function climbed({ first, second, proof, firstRoot }: Consistency): Roots | undefined {
  const [start, ...siblings] = isPowerOfTwo(first) ? [firstRoot, ...proof] : proof;
  let [node, last] = [first - 1n, second - 1n];
  while (isOdd(node)) [node, last] = [node >> 1n, last >> 1n];
  const steps = ascent(node, last, siblings);
  if (start === undefined || steps === undefined) return undefined;
  let roots: Roots = { firstRoot: whole(start), secondRoot: start };
  for (const { sibling, onTheLeft } of steps) {
    roots = onTheLeft
      ? { firstRoot: nodeHash(sibling, roots.firstRoot), secondRoot: nodeHash(sibling, roots.secondRoot) }
      : { ...roots, secondRoot: nodeHash(roots.secondRoot, sibling) };
  }
  return roots;
}

/** Where each sibling stands on the way from `node` to the root of a tree with the last node `last`; undefined when there are too few or too many. */
function ascent(from: bigint, lastNode: bigint, siblings: readonly Buffer[]) {
  let [node, last] = [from, lastNode];
  const steps: { sibling: Buffer; onTheLeft: boolean }[] = [];
  for (const sibling of siblings) {
    if (last === 0n) return undefined;
    const onTheLeft = isOdd(node) || node === last;
    steps.push({ sibling, onTheLeft });
    // A right edge without a sibling goes up unhashed.
    while (onTheLeft && !isOdd(node) && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n ? steps : undefined;
}

const isOdd = (value: bigint): boolean => (value & 1n) === 1n;
const isPowerOfTwo = (value: bigint): boolean => (value & (value - 1n)) === 0n;
