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

/** A checkpoint, what it is worth by the policy, and when witnesses saw it: in milliseconds, by the earliest and latest clock. */
export interface Opened {
  readonly note: string;
  readonly checkpoint: Checkpoint;
  /** Names of the logs of the policy. */
  readonly trusted: string;
  /** Whether a key of the policy signed it for the log, or none of them, or one wrongly; or there is no policy. */
  readonly signer: 'KNOWN' | 'UNKNOWN' | 'WRONG' | 'UNASKED';
  readonly witnessed?: { readonly first: number; readonly last: number };
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

/** The policy in a text; undefined, and a finding, for none or one that cannot be read. */
export function policyIn(text: string | undefined, found: Findings): Policy | undefined {
  if (text === undefined) {
    found.add({ code: 'POLICY_MISSING' });
    return undefined;
  }
  return attempt(
    () => parsePolicy(text),
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

/** Who signed, by the keys of the policy. Witnesses speak for themselves, whatever key the log used. */
function judged({ note, policy, needsQuorum }: Question, { origin, size }: Checkpoint, found: Findings): Judged {
  if (!policy) return { signer: 'UNASKED' };
  const signatures = signaturesOf(note, policy);
  const isKnown = signatures.some(({ key }) => key.role === 'log' && key.name === origin);
  const signer = isKnown ? 'KNOWN' : 'UNKNOWN';
  const met = quorumMet(policy, signatures);
  if (!met && needsQuorum) found.add({ code: 'QUORUM_MISSING', found: `${origin} ${size}` });
  const times = signatures.flatMap(({ time }) => (time === undefined ? [] : [time * SECOND]));
  if (!met || times.length === 0) return { signer };
  const sorted = times.map((time) => Math.min(Number(time), LAST_INSTANT)).sort((a, b) => a - b);
  return { signer, witnessed: { first: sorted[0] ?? 0, last: sorted.at(-1) ?? 0 } };
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
