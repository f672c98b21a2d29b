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
const AT = `SELECT number, size, note FROM log.checkpoint WHERE size = $1 AND starts_with(note, $2)
  ORDER BY number DESC LIMIT 1`;
const ADD = 'INSERT INTO log.cosignature (checkpoint, witness, line) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';
const LINES = 'SELECT line FROM log.cosignature WHERE checkpoint = $1';
const WITNESSED = `WITH added AS (
    INSERT INTO log.witnessed (checkpoint, size) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING size
  ) SELECT pg_notify('log', '') FROM added`;

const published = (row: Row | undefined): Published | undefined => row && { ...row, size: BigInt(row.size) };

export const lastPublished = async (db: Queryable): Promise<Published | undefined> =>
  published((await db.query<Row>(LAST)).rows[0]);

/** PostgreSQL refuses to compare a bigint with more; formats of C2SP have 64 bits without a sign. */
const MAX_SIZE = (1n << 63n) - 1n;

/**
 * The last checkpoint of that size and, if given, of that text: the heartbeat of a log without news repeats it, and while a
 * key replaces the other there are two texts of one size.
 */
export const publishedAt = async (db: Queryable, size: bigint, text?: string): Promise<Published | undefined> => {
  if (size > MAX_SIZE) return undefined;
  const { rows } = await db.query<Row>(AT, [String(size), text === undefined ? '' : `${text}\n`]);
  return published(rows[0]);
};

/** A witness has a line for each of its keys. Each one that is tried costs time, and strangers may send many. */
const MOST_LINES = 8;

/** The lines that hold as this key's signature under the note. */
const linesOf = (note: string, lines: readonly string[], key: VerifierKey): readonly string[] =>
  lines
    .filter((line) => line.startsWith(`— ${key.name} `))
    .slice(0, MOST_LINES)
    .filter((line) => {
      try {
        return openNote(`${note}${line}\n`, [key]).signatures.length === 1;
      } catch (error) {
        if (error instanceof VerificationFailure) return false;
        throw error;
      }
    });

/** Keeps the line of a witness' key; true when it is one. Tells those who wait when the quorum is reached by it. */
export const keepCosignature = async (
  db: Queryable,
  { number, size, note }: Published,
  policy: Policy,
  { key, lines }: { readonly key: VerifierKey; readonly lines: readonly string[] },
): Promise<boolean> => {
  const [line] = linesOf(note, lines, key);
  if (line === undefined) return false;
  await db.query(ADD, [number, key.name, `${line}\n`]);
  const { rows } = await db.query<{ line: string }>(LINES, [number]);
  const keys = policy.witnesses.map((witness) => witness.key);
  const { signatures } = openNote(note + rows.map((row) => row.line).join(''), keys);
  if (policy.quorum !== undefined && quorumMet(policy, signatures)) await db.query(WITNESSED, [number, String(size)]);
  return true;
};
