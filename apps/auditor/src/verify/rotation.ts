import {
  namedKeys,
  noteParts,
  openNote,
  parseVkey,
  type RecordFields,
  VerificationFailure,
  type VerifierKey,
} from '#evidence';
import type { Findings } from './findings.js';
import type { Opening } from './opening.js';
import type { Opened } from './trust.js';

/** A key that a record of the log announces. */
interface Announced {
  readonly vkey: string;
  readonly key: VerifierKey;
  readonly index: bigint;
}

/** A key that is trusted because a key that was trusted before signed together with it under its announcement. */
export interface TrustedKey {
  readonly vkey: string;
  readonly index: string;
}

/** The stream whose records are looked at here. */
export const KEYS = 'log-keys';
/** Bytes of a signature before the signature itself: the id of the key. */
const ID_BYTES = 4;
/** At a change of key two sign. More lines than this are there to cost time. */
const MOST_LINES = 8;
/** An honest log changes its key every few years. */
const MOST = 1_000;

/** The key in a record, if it is one that could sign this log; what else a record says there is worth nothing. */
function keyIn({ stream, type, data }: RecordFields, origin: string): Omit<Announced, 'index'> | undefined {
  if (stream !== KEYS || type !== 'LogKeyAnnounced' || !('vkey' in data)) return undefined;
  // Whatever else stands there may not even have a text.
  const { vkey } = data;
  if (typeof vkey !== 'string') return undefined;
  try {
    const key = parseVkey(vkey);
    return key.role === 'log' && key.name === origin ? { vkey, key } : undefined;
  } catch (error) {
    if (error instanceof VerificationFailure) return undefined;
    throw error;
  }
}

/** Keys by the id that their signature lines begin with; a vkey holds it between two plus signs. */
const byId = (announced: readonly Announced[]): ReadonlyMap<string, Announced> =>
  new Map(announced.map((one) => [one.vkey.slice(one.key.name.length + 1).split('+')[0] ?? '', one]));

/** Which of the announced keys signed; none where one of their lines is wrong, or where there are too many. */
function signersOf({ note }: Opened, keys: ReadonlyMap<string, Announced>): readonly Announced[] {
  // Only those of which it has a line: all keys with all checkpoints would be a million questions in a hostile bundle.
  const claimed = noteParts(note).lines.flatMap((line) => {
    const signature = Buffer.from(line.slice(line.lastIndexOf(' ') + 1), 'base64');
    return keys.get(signature.toString('hex', 0, ID_BYTES)) ?? [];
  });
  if (claimed.length === 0 || claimed.length > MOST_LINES) return [];
  try {
    const asked = claimed.map(({ key }) => key);
    const signed = new Set(openNote(note, asked).signatures.map(({ key }) => key));
    return [...new Set(claimed)].filter(({ key }) => signed.has(key));
  } catch (error) {
    if (error instanceof VerificationFailure) return [];
    throw error;
  }
}

/**
 * Which keys, and which checkpoints, are trusted. Each checkpoint and each key is followed once: from a checkpoint with a
 * trusted signature to the keys that it names, that signed it as well and are announced in it, and from a key to what else
 * it signed.
 */
function followed(comparable: readonly Opened[], announced: readonly Announced[]) {
  const keys = byId(announced);
  const signers = new Map(comparable.map((opened) => [opened, signersOf(opened, keys)]));
  const signed = new Map<Announced, Opened[]>(announced.map((one) => [one, []]));
  for (const opened of comparable.filter(({ signer }) => signer === 'UNKNOWN'))
    for (const one of signers.get(opened) ?? []) signed.get(one)?.push(opened);
  const believed = new Set<Announced>();
  const trusted = new Set(comparable.filter(({ signer }) => signer === 'KNOWN'));
  const believe = (one: Announced): void => {
    if (believed.has(one)) return;
    believed.add(one);
    for (const opened of signed.get(one) ?? []) trusted.add(opened);
  };
  // A set hands out also what is added while it is walked through.
  for (const opened of trusted) {
    const named = namedKeys(noteParts(opened.note).text);
    for (const one of signers.get(opened) ?? [])
      if (one.index < opened.checkpoint.size && named.has(one.vkey)) believe(one);
  }
  return { believed, trusted };
}

/**
 * Trust in a key that the policy does not name: a checkpoint whose root the records of the bundle have covers the record
 * that announces it, and a trusted key signed that checkpoint, whose text names it, together with it. The announcement
 * alone is the word of whoever may record, and a second signature that of whoever holds the key: both can be the same
 * person. What names the key under a trusted signature is the word of the log. So from one key to the next.
 */
export function rotation({ signed, checkpoints, remembered }: Opening, found: Findings) {
  const { origin, size } = signed.checkpoint;
  const announced = new Map<string, Announced>();
  // A larger one was compared with nothing: its announcements need not be those of this bundle.
  const comparable = [...checkpoints, ...(remembered ? [remembered] : [])].filter(
    ({ checkpoint }) => checkpoint.origin === origin && checkpoint.size <= size,
  );

  return {
    take: (record: RecordFields, index: bigint): void => {
      const said = keyIn(record, origin);
      // The first announcement counts: whatever covers a later one covers it as well.
      if (said && announced.size < MOST && !announced.has(said.vkey)) announced.set(said.vkey, { ...said, index });
    },
    /** Tells which keys are trusted by announcement; the bundle's and the remembered checkpoint need a trusted one. */
    end: (): readonly TrustedKey[] => {
      const { believed, trusted } = followed(comparable, [...announced.values()]);
      for (const opened of remembered ? [signed, remembered] : [signed])
        if (opened.signer === 'UNKNOWN' && !trusted.has(opened))
          found.add({ code: 'KEY_UNKNOWN', found: opened.checkpoint.origin, expected: opened.trusted });
      return [...announced.values()]
        .filter((one) => believed.has(one))
        .map(({ vkey, index }) => ({ vkey, index: String(index) }));
    },
  };
}
