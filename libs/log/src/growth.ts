import { leafHash, parseRecord, type RecordFields, rootOf, treeBuilder, VerificationFailure } from '#evidence';
import type { Checkpoint, Frontier } from '#evidence';
import type { StoredEvent } from '#event-store';
import { LogBroken } from './broken.js';
import { firstDifference, insertLeaves, type Leaf, type Node, type Queryable } from './tables.js';

/** The tree, growing from the first record on; it compares what is in the tables already and adds what is not. */
export interface Growth {
  /** Takes the next events of the store. Throws LogBroken at the first difference. */
  take(events: readonly StoredEvent[]): Promise<void>;
  /** The tree over what is in the tables. */
  frontier(): Frontier;
  /** Whether one of the first `size` records announces the key (a vkey). */
  announces(vkey: string, size: bigint): boolean;
}

export interface GrowthOptions {
  readonly db: Queryable;
  /** Leaves that the tables hold; those beyond are added. */
  readonly known: bigint;
  /** What was signed last: the tree must have this root when it has this size. */
  readonly signed: Checkpoint | undefined;
}

/** The stream whose records announce keys. */
const KEYS = 'log-keys';

/** Memory grows with the number of streams, not of records. */
export const grow = ({ db, known, signed }: GrowthOptions): Growth => {
  const revisions = new Map<string, number>();
  const announced = new Map<string, bigint>();
  let leaves: Leaf[] = [];
  let nodes: Node[] = [];
  /** Whether the tree had the signed root when it had the signed size. */
  let extended = true;
  let held: Frontier = { size: 0n, roots: [] };
  const builder = treeBuilder(held, (level, index, hash) => {
    if (level > 0) nodes.push({ level, index, hash });
  });

  const push = (event: StoredEvent): void => {
    const { stream, revision, id } = event;
    const said = checkRecord(event, builder.size, revisions.get(stream) ?? -1);
    if (stream === KEYS && 'vkey' in said.data && typeof said.data.vkey === 'string')
      announced.set(said.data.vkey, builder.size);
    revisions.set(stream, revision);
    const hash = Buffer.from(leafHash(event.record), 'hex');
    leaves.push({ index: builder.size, stream, revision, eventId: id, hash });
    builder.push(hash);
    if (builder.size === signed?.size) extended = builder.root().equals(signed.root);
  };

  /** Where what is known ends in the middle of a batch, it is flushed there. */
  const flush = async (): Promise<void> => {
    const [added, inner] = [leaves, nodes];
    [leaves, nodes] = [[], []];
    const [first] = added;
    if (first === undefined) return;
    const isKnown = first.index < known;
    // First by record, which says more; and before anything is added.
    if (isKnown) await compare(db, added, inner);
    if (!extended) throw new LogBroken('ROOT_DIFFERS', `at ${signed?.size} records`);
    if (!isKnown) await insertLeaves(db, added, inner);
    held = builder.frontier();
  };

  return {
    take: async (events) => {
      for (const event of events) {
        push(event);
        if (builder.size === known) await flush();
      }
      await flush();
    },
    frontier: () => held,
    announces: (vkey, size) => (announced.get(vkey) ?? size) < size,
  };
};

/** The checkpoint of a tree. */
export const checkpointOf = (origin: string, frontier: Frontier): Checkpoint => ({
  origin,
  size: frontier.size,
  root: rootOf(frontier),
});

const compare = async (db: Queryable, leaves: readonly Leaf[], nodes: readonly Node[]): Promise<void> => {
  const { leaf, node } = await firstDifference(db, leaves, nodes);
  const at = leaves.find(({ index }) => String(index) === leaf);
  if (at) throw new LogBroken('RECORD_DIFFERS', placeOf(at, at.index));
  if (node !== null) throw new LogBroken('NODE_DIFFERS', node);
};

const checkRecord = (event: StoredEvent, index: bigint, last: number): RecordFields => {
  const { stream, revision, id, type } = event;
  const said = read(event, index);
  if (said.stream !== stream || said.rev !== revision || said.id !== id || said.type !== type) {
    throw new LogBroken('RECORD_FALSE', placeOf(event, index));
  }
  if (revision !== last + 1) throw new LogBroken('REVISION_MISSING', placeOf(event, index));
  return said;
};

const read = (event: StoredEvent, index: bigint): RecordFields => {
  try {
    return parseRecord(event.record);
  } catch (error) {
    if (error instanceof VerificationFailure) throw new LogBroken('RECORD_FALSE', placeOf(event, index));
    throw error;
  }
};

const placeOf = ({ stream, revision }: { stream: string; revision: number }, index: bigint): string =>
  `${stream}@${revision}, index ${index}`;
