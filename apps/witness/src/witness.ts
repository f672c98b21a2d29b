import {
  type Checkpoint,
  type Consistency,
  cosign,
  hashLine,
  noteParts,
  openNote,
  parseCheckpoint,
  type Signer,
  VerificationFailure,
  type VerifierKey,
  verifyConsistency,
} from '#evidence';
import type { State } from './state.js';

/** Answer to add-checkpoint; status and texts as C2SP tlog-witness has them. */
export interface Reply {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  /** Cosignature lines for 200, the size that is known for 409, otherwise a sentence. Ends in a newline. */
  readonly body: string;
  readonly type: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
}

/** Cosigns what continues that which it has cosigned before. Requests are answered one after the other. */
export type Witness = (request: string) => Promise<Reply>;

export interface WitnessOptions {
  readonly signer: Signer;
  /** Keys of the logs it follows; the name of a key is the origin of its log. */
  readonly logs: readonly VerifierKey[];
  readonly state: State;
  /** Seconds since 1970. */
  readonly now: () => bigint;
}

interface Request {
  readonly old: bigint;
  readonly proof: readonly Buffer[];
  readonly note: string;
  /** What the note says; who signed it is not known yet. */
  readonly checkpoint: Checkpoint;
}

const MAX_PROOF = 63;
const MAX_REQUEST = 100_000;

const plain = (status: Reply['status'], sentence: string): Reply => ({
  ...{ status, body: `${sentence}\n` },
  type: 'text/plain; charset=utf-8',
});
const known = (size: bigint): Reply => ({ status: 409, body: `${size}\n`, type: 'text/x.tlog.size' });

export const witness = (options: WitnessOptions): Witness => {
  let turn: Promise<unknown> = Promise.resolve();
  return (text) => {
    // Comparing with the state and changing it must not be mixed with another request.
    const mine = turn.then(() => answer(options, text));
    turn = mine.catch(() => undefined);
    return mine;
  };
};

async function answer({ signer, logs, state, now }: WitnessOptions, text: string): Promise<Reply> {
  const request = attempt(() => parsed(text));
  if (request === undefined) return plain(400, 'The request is malformed.');
  const { note, checkpoint } = request;
  const keys = logs.filter(({ name }) => name === checkpoint.origin);
  if (keys.length === 0) return plain(404, 'This witness does not follow a log of that origin.');
  const opened = attempt(() => openNote(note, keys));
  if (opened === undefined) return plain(403, 'No key of the log has signed this checkpoint.');
  const refusal = compared(request, state.last(checkpoint.origin));
  if (refusal) return refusal;
  // Remembered before the cosignature exists: a crash in between forbids too much rather than too little.
  state.remember(checkpoint);
  return { ...plain(200, ''), body: await cosign(opened.text, signer, now()) };
}

/** Why the checkpoint does not follow on the last one; undefined if it does. */
function compared({ old, proof, checkpoint }: Request, last: Checkpoint | undefined): Reply | undefined {
  const { size, root } = checkpoint;
  if (old > size || size === 0n) return plain(400, 'The old size is larger than the new one, or the tree is empty.');
  if (last === undefined) return begun(old, proof);
  const isOther = old === size && !root.equals(last.root);
  if (old !== last.size || isOther) return known(last.size);
  const claim = { first: old, second: size, proof, firstRoot: last.root, secondRoot: root };
  return isProven(claim) ? undefined : plain(422, 'The proof does not lead from the old tree to the new one.');
}

/** The first checkpoint of a log: nothing is known to compare it with. */
const begun = (old: bigint, proof: readonly Buffer[]): Reply | undefined => {
  if (old !== 0n) return known(0n);
  return proof.length === 0 ? undefined : plain(422, 'There is nothing to prove yet.');
};

const isProven = (claim: Consistency): boolean =>
  attempt(() => {
    verifyConsistency(claim);
    return true;
  }) === true;

/** `old <size>`, hashes, an empty line, the note. Throws VerificationFailure. */
function parsed(text: string): Request {
  const end = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  const [, old] = /^old (0|[1-9]\d{0,18})$/.exec(first) ?? [];
  if (old === undefined || lines.length > MAX_PROOF || text.length > MAX_REQUEST) {
    throw new VerificationFailure('MALFORMED_PROOF', 'request');
  }
  const note = text.slice(end + 2);
  return { old: BigInt(old), proof: lines.map(hashLine), note, checkpoint: parseCheckpoint(noteParts(note).text) };
}

/** Undefined where evidence fails; everything else is a bug and is thrown. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof VerificationFailure) return undefined;
    throw error;
  }
}
