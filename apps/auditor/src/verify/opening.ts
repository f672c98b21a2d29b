import type { BundleHead, Checkpoint, Policy } from '#evidence';
import type { Findings } from './findings.js';
import type { Milestone } from './leaves.js';
import { NOTE_FORM } from './note-faults.js';
import { attempt, openCheckpoint, type Opened, policyIn } from './trust.js';

/** What the verifier is given beside the bundle; trust comes from nowhere else. */
export interface Trust {
  /** The policy file, its octets as they are; a text stands for its UTF-8. */
  readonly policy?: Uint8Array | string;
  /** Signed checkpoint of an earlier verification. */
  readonly remembered?: string;
}

/** The head of a bundle with what its signatures are worth. */
export interface Opening {
  readonly head: BundleHead;
  readonly signed: Opened;
  readonly checkpoints: readonly Opened[];
  readonly policy?: Policy;
  /** What the verifier brought along. */
  readonly remembered?: Opened;
  /** Earlier checkpoints that the tree has to pass through. */
  readonly milestones: readonly Milestone[];
}

const named = ({ origin, size }: Checkpoint): string => `${origin} ${size}`;

/** The remembered checkpoint against the present one: a shorter log, or another one, is told at once. */
export function compare(old: Checkpoint, now: Checkpoint, found: Findings): void {
  const heads = { expected: named(old), found: named(now) };
  if (old.origin !== now.origin) found.add({ code: 'FORKED', ...heads });
  else if (old.size > now.size) found.add({ code: 'ROLLED_BACK', ...heads });
}

function rememberedIn({ remembered: note }: Trust, policy: Policy | undefined, found: Findings): Opened | undefined {
  if (note === undefined) return undefined;
  return attempt(
    () => openCheckpoint({ note, policy, needsQuorum: false }, found),
    ({ code, detail = code }) => found.add({ code: 'REMEMBERED_UNREADABLE', expected: NOTE_FORM, found: detail }),
  );
}

/** What the tree has to pass through; a checkpoint of another log is for its succession to explain. */
function milestonesIn(earlier: readonly Opened[], old: Opened | undefined, now: Checkpoint, found: Findings) {
  const milestones: Milestone[] = earlier.map(({ checkpoint }) => ({ checkpoint, differs: 'CHECKPOINT_INCONSISTENT' }));
  if (old?.checkpoint.origin !== now.origin) return milestones;
  compare(old.checkpoint, now, found);
  return [...milestones, { checkpoint: old.checkpoint, differs: 'FORKED' as const }];
}

/** Opens the checkpoints of the head, and the remembered one. VerificationFailure where one is no checkpoint. */
export function openHead(head: BundleHead, trust: Trust, found: Findings): Opening | undefined {
  const policy = policyIn(trust.policy, found);
  const last = head.checkpoints.length - 1;
  const checkpoints = head.checkpoints.map((note, index) =>
    openCheckpoint({ note, policy, needsQuorum: index === last }, found),
  );
  const signed = checkpoints.at(-1);
  if (!signed || signed.checkpoint.size === 0n) return undefined;
  const old = rememberedIn(trust, policy, found);
  const milestones = milestonesIn(checkpoints.slice(0, -1), old, signed.checkpoint, found);
  return { head, signed, checkpoints, milestones, ...(old ? { remembered: old } : {}), ...(policy ? { policy } : {}) };
}
