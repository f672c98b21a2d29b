import { consistencyProof, VerificationFailure } from '#evidence';
import pg from 'pg';
import { witnessRequest } from './ask-witness.js';
import { COSIGNED, lastPublished } from './cosignatures.js';
import { type LogParts, logParts } from './parts.js';
import { receiptsFrom, type RecordRef } from './proofs.js';
import { type InStream, leafCount, overNodes } from './tables.js';
import { waitingRoom } from './waiting-room.js';

/** How far a record is proven: not yet, under a signed checkpoint, under one that a quorum of witnesses cosigned. */
export type Seal = 'PENDING' | 'SEALED' | 'WITNESSED';

/** Reads the log: checkpoints, proofs, receipts. Needs no key and can seal nothing. */
export interface LogReader extends LogParts {
  /** The last checkpoint as a signed note with the cosignatures it has so far; undefined before the first. */
  checkpoint(): Promise<string | undefined>;
  /** Keys that signed, as vkeys, the newest first. For convenience only: trust comes from a policy. */
  keys(): Promise<readonly string[]>;
  /** The receipt of a record, under a witnessed checkpoint where there is one; undefined before it is sealed. */
  receipt(ref: RecordRef): Promise<string | undefined>;
  /** Hashes that prove that the tree of `second` records continues that of `first`. Throws OUTSIDE_TREE beyond the log. */
  consistency(first: bigint, second: bigint): Promise<readonly Buffer[]>;
  /** What a witness is asked that has cosigned `old` records (C2SP tlog-witness); undefined where there is no checkpoint beyond. */
  witnessRequest(old: bigint): Promise<string | undefined>;
  /** How far each revision of a stream is proven, by revision; a revision that is missing is pending. */
  seals(stream: string): Promise<readonly Seal[]>;
  /** Resolves with true when the revision is sealed, with false after `ms`. */
  sealed(stream: string, revision: number, ms: number): Promise<boolean>;
  close(): Promise<void>;
}

const LAST = `SELECT ${COSIGNED} FROM log.checkpoint ORDER BY size DESC, number DESC LIMIT 1`;
const SEALS = `SELECT index < coalesce((SELECT max(size) FROM log.checkpoint), 0) AS sealed,
    index < coalesce((SELECT max(size) FROM log.witnessed), 0) AS witnessed
  FROM log.leaf WHERE stream = $1 ORDER BY revision`;
/** Goes from one key to the next: there are few, and millions of checkpoints. */
const KEYS = `WITH RECURSIVE used (vkey) AS (
    SELECT min(vkey) FROM log.checkpoint
    UNION ALL SELECT (SELECT min(vkey) FROM log.checkpoint WHERE vkey > used.vkey) FROM used WHERE vkey IS NOT NULL
  )
  SELECT vkey FROM used WHERE vkey IS NOT NULL
  ORDER BY (SELECT max(number) FROM log.checkpoint WHERE vkey = used.vkey) DESC`;

const CONNECT_MS = 10_000;
/** Longer than any of the statements takes on a large log: only a server that has gone silent leaves one unanswered. */
const ANSWER_MS = 60_000;

/**
 * Opens the log with a role that has the `read` rights of migrateLog; connects when first used. An answer is waited for
 * `answerMs`.
 */
export const openLog = (databaseUrl: string, answerMs = ANSWER_MS): LogReader => {
  const pool = new pg.Pool({
    ...{ connectionString: databaseUrl, max: 2, application_name: 'log-read', keepAlive: true },
    ...{ connectionTimeoutMillis: CONNECT_MS, query_timeout: answerMs },
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const room = waitingRoom(databaseUrl, (waited) => sealedOf(pool, waited));

  return {
    ...logParts(pool),
    checkpoint: async () => (await pool.query<{ note: string }>(LAST)).rows[0]?.note,
    keys: async () => {
      const { rows } = await pool.query<{ vkey: string }>(KEYS);
      return [...new Set(rows.flatMap(({ vkey }) => vkey.split('\n').reverse()))];
    },
    receipt: receiptsFrom(pool),
    consistency: async (first, second) => {
      const size = await leafCount(pool);
      if (second > size) throw new VerificationFailure('OUTSIDE_TREE', `${second} of ${size}`);
      return overNodes(pool, (nodes) => consistencyProof(first, second, nodes));
    },
    witnessRequest: async (old) => {
      const checkpoint = await lastPublished(pool);
      return checkpoint && old <= checkpoint.size ? witnessRequest(pool, old, checkpoint) : undefined;
    },
    seals: async (stream) => {
      const { rows } = await pool.query<{ sealed: boolean; witnessed: boolean }>(SEALS, [stream]);
      return rows.map(({ sealed, witnessed }) => (witnessed ? 'WITNESSED' : sealed ? 'SEALED' : 'PENDING'));
    },
    sealed: (stream, revision, ms) => room.wait({ stream, revision }, ms),
    close: async () => {
      await room.close();
      await pool.end();
    },
  };
};

const SEALED = {
  name: 'log-sealed',
  text: `SELECT w.number FROM unnest($1::text[], $2::integer[]) WITH ORDINALITY AS w (stream, revision, number)
    JOIN log.leaf USING (stream, revision) WHERE index < (SELECT max(size) FROM log.checkpoint)`,
} as const;

/** Which of the awaited records are sealed. */
const sealedOf = async (pool: pg.Pool, waited: readonly InStream[]): Promise<readonly InStream[]> => {
  const values = [waited.map(({ stream }) => stream), waited.map(({ revision }) => revision)];
  const { rows } = await pool.query<{ number: string }>({ ...SEALED, values });
  return rows.flatMap(({ number }) => waited[Number(number) - 1] ?? []);
};
