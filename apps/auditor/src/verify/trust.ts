import {
  type Checkpoint,
  noteParts,
  type NoteSignature,
  openNote,
  parseCheckpoint,
  parsePolicy,
  type Policy,
  policyKeys,
  quorumMet,
  VerificationFailure,
} from '#evidence';
import type { Findings } from './findings.js';

/** When a quorum of witnesses saw a tree, in milliseconds: at `first` or later, and at `last` or earlier. */
export interface Witnessed {
  readonly first: number;
  readonly last: number;
}

/** A checkpoint, what it is worth by the policy, and when witnesses saw it. */
export interface Opened {
  readonly note: string;
  readonly checkpoint: Checkpoint;
  /** Names of the logs of the policy. */
  readonly trusted: string;
  /** Whether a key of the policy signed it for the log, or none of them, or one wrongly; or there is no policy. */
  readonly signer: 'KNOWN' | 'UNKNOWN' | 'WRONG' | 'UNASKED';
  readonly witnessed?: Witnessed;
}

/** Runs what reads a stranger's text; undefined where it is refused, which is told to `refused`. */
export function attempt<T>(action: () => T, refused: (failure: VerificationFailure) => void): T | undefined {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof VerificationFailure)) throw error;
    refused(error);
    return undefined;
  }
}

/** The policy in a file; undefined, and a finding, for none or one that cannot be read. */
export function policyIn(policy: Uint8Array | string | undefined, found: Findings): Policy | undefined {
  if (policy === undefined) {
    found.add({ code: 'POLICY_MISSING' });
    return undefined;
  }
  return attempt(
    () => parsePolicy(policy),
    ({ detail = '' }) => found.add({ code: 'POLICY_UNREADABLE', found: detail }),
  );
}

const SECOND = 1_000n;
/** Clocks that show more are wrong, and instants of five digits would not compare as texts. */
const LAST_INSTANT = Date.UTC(9999, 0);

interface Question {
  readonly note: string;
  readonly policy: Policy | undefined;
  /** Earlier checkpoints need no quorum; what witnesses say of them counts only with one. */
  readonly needsQuorum: boolean;
}

type Judged = Pick<Opened, 'signer' | 'witnessed'>;

/** The signatures of keys of the policy; none where none of them signed. */
function signaturesOf(note: string, policy: Policy): readonly NoteSignature[] {
  try {
    return openNote(note, policyKeys(policy)).signatures;
  } catch (error) {
    if (error instanceof VerificationFailure && error.code === 'UNSIGNED') return [];
    throw error;
  }
}

interface Cosignature {
  readonly signature: NoteSignature;
  /** In milliseconds. */
  readonly time: number;
}

/** The time of the cosignature with which, one after the other, the quorum is met. */
function reached(policy: Policy, cosignatures: readonly Cosignature[]): number | undefined {
  const signatures = cosignatures.map(({ signature }) => signature);
  return cosignatures.find((_, index) => quorumMet(policy, signatures.slice(0, index + 1)))?.time;
}

/**
 * A single clock proves nothing: its witness may be a rogue. But any quorum is trusted to hold somebody honest. `atLeast` is
 * the latest time that all clocks of a quorum have reached: somebody honest saw the tree then or later. `atMost` is the
 * earliest time that all clocks of a quorum have not passed: somebody honest saw it then or earlier. Where the honest ones
 * are a quorum by themselves, both lie within their times, whatever fewer rogues than a quorum say.
 * Quorums that share no witness can contradict each other, and under `quorum none` every clock is one by itself: then the
 * range spans what they say, for no clock should accuse where another one, of the same worth, clears.
 */
function witnessedBy(policy: Policy, signatures: readonly NoteSignature[]): Witnessed | undefined {
  const rising = signatures
    .flatMap((signature): Cosignature[] => {
      if (signature.time === undefined) return [];
      return [{ signature, time: Math.min(Number(signature.time * SECOND), LAST_INSTANT) }];
    })
    .sort((a, b) => a.time - b.time);
  const [atLeast, atMost] = [reached(policy, rising.toReversed()), reached(policy, rising)];
  if (atLeast === undefined || atMost === undefined) return undefined;
  return { first: Math.min(atLeast, atMost), last: Math.max(atLeast, atMost) };
}

/** Who signed, by the keys of the policy. Witnesses speak for themselves, whatever key the log used. */
function judged({ note, policy, needsQuorum }: Question, { origin, size }: Checkpoint, found: Findings): Judged {
  if (!policy) return { signer: 'UNASKED' };
  const signatures = signaturesOf(note, policy);
  const isKnown = signatures.some(({ key }) => key.role === 'log' && key.name === origin);
  const signer = isKnown ? 'KNOWN' : 'UNKNOWN';
  const isMet = quorumMet(policy, signatures);
  if (!isMet && needsQuorum) found.add({ code: 'QUORUM_MISSING', found: `${origin} ${size}` });
  const witnessed = witnessedBy(policy, signatures);
  return { signer, ...(witnessed ? { witnessed } : {}) };
}

/** Reads a signed checkpoint and tells what its signatures are worth. VerificationFailure where it is no checkpoint. */
export function openCheckpoint(question: Question, found: Findings): Opened {
  const { note, policy } = question;
  const checkpoint = parseCheckpoint(noteParts(note).text);
  const opened = attempt(
    () => judged(question, checkpoint, found),
    (failure) => {
      if (failure.code !== 'BAD_SIGNATURE') throw failure;
      found.add({ code: 'SIGNATURE_INVALID', found: failure.detail ?? checkpoint.origin });
    },
  );
  const trusted = policy?.logs.map(({ key }) => key.name).join(' ') ?? '';
  return { note, checkpoint, trusted, ...(opened ?? { signer: 'WRONG' }) };
}
