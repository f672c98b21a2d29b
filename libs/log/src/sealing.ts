import { type Checkpoint, checkpointText, encodeVkey, openNote, parseCheckpoint, type Signer } from '#evidence';
import { LogBroken } from './broken.js';
import { checkpointOf } from './growth.js';
import type { Frontier } from '#evidence';
import { checkLease } from './lease.js';
import type { Memory } from './memory.js';
import { signedNote, verifierOf } from './signing.js';
import type { Queryable } from './tables.js';

/** Signs trees that extend each other, and remembers each before it is signed. */
export interface Sealing {
  /** What was signed last, by this or an earlier process. */
  last(): Checkpoint | undefined;
  /** Throws Unsigned where the key fails. */
  seal(frontier: Frontier, signers: readonly Signer[]): Promise<void>;
}

interface Stored {
  readonly note: string;
}

const LAST = 'SELECT note FROM log.checkpoint ORDER BY size DESC, number DESC LIMIT 1';
/** Those who wait for receipts hear of it when it is committed. */
const ADD = `WITH added AS (INSERT INTO log.checkpoint (size, note, vkey) VALUES ($1, $2, $3) RETURNING number)
  SELECT pg_notify('log', '') FROM added`;

/** The later of what the memory and the table of checkpoints say. Throws LogBroken where they cannot both be true. */
export const openSealing = async (db: Queryable, memory: Memory, signer: Signer): Promise<Sealing> => {
  const remembered = memory.read();
  const { rows } = await db.query<Stored>(LAST);
  const stored = rows[0] && checkpointIn(rows[0], signer);
  if (remembered !== undefined && remembered.origin !== signer.name) {
    throw new LogBroken('KEY_DIFFERS', `${remembered.origin} was signed, the key is of ${signer.name}`);
  }
  if (stored !== undefined && remembered === undefined) throw new LogBroken('MEMORY_MISSING', `${stored.size} records`);
  if (stored !== undefined && remembered !== undefined && stored.size > remembered.size) {
    // The memory is written before the table: one that is behind was put back.
    throw new LogBroken('MEMORY_MISSING', `it ends at ${remembered.size} of ${stored.size} records`);
  }
  let last = remembered;
  return {
    last: () => last,
    seal: async (frontier, signers) => {
      const next = checkpointOf(signer.name, frontier);
      if (last !== undefined && next.size < last.size) throw new LogBroken('STORE_SHORTER', `${next.size} records`);
      // The memory is shared with whoever stands by: only who holds the lease may write it.
      await checkLease(db);
      // Before the signature exists: a crash in between forbids too much rather than too little.
      memory.write(next);
      last = next;
      const vkeys = signers.map((one) => encodeVkey(verifierOf(one)));
      // Named in what the present key signs: anybody can put his own signature under a checkpoint.
      const note = await signedNote(checkpointText(next, vkeys.slice(1)), signers);
      await db.query(ADD, [String(next.size), note, vkeys.join('\n')]);
    },
  };
};

const checkpointIn = ({ note }: Stored, signer: Signer): Checkpoint => {
  try {
    return parseCheckpoint(openNote(note, [verifierOf(signer)]).text);
  } catch {
    throw new LogBroken('KEY_DIFFERS', 'the last checkpoint is not signed by the key');
  }
};
