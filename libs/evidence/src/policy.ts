import { fail, VerificationFailure } from './failure.js';
import { parseVkey } from './note-key.js';
import type { KeyRole, VerifierKey } from './note-key.js';
import type { NoteSignature } from './note.js';

/** Whom to believe (C2SP tlog-policy): log keys, witnesses and the quorum. Trust comes from this file alone. */
export interface Policy {
  readonly logs: readonly PolicyKey[];
  readonly witnesses: readonly PolicyKey[];
  /** Witnesses and groups in the order of the file: each group after its members. */
  readonly parts: readonly Quorum[];
  /** What must have cosigned; undefined for `quorum none`. */
  readonly quorum: Quorum | undefined;
}

export interface PolicyKey {
  readonly key: VerifierKey;
  readonly url?: string;
}

/** One witness, or at least `needed` of the members. */
export type Quorum =
  { readonly witness: VerifierKey } | { readonly needed: number; readonly members: readonly Quorum[] };

const MAX_LINES = 10_000;
/** Octets with the high bit set are opaque, in whatever encoding somebody wrote them. Source: C2SP tlog-policy. */
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/;
const NONE = 'none';

interface Reading {
  readonly logs: PolicyKey[];
  readonly witnesses: PolicyKey[];
  readonly names: Map<string, Quorum>;
  /** Names that are members of a group already: each may count once only. */
  readonly used: Set<string>;
  quorum: Quorum | typeof NONE | undefined;
}

/** Reads the octets of a policy file; a text stands for its UTF-8. VerificationFailure MALFORMED_POLICY names the line. */
export function parsePolicy(policy: Uint8Array | string): Policy {
  const octets = typeof policy === 'string' ? Buffer.from(policy) : policy;
  // One character for each octet.
  const lines = Buffer.from(octets).toString('latin1').split('\n');
  if (lines.length > MAX_LINES) fail('MALFORMED_POLICY', 'too long');
  const reading: Reading = { logs: [], witnesses: [], names: new Map(), used: new Set(), quorum: undefined };
  lines.forEach((line, index) => {
    if (CONTROL.test(line)) fail('MALFORMED_POLICY', `line ${index + 1}`);
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    const [keyword = '#', ...rest] = words;
    if (keyword.startsWith('#')) return;
    const read = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    if (read?.(reading, rest) !== true) fail('MALFORMED_POLICY', `line ${index + 1}`);
  });
  const { logs, witnesses, names, quorum } = reading;
  if (quorum === undefined) return fail('MALFORMED_POLICY', 'no quorum');
  return { logs, witnesses, parts: [...names.values()], quorum: quorum === NONE ? undefined : quorum };
}

/** All keys of a policy, for openNote. */
export const policyKeys = ({ logs, witnesses }: Policy): readonly VerifierKey[] =>
  [...logs, ...witnesses].map(({ key }) => key);

/** True when enough witnesses cosigned. With `quorum none` nobody had to: that is true and proves nothing. */
export function quorumMet({ parts, quorum }: Policy, signatures: readonly NoteSignature[]): boolean {
  const signed = new Set(signatures.filter(({ key }) => key.role === 'witness').map(({ key }) => spelled(key)));
  const met = new Set<Quorum>();
  const holds = (part: Quorum): boolean =>
    'witness' in part
      ? signed.has(spelled(part.witness))
      : part.members.filter((member) => met.has(member)).length >= part.needed;
  // One after the other, for groups may be nested more deeply than the stack is high.
  for (const part of parts) if (holds(part)) met.add(part);
  return quorum === undefined || met.has(quorum);
}

/** Each reads the words of its line; false for a line that is not of its form. */
const KEYWORDS: Readonly<Record<string, (reading: Reading, words: readonly string[]) => boolean>> = {
  log: ({ logs }, [vkey, url, ...rest]) => rest.length === 0 && addKey(logs, 'log', vkey, url) !== undefined,

  witness: ({ witnesses, names }, [name, vkey, url, ...rest]) => {
    const key = rest.length === 0 ? addKey(witnesses, 'witness', vkey, url) : undefined;
    return key !== undefined && define(names, name, { witness: key });
  },

  group: ({ names, used }, [name, threshold = '', ...members]) => {
    const found = members.flatMap((member) => names.get(member) ?? []);
    const needed = thresholdOf(threshold, members.length);
    if (found.length !== members.length || needed < 1 || needed > members.length) return false;
    for (const member of members) {
      if (used.has(member)) return false;
      used.add(member);
    }
    return define(names, name, { needed, members: found });
  },

  quorum: (reading, [name = '', ...rest]) => {
    if (rest.length > 0 || reading.quorum !== undefined) return false;
    reading.quorum = name === NONE ? NONE : reading.names.get(name);
    return reading.quorum !== undefined;
  },
};

function thresholdOf(word: string, count: number): number {
  if (word === 'any') return 1;
  if (word === 'all') return count;
  return /^[1-9]\d{0,4}$/.test(word) ? Number(word) : 0;
}

function define(names: Map<string, Quorum>, name: string | undefined, part: Quorum): boolean {
  if (name === undefined || name === NONE || names.has(name)) return false;
  names.set(name, part);
  return true;
}

function addKey(keys: PolicyKey[], role: KeyRole, vkey = '', url?: string): VerifierKey | undefined {
  const key = keyIn(vkey);
  // One public key under two names would count twice.
  if (key?.role !== role || keys.some((other) => other.key.publicKey.equals(key.publicKey))) return undefined;
  keys.push({ key, ...(url !== undefined && { url: bytesOf(url).toString() }) });
  return key;
}

const bytesOf = (octets: string): Buffer => Buffer.from(Array.from(octets, (octet) => octet.charCodeAt(0)));

/** Undefined for what is no key, so that its line is named. */
function keyIn(octets: string): VerifierKey | undefined {
  const bytes = bytesOf(octets);
  const vkey = bytes.toString();
  // The name of a key is UTF-8: another one must not be believed under the signs that stand for what is none.
  if (!Buffer.from(vkey).equals(bytes)) return undefined;
  try {
    return parseVkey(vkey);
  } catch (error) {
    if (error instanceof VerificationFailure) return undefined;
    throw error;
  }
}

const spelled = (key: VerifierKey): string => `${key.name} ${key.publicKey.toString('hex')}`;
