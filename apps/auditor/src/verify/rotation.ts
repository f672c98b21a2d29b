import { openNote, parseVkey, type RecordFields, VerificationFailure, type VerifierKey } from '#evidence';
import type { Findings } from './findings.js';
import type { Opening } from './opening.js';
import type { Opened } from './trust.js';

/** A key that a record of the log announces. */
interface Announced {
  readonly vkey: string;
  readonly key: VerifierKey;
  readonly index: bigint;
}

/** A key that is trusted because of a record under a signature that was trusted before. */
export interface TrustedKey {
  readonly vkey: string;
  readonly index: string;
}

/** The stream whose records are looked at here. */
export const KEYS = 'log-keys';
/** An honest log changes its key every few years. */
const MOST = 1_000;

/** The key in a record, if it is one that could sign this log; what else a record says there is worth nothing. */
function keyIn({ stream, type, data }: RecordFields, origin: string): Omit<Announced, 'index'> | undefined {
  if (stream !== KEYS || type !== 'LogKeyAnnounced' || !('vkey' in data)) return undefined;
  try {
    const { vkey } = data;
    if (typeof vkey !== 'string') return undefined;
    const key = parseVkey(vkey);
    return key.role === 'log' && key.name === origin ? { vkey, key } : undefined;
  } catch (error) {
    if (error instanceof VerificationFailure) return undefined;
    throw error;
  }
}

/** Which of the keys signed; none where one of the lines is wrong. */
function signersOf({ note }: Opened, keys: readonly VerifierKey[]): ReadonlySet<VerifierKey> {
  try {
    return new Set(openNote(note, keys).signatures.map(({ key }) => key));
  } catch (error) {
    if (error instanceof VerificationFailure) return new Set();
    throw error;
  }
}

const largest = (opened: readonly Opened[]): bigint =>
  opened.reduce((most, { checkpoint: { size } }) => (size > most ? size : most), 0n);

/**
 * Trust in a key that the policy does not name: a checkpoint that a trusted key signed, and whose root the records of the
 * bundle have, covers the record that announces it. So from one key to the next.
 */
export function rotation({ signed, checkpoints, remembered }: Opening, found: Findings) {
  const { origin, size } = signed.checkpoint;
  const announced: Announced[] = [];
  // A larger one was compared with nothing: its announcements need not be those of this bundle.
  const comparable = [...checkpoints, ...(remembered ? [remembered] : [])].filter(
    ({ checkpoint }) => checkpoint.origin === origin && checkpoint.size <= size,
  );

  /** Size of the largest tree under a trusted signature, and every checkpoint that has one. */
  const trusted = () => {
    const keys = announced.map(({ key }) => key);
    const known = comparable.filter(({ signer }) => signer === 'KNOWN');
    const others = comparable
      .filter(({ signer }) => signer === 'UNKNOWN')
      .map((opened) => ({ opened, signers: signersOf(opened, keys) }));
    for (let reach = largest(known); ;) {
      const believed = announced.filter(({ index }) => index < reach);
      const more = others.filter(({ signers }) => believed.some(({ key }) => signers.has(key)));
      const all = [...known, ...more.map(({ opened }) => opened)];
      if (largest(all) === reach) return { believed, all };
      reach = largest(all);
    }
  };

  return {
    take: (record: RecordFields, index: bigint): void => {
      const said = keyIn(record, origin);
      if (said && announced.length < MOST) announced.push({ ...said, index });
    },
    /** Tells which keys are trusted by announcement; the bundle's and the remembered checkpoint need a trusted one. */
    end: (): readonly TrustedKey[] => {
      const { believed, all } = trusted();
      for (const opened of remembered ? [signed, remembered] : [signed])
        if (opened.signer === 'UNKNOWN' && !all.includes(opened))
          found.add({ code: 'KEY_UNKNOWN', found: opened.checkpoint.origin, expected: opened.trusted });
      return believed.map(({ vkey, index }) => ({ vkey, index: String(index) }));
    },
  };
}
