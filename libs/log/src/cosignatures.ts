import { openNote, type Policy, quorumMet, VerificationFailure, type VerifierKey } from '#evidence';
import type { Queryable } from './tables.js';

/** A signed checkpoint as the table holds it. */
export interface Published {
  readonly number: string;
  readonly size: bigint;
  readonly note: string;
}

/** Column of a checkpoint: the signed note with the cosignatures that it has so far. */
export const COSIGNED = `note || coalesce((SELECT string_agg(line, '' ORDER BY witness, key_id) FROM log.cosignature
  WHERE checkpoint = number), '') AS note`;

interface Row {
  readonly number: string;
  readonly size: string;
  readonly note: string;
}

const LAST = 'SELECT number, size, note FROM log.checkpoint ORDER BY size DESC, number DESC LIMIT 1';
const AT = `SELECT number, size, note, min(at) OVER () AS made FROM log.checkpoint
  WHERE size = $1 AND starts_with(note, $2) ORDER BY number DESC LIMIT 1`;
const ADD = 'INSERT INTO log.cosignature (checkpoint, witness, line) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';
const LINES = 'SELECT line FROM log.cosignature WHERE checkpoint = $1';
const WITNESSED = `WITH added AS (
    INSERT INTO log.witnessed (checkpoint, size) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING size
  ) SELECT pg_notify('log', '') FROM added`;

const published = <R extends Row>(row: R | undefined) => row && { ...row, size: BigInt(row.size) };

export const lastPublished = async (db: Queryable): Promise<Published | undefined> =>
  published((await db.query<Row>(LAST)).rows[0]);

/** PostgreSQL refuses to compare a bigint with more; formats of C2SP have 64 bits without a sign. */
const MAX_SIZE = (1n << 63n) - 1n;

/**
 * The last checkpoint of that size and, if given, of that text: the heartbeat of a log without news repeats it, and while a
 * key replaces the other there are two texts of one size. `made`: when the first one was.
 */
export const publishedAt = async (
  db: Queryable,
  size: bigint,
  text?: string,
): Promise<(Published & { readonly made: Date }) | undefined> => {
  if (size > MAX_SIZE) return undefined;
  const { rows } = await db.query<Row & { readonly made: Date }>(AT, [
    String(size),
    text === undefined ? '' : `${text}\n`,
  ]);
  return published(rows[0]);
};

/** A witness has a line for each of its keys. Each one that is tried costs time, and strangers may send many. */
const MOST_LINES = 8;

interface Held {
  readonly line: string;
  /** Milliseconds since 1970 by the clock of the witness. */
  readonly time: number;
}

/** The lines that hold as this key's signature under the note. */
const heldBy = (note: string, lines: readonly string[], key: VerifierKey): readonly Held[] =>
  lines
    .filter((line) => line.startsWith(`— ${key.name} `))
    .slice(0, MOST_LINES)
    .flatMap((line) => {
      try {
        return openNote(`${note}${line}\n`, [key]).signatures.map(({ time = 0n }) => ({
          line,
          time: Number(time) * 1_000,
        }));
      } catch (error) {
        if (error instanceof VerificationFailure) return [];
        throw error;
      }
    });

/** What a witness' key is said to have signed, and when that can have been, in milliseconds since 1970. */
export interface Cosigned {
  readonly key: VerifierKey;
  readonly lines: readonly string[];
  readonly from: number;
  readonly to: number;
}

/**
 * A cosignature says that by its time nothing more was recorded (C2SP tlog-cosignature, where verifiers may refuse those of
 * the future): under a clock that is fast it denies honest records, under one that is slow it calls those that it covers
 * too late. The verifier grants ten minutes. The other half of them is for how long the log may be behind, and for how far
 * the clocks of our own machines are apart.
 */
const APART_MS = 5 * 60_000;

/** What is wrong with a time; undefined if nothing is. In minutes: a reason that changes by the second is no reason. */
const wrongTime = (time: number, { from, to }: Cosigned): string | undefined => {
  const minutes = (ms: number): string => `${Math.round(ms / 60_000)} minutes`;
  const wrong = 'its clock or ours is wrong';
  if (time - to > APART_MS) return `its cosignature is dated ${minutes(time - to)} after it came: ${wrong}`;
  if (from - time > APART_MS)
    return `its cosignature is dated ${minutes(from - time)} before it can have been made: ${wrong}`;
  return undefined;
};

/** That none of the lines is a signature of the key. */
export const UNSIGNED = 'its signature does not hold';

/**
 * Keeps the line of a witness' key. Resolves with the reason where there is none to keep. Tells those who wait when the
 * quorum is reached by it.
 */
export const keepCosignature = async (
  db: Queryable,
  { number, size, note }: Published,
  policy: Policy,
  cosigned: Cosigned,
): Promise<string | undefined> => {
  const { key, lines } = cosigned;
  const held = heldBy(note, lines, key);
  const kept = held.find(({ time }) => wrongTime(time, cosigned) === undefined);
  if (kept === undefined) return held[0] ? wrongTime(held[0].time, cosigned) : UNSIGNED;
  await db.query(ADD, [number, key.name, `${kept.line}\n`]);
  const { rows } = await db.query<{ line: string }>(LINES, [number]);
  const keys = policy.witnesses.map((witness) => witness.key);
  const { signatures } = openNote(note + rows.map((row) => row.line).join(''), keys);
  if (policy.quorum !== undefined && quorumMet(policy, signatures)) await db.query(WITNESSED, [number, String(size)]);
  return undefined;
};
