import type { Instant, LogSuccession } from '#domain';
import { type EventStore, move, type Moved, type Position } from '#event-store';
import {
  type Checkpoint,
  leafOf,
  openNote,
  parseCheckpoint,
  parsePolicy,
  parseRecord,
  policyKeys,
  prunedTree,
  quorumMet,
} from '#evidence';
import { type Office, recordSuccession } from '#facts';

/** What somebody says who means to begin a successor. */
export interface Beginning {
  /** The last witnessed checkpoint of the old log, and the policy by which that is one. */
  readonly note: string;
  readonly policy: Uint8Array | string;
  /** Name of the old log, said once more: what happens by mistake does not say it. */
  readonly after: string;
  /** Name of the new log. */
  readonly origin: string;
  /** The old store, where its records are to be carried over. */
  readonly old?: EventStore;
}

interface Begun {
  readonly checkpoint: Checkpoint;
  /** Undefined where the records stay in the old log. */
  readonly carried?: Moved;
}

/** The checkpoint in the note. Throws a sentence unless the named log signed it and a quorum of its witnesses saw it. */
const lastCheckpoint = ({ note, policy: file, after, origin }: Omit<Beginning, 'old'>): Checkpoint => {
  const policy = parsePolicy(file);
  const { text: signed, signatures } = openNote(note, policyKeys(policy));
  const checkpoint = parseCheckpoint(signed);
  const isSigned = signatures.some(({ key }) => key.role === 'log' && key.name === checkpoint.origin);
  if (checkpoint.origin !== after) throw new Error(`The checkpoint is of ${checkpoint.origin}, not of ${after}`);
  if (!isSigned) throw new Error(`No key that the policy has for ${after} signed the checkpoint`);
  if (!quorumMet(policy, signatures)) throw new Error('The checkpoint has too few cosignatures for the policy');
  if (origin === after) throw new Error('A successor has another name than the log that it continues');
  if (checkpoint.size === 0n) throw new Error('An empty log has no successor');
  return checkpoint;
};

/** Place of the last record under the checkpoint. Throws a sentence where the store does not hold those records. */
const placeOf = async (store: EventStore, { size, root }: Checkpoint): Promise<Position> => {
  const tree = prunedTree();
  let count = 0n;
  for await (const events of store.readAll()) {
    for (const { record, position } of events) {
      tree.add(0, leafOf(Buffer.from(record)));
      count += 1n;
      if (count < size) continue;
      if (!tree.root().equals(root)) throw new Error('The old store does not hold the records under the checkpoint');
      return position;
    }
  }
  throw new Error(`The old store holds ${count} of the ${size} records under the checkpoint`);
};

const FIRST: Position = 'the first record of the successor';

/** The new store's first record, and the old records up to `last`, as if they were one store. */
const together = (first: EventStore, old: EventStore, last: Position): EventStore => ({
  ...old,
  readAll: async function* (after, batch) {
    if (after === undefined) {
      for await (const [event] of first.readAll(undefined, 1)) {
        if (event) yield [{ ...event, position: FIRST }];
        break;
      }
    }
    for await (const events of old.readAll(after === FIRST ? undefined : after, batch)) {
      const end = events.findIndex(({ position }) => old.compare(position, last) > 0);
      yield end < 0 ? events : events.slice(0, end);
      if (end >= 0) return;
    }
  },
});

/** Whether the store holds nothing, or begins with what an interrupted attempt of the same left. */
const isUnused = async (store: EventStore, { checkpoint, carried }: LogSuccession): Promise<boolean> => {
  for await (const [event] of store.readAll(undefined, 1)) {
    if (event?.type !== 'LogContinued') return event === undefined;
    const said = parseRecord(event.record).data as LogSuccession;
    return said.checkpoint === checkpoint && said.carried === carried;
  }
  return true;
};

/**
 * Begins the successor of a log in an empty store: its first record names the last checkpoint of the old one; then, if
 * wanted, the records under it. Can be cut off and called again. Throws a sentence, and records nothing, where it may not be.
 */
export const beginSuccessor = async (
  office: Office,
  store: EventStore,
  { old, ...beginning }: Beginning,
  now: Instant,
): Promise<Begun> => {
  const checkpoint = lastCheckpoint(beginning);
  const data: LogSuccession = { checkpoint: beginning.note, carried: old !== undefined };
  if (!(await isUnused(store, data)))
    throw new Error('The new store is not empty: a successor begins with its first record');
  const last = old && (await placeOf(old, checkpoint));
  await recordSuccession(office, data, { now, origin: beginning.after });
  if (!old || last === undefined) return { checkpoint };
  return { checkpoint, carried: await move(together(store, old, last), store) };
};
