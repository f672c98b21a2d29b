import { consistencyProof, type VerifierKey } from '#evidence';
import type { Published } from './cosignatures.js';
import { overNodes, type Queryable } from './tables.js';

/** How a witness stands to the log. `disputed`: it has seen a tree that ours does not continue. */
export interface WitnessStatus {
  readonly name: string;
  readonly state: 'cosigned' | 'failed' | 'disputed';
  readonly failure?: string;
}

export interface AskedWitness {
  readonly key: VerifierKey;
  readonly url: string;
  /** Size that it has cosigned, as far as we know. */
  size: bigint;
}

interface Asked extends WitnessStatus {
  /** Its answer, for a verifier to judge. */
  readonly lines: readonly string[];
}

const PATIENCE_MS = 5_000;

/** Body of add-checkpoint: the old size, the proof that leads from it to the checkpoint, and the note. Source: C2SP tlog-witness. */
export const witnessRequest = async (db: Queryable, old: bigint, { size, note }: Published): Promise<string> => {
  const proof = old === 0n ? [] : await overNodes(db, (nodes) => consistencyProof(old, size, nodes));
  return [`old ${old}`, ...proof.map((hash) => hash.toString('base64')), '', note].join('\n');
};

/** Asks once, and once more from the size that the witness names. */
export const askWitness = async (db: Queryable, witness: AskedWitness, checkpoint: Published): Promise<Asked> => {
  const { name } = witness.key;
  const first = await post(witness, await witnessRequest(db, witness.size, checkpoint));
  const named = first.status === 409 ? sizeIn(first.body) : undefined;
  if (named === undefined || named === witness.size) return judged(name, first);
  if (named > checkpoint.size) return disputed(name, `it has cosigned ${named} of our ${checkpoint.size} records`);
  witness.size = named;
  return judged(name, await post(witness, await witnessRequest(db, named, checkpoint)));
};

interface Reply {
  readonly status: number;
  readonly body: string;
}

const post = async ({ url }: AskedWitness, body: string): Promise<Reply> => {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(`${url.replace(/\/+$/, '')}/add-checkpoint`, { method: 'POST', body, signal });
  return { status: response.status, body: await response.text() };
};

const sizeIn = (body: string): bigint | undefined => {
  const text = body.trim();
  return /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;
};

const disputed = (name: string, failure: string): Asked => ({ name, state: 'disputed', failure, lines: [] });

const judged = (name: string, { status, body }: Reply): Asked => {
  if (status === 200) return { name, state: 'cosigned', lines: body.split('\n').filter((line) => line !== '') };
  const failure = `${status} ${body.slice(0, 200).trim()}`;
  return status === 409 || status === 422 ? disputed(name, failure) : { name, state: 'failed', failure, lines: [] };
};
