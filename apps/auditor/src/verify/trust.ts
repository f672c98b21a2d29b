import {
  type Checkpoint,
  noteParts,
  openNote,
  parseCheckpoint,
  parsePolicy,
  type Policy,
  policyKeys,
  quorumMet,
  VerificationFailure,
} from '#evidence';
import type { Code } from './codes.js';
import type { Findings } from './findings.js';

/** A checkpoint, what it is worth by the policy, and when witnesses saw it: in milliseconds, by the earliest and latest clock. */
export interface Opened {
  readonly checkpoint: Checkpoint;
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

const SIGNATURE_CODES: { readonly [code: string]: Code | undefined } = {
  BAD_SIGNATURE: 'SIGNATURE_INVALID',
  UNSIGNED: 'KEY_UNKNOWN',
};
const SECOND = 1_000n;
/** Clocks that show more are wrong, and instants of five digits would not compare as texts. */
const LAST_INSTANT = Date.UTC(9999, 0);

interface Question {
  readonly note: string;
  readonly policy: Policy | undefined;
  /** Earlier checkpoints need no quorum; what witnesses say of them counts only with one. */
  readonly needsQuorum: boolean;
}

/** Who signed, by the keys of the policy. */
function witnessed({ note, policy, needsQuorum }: Question, { origin, size }: Checkpoint, found: Findings) {
  if (!policy) return undefined;
  const { signatures } = openNote(note, policyKeys(policy));
  if (!signatures.some(({ key }) => key.role === 'log' && key.name === origin)) {
    found.add({ code: 'KEY_UNKNOWN', found: origin, expected: policy.logs.map(({ key }) => key.name).join(' ') });
    return undefined;
  }
  const met = quorumMet(policy, signatures);
  if (!met && needsQuorum) found.add({ code: 'QUORUM_MISSING', found: `${origin} ${size}` });
  const times = signatures.flatMap(({ time }) => (time === undefined ? [] : [time * SECOND]));
  if (!met || times.length === 0) return undefined;
  const sorted = times.map((time) => Math.min(Number(time), LAST_INSTANT)).sort((a, b) => a - b);
  return { first: sorted[0] ?? 0, last: sorted.at(-1) ?? 0 };
}

/** Reads a signed checkpoint and tells what its signatures are worth. VerificationFailure where it is no checkpoint. */
export function openCheckpoint(question: Question, found: Findings): Opened {
  const checkpoint = parseCheckpoint(noteParts(question.note).text);
  const times = attempt(
    () => witnessed(question, checkpoint, found),
    (failure) => {
      const code = SIGNATURE_CODES[failure.code];
      if (!code) throw failure;
      found.add({ code, found: failure.detail ?? checkpoint.origin });
    },
  );
  return times ? { checkpoint, witnessed: times } : { checkpoint };
}
