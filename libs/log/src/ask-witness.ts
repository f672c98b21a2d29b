import { consistencyProof, type VerifierKey } from '#evidence';
import { type Published, publishedAt } from './cosignatures.js';
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
/** How often others may be faster than we are. */
const MOST_TRIES = 4;
/** More than a few signature lines, or a size, take; whoever sends more wants time or memory. */
const MOST_BYTES = 16_384;

/** Body of add-checkpoint: the old size, the proof that leads from it to the checkpoint, and the note. Source: C2SP tlog-witness. */
export const witnessRequest = async (db: Queryable, old: bigint, { size, note }: Published): Promise<string> => {
  const proof = old === 0n ? [] : await overNodes(db, (nodes) => consistencyProof(old, size, nodes));
  return [`old ${old}`, ...proof.map((hash) => hash.toString('base64')), '', note].join('\n');
};

/**
 * Asks, and again from the size that the witness names. That it names another one each time is no fork: others may let it
 * cosign as well, and its next key does. `isCurrent` is asked last of all, for a machine may sleep in between.
 */
export const askWitness = async (
  db: Queryable,
  witness: AskedWitness,
  checkpoint: Published,
  isCurrent: () => boolean,
): Promise<Asked> => {
  const { name } = witness.key;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const request = await witnessRequest(db, witness.size, checkpoint);
    if (!isCurrent()) return failed(name, 'more may have been recorded than the checkpoint holds');
    const reply = await post(witness, request, signal);
    const named = reply.status === 409 ? sizeIn(reply.body) : undefined;
    if (named === undefined || named === witness.size) return judged(name, reply, witness.size === checkpoint.size);
    if (named > checkpoint.size) return ahead(db, name, named, checkpoint);
    witness.size = named;
  }
  return failed(name, `it names another size each time, ${witness.size} at last`);
};

/** A size that the log has published meanwhile is no fork; what it is a size of, the next checkpoint shows. */
const ahead = async (db: Queryable, name: string, named: bigint, { size }: Published): Promise<Asked> => {
  const isOurs = (await publishedAt(db, named)) !== undefined;
  return isOurs
    ? failed(name, `it has cosigned ${named} records meanwhile`)
    : disputed(name, `it has cosigned ${named} of our ${size} records`);
};

interface Reply {
  readonly status: number;
  readonly body: string;
}

const post = async ({ url }: AskedWitness, body: string, signal: AbortSignal): Promise<Reply> => {
  // Only the policy says whom the worker speaks to.
  const options = { method: 'POST', body, signal, redirect: 'error' } as const;
  const response = await fetch(`${url.replace(/\/+$/, '')}/add-checkpoint`, options);
  return { status: response.status, body: await beginningOf(response) };
};

/** What lies behind is not read: the connection is closed. */
const beginningOf = async ({ body }: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (body === null) return '';
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, MOST_BYTES);
};

const sizeIn = (body: string): bigint | undefined => {
  const text = body.trim();
  return /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;
};

const disputed = (name: string, failure: string): Asked => ({ name, state: 'disputed', failure, lines: [] });
const failed = (name: string, failure: string): Asked => ({ name, state: 'failed', failure, lines: [] });

/** `isSame`: the witness was asked from the size of the checkpoint itself; then 409 says that its root is another. */
const judged = (name: string, { status, body }: Reply, isSame: boolean): Asked => {
  if (status === 200) return { name, state: 'cosigned', lines: body.split('\n') };
  const failure = `${status} ${body.slice(0, 200).trim()}`;
  return status === 422 || (status === 409 && isSame) ? disputed(name, failure) : failed(name, failure);
};
