import { type Checkpoint, prunedTree, type Skimmed, SUM_DIGITS, SUM_EVERY } from '#evidence';
import type { Findings } from './findings.js';

/** A checkpoint that the tree must pass through on its way, and what it means when it does not. */
export interface Milestone {
  readonly checkpoint: Checkpoint;
  readonly differs: 'CHECKPOINT_INCONSISTENT' | 'FORKED' | 'PREDECESSOR_DIFFERS';
}

const ascending = (a: Milestone, b: Milestone): number => (a.checkpoint.size < b.checkpoint.size ? -1 : 1);

/** Compares the tree with earlier checkpoints at the instant at which it has their size. */
export function passing(tree: ReturnType<typeof prunedTree>, milestones: readonly Milestone[], found: Findings) {
  // Every log continues the empty one.
  const waiting = milestones.filter(({ checkpoint }) => checkpoint.size > 0n).sort(ascending);
  const due = (size: bigint): Milestone | undefined =>
    waiting[0] && waiting[0].checkpoint.size <= size ? waiting.shift() : undefined;
  return (size: bigint) => {
    for (let next = due(size); next; next = due(size)) {
      const { checkpoint, differs } = next;
      const head = { expected: checkpoint.root.toString('base64') };
      if (checkpoint.size < size) found.add({ code: 'NOT_COMPARABLE', expected: String(checkpoint.size) });
      else if (!tree.root().equals(checkpoint.root))
        found.add({ code: differs, ...head, found: tree.root().toString('base64') });
    }
  };
}

const SUM_BYTES = SUM_DIGITS / 2;

/** The first digits of each leaf since the last line of sums, to tell which record was changed. */
function summing(found: Findings) {
  const sums = Buffer.alloc(SUM_EVERY * SUM_BYTES);
  let indices: bigint[] = [];
  /** What the leaves say of themselves, as far as they can be read. */
  let records: (Skimmed | undefined)[] = [];
  /** Place of a line of fewer sums than a full one: it is the last of the file. */
  let last: bigint | undefined;
  const clear = () => {
    indices = [];
    records = [];
  };
  const placeOf = (at: number, next: bigint) => {
    const record = records[at];
    return { index: indices[at] ?? next, ...(record ? { stream: record.stream, revision: record.rev } : {}) };
  };
  return {
    read: (record: Skimmed) => {
      records[indices.length - 1] = record;
    },
    /** What comes next is a leaf or a subtree. */
    before: (index: bigint) => {
      if (last !== undefined) found.add({ code: 'LINE_UNKNOWN', index: last, found: '#sum' });
      last = undefined;
      if (indices.length < SUM_EVERY) return;
      found.add({ code: 'LINE_UNKNOWN', index, expected: '#sum' });
      clear();
    },
    add: (leaf: Buffer, index: bigint) => {
      sums.set(leaf.subarray(0, SUM_BYTES), indices.length * SUM_BYTES);
      indices.push(index);
    },
    compare: (claimed: string, next: bigint) => {
      const digits = sums.toString('hex', 0, indices.length * SUM_BYTES);
      // Nearly always.
      const isSame = claimed === digits;
      const count = isSame ? 0 : Math.max(claimed.length, digits.length) / SUM_DIGITS;
      for (let at = 0; at < count; at += 1) {
        const expected = claimed.slice(at * SUM_DIGITS, (at + 1) * SUM_DIGITS);
        const actual = digits.slice(at * SUM_DIGITS, (at + 1) * SUM_DIGITS);
        if (expected === actual) continue;
        found.add({ code: 'RECORD_CHANGED', ...placeOf(at, next), expected, found: actual });
        // With one more or one less, all that follow differ as well.
        if (claimed.length !== digits.length) break;
      }
      if (claimed.length < SUM_EVERY * SUM_DIGITS) last ??= next;
      clear();
    },
    pending: () => indices.length,
  };
}

/** The leaves of a bundle as they come, against the signed root and the earlier ones. */
export function leaves(signed: Checkpoint, milestones: readonly Milestone[], found: Findings) {
  const tree = prunedTree();
  const pass = passing(tree, milestones, found);
  const sums = summing(found);
  let index = 0n;
  const grow = (level: number, hash: Buffer) => {
    tree.add(level, hash);
    index += level === 0 ? 1n : 1n << BigInt(level);
    pass(index);
  };
  return {
    /** Index of the next leaf. */
    next: (): bigint => index,
    /** More leaves than were signed are not worth a look. */
    isFull: (): boolean => index >= signed.size,
    add: (leaf: Buffer) => {
      sums.before(index);
      sums.add(leaf, index);
      grow(0, leaf);
    },
    /** What the leaf that was added last says, so that a finding can name it. */
    read: sums.read,
    /** VerificationFailure where no subtree of that level begins. */
    addSubtree: (level: number, hash: Buffer) => {
      sums.before(index);
      grow(level, hash);
    },
    compare: (digits: string) => sums.compare(digits, index),
    end: () => {
      if (sums.pending() > 0) found.add({ code: 'CUT_OFF', expected: '#sum' });
      const size = { expected: String(signed.size), found: String(index) };
      if (index !== signed.size) {
        found.add({ code: 'SIZE_MISMATCH', index, ...size });
        return;
      }
      const root = tree.root();
      if (root.equals(signed.root)) return;
      found.add({ code: 'ROOT_MISMATCH', expected: signed.root.toString('base64'), found: root.toString('base64') });
    },
  };
}
