import { type Checkpoint, prunedTree, type RecordFields } from '#evidence';
import type { Findings } from './findings.js';
import { type Milestone, passing } from './leaves.js';
import { compare, type Opening } from './opening.js';
import { attempt, openCheckpoint, type Opened } from './trust.js';

/** The log that this one continues under a new name, as its first record says. */
export interface Predecessor {
  readonly origin: string;
  readonly size: string;
  readonly root: string;
  /** Whether its records follow on the first one, or stay in the old log. */
  readonly carried: boolean;
  /** Whether they were all there to be compared with its root. */
  readonly compared: boolean;
  /** Whether a key of the policy signed it; `UNASKED` where the policy names none of its keys. */
  readonly signer: Opened['signer'];
  /** Its last checkpoint as the record has it: what a bundle of the old log is to be compared with. */
  readonly checkpoint: string;
}

interface Named extends Opened {
  readonly carried: boolean;
}

/** What the first record says, judged by the keys that the policy has for that origin. */
function namedIn({ data }: RecordFields, { policy, signed }: Opening, found: Findings): Named | undefined {
  const malformed = (why: string) => found.add({ code: 'PREDECESSOR_DIFFERS', index: 0n, found: why });
  const { checkpoint: note, carried } = data as { readonly checkpoint?: unknown; readonly carried?: unknown };
  if (typeof note !== 'string' || typeof carried !== 'boolean') {
    malformed('form');
    return undefined;
  }
  return attempt(
    () => {
      const { checkpoint } = openCheckpoint({ note, policy: undefined, needsQuorum: false }, found);
      if (checkpoint.origin === signed.checkpoint.origin) malformed(checkpoint.origin);
      const asked = policy?.logs.some(({ key }) => key.name === checkpoint.origin) ? policy : undefined;
      return { ...openCheckpoint({ note, policy: asked, needsQuorum: true }, found), carried };
    },
    ({ code }) => malformed(code),
  );
}

/** The leaves after the first one, as a tree of their own: that of the predecessor, as far as they were carried over. */
function carriedTree(size: bigint, milestones: readonly Milestone[], found: Findings) {
  const tree = prunedTree();
  const pass = passing(tree, milestones, found);
  let count = 0n;
  return {
    add: (leaf: Buffer): void => {
      if (count === size) return;
      tree.add(0, leaf);
      count += 1n;
      pass(count);
    },
    count: () => count,
  };
}

const text = ({ origin, size }: Checkpoint): string => `${origin} ${size}`;

/**
 * A log that continues another one after theft or disaster: its first record names the last checkpoint of the old log. What
 * is remembered of the old one must lead there.
 */
export function succession(opening: Opening, found: Findings) {
  const { signed, remembered } = opening;
  const isForeign = remembered !== undefined && remembered.checkpoint.origin !== signed.checkpoint.origin;
  const foreign = isForeign ? remembered.checkpoint : undefined;
  let named: Named | undefined;
  let tree: ReturnType<typeof carriedTree> | undefined;
  let isWhole = true;

  const begin = (said: Named): void => {
    const { checkpoint, carried } = said;
    const end: Milestone = { checkpoint, differs: 'PREDECESSOR_DIFFERS' };
    const earlier =
      foreign && foreign.size < checkpoint.size ? [{ checkpoint: foreign, differs: 'FORKED' as const }] : [];
    if (carried) tree = carriedTree(checkpoint.size, [...earlier, end], found);
  };
  const isCompared = (): boolean => isWhole && tree !== undefined;

  /** The remembered checkpoint of the old log against the one that the new log names. */
  const compareForeign = (old: Checkpoint, now: Checkpoint): void => {
    compare(old, now, found);
    if (old.size === now.size && !old.root.equals(now.root))
      found.add({ code: 'FORKED', expected: old.root.toString('base64'), found: now.root.toString('base64') });
    if (old.origin === now.origin && old.size < now.size && !isCompared())
      found.add({ code: 'NOT_COMPARABLE', expected: text(old), found: text(now) });
  };

  return {
    /** Each leaf in the order of the log, before its record is taken. */
    leaf: (hash: Buffer): void => {
      if (isWhole) tree?.add(hash);
    },
    /** Leaves are omitted here: what follows has no place in the old tree. */
    gap: (): void => {
      isWhole &&= tree?.count() === named?.checkpoint.size && tree !== undefined;
    },
    take: (record: RecordFields, index: bigint): void => {
      if (index !== 0n || record.type !== 'LogContinued') return;
      named = namedIn(record, opening, found);
      if (named) begin(named);
    },
    end: (): Predecessor | undefined => {
      if (foreign) compareForeign(foreign, (named ?? signed).checkpoint);
      if (!named) return undefined;
      const { checkpoint, note, signer, carried } = named;
      const { origin, size, root } = checkpoint;
      if (signer === 'UNKNOWN') found.add({ code: 'KEY_UNKNOWN', index: 0n, found: origin });
      if (tree && isWhole && tree.count() < size)
        found.add({ code: 'PREDECESSOR_DIFFERS', index: 0n, expected: String(size), found: String(tree.count()) });
      const shown = { origin, size: String(size), root: root.toString('base64') };
      return { ...shown, carried, compared: isCompared(), signer, checkpoint: note };
    },
  };
}
