import { COSIGNED } from './cosignatures.js';
import type { InStream, Queryable } from './tables.js';

/** Where a record stands in the log. */
export interface Place extends InStream {
  readonly index: bigint;
}

/** What a bundle is made of, beside the records themselves. */
export interface LogParts {
  /**
   * Signed notes by growing size, none twice. The last one is the last that a quorum of witnesses cosigned, or the last one where
   * there is none; with `sealed` the last one in any case, which may lack cosignatures. Before it up to a hundred earlier
   * witnessed ones, spread over the log, and of each two keys that signed together the last checkpoint that both signed.
   */
  bundleCheckpoints(sealed?: boolean): Promise<readonly string[]>;
  /** Records of the stream, and of every stream with one of the prefixes, with an index below `size`, by index. */
  places(stream: string, prefixes: readonly string[], size: bigint): Promise<readonly Place[]>;
  /** Hashes in hex of complete subtrees, in the order asked for. Throws if one is missing. */
  subtrees(wanted: readonly { readonly level: number; readonly index: bigint }[]): Promise<readonly string[]>;
}

/** Of equal size the witnessed one: a heartbeat that nobody has cosigned yet repeats a root and adds nothing. */
const LAST = `SELECT number, size, ${COSIGNED} FROM log.checkpoint WHERE number = (
    SELECT number FROM (
      (SELECT checkpoint AS number, size, true AS witnessed FROM log.witnessed
        ORDER BY size DESC, checkpoint DESC LIMIT 1)
      UNION ALL (SELECT number, size, false FROM log.checkpoint ORDER BY size DESC, number DESC LIMIT 1)
    ) AS heads ORDER BY CASE WHEN $1 THEN size END DESC, witnessed DESC LIMIT 1)`;
const EARLIER = `SELECT ${COSIGNED} FROM log.checkpoint WHERE number IN (
    SELECT max(checkpoint) FROM (
      SELECT checkpoint, ntile(100) OVER (ORDER BY size, checkpoint) AS tile FROM log.witnessed WHERE size < $1
    ) AS witnessed GROUP BY tile
    UNION SELECT max(number) FROM log.checkpoint WHERE vkey LIKE E'%\\n%' AND size <= $1 GROUP BY vkey)
  AND number <> $2 ORDER BY size, number`;
/** By ranges of the index on streams: a prefix ends before the next character. */
const PLACES = `SELECT index, stream, revision FROM log.leaf WHERE index < $2 AND (stream = $1 OR EXISTS (
    SELECT FROM unnest($3::text[]) AS prefix WHERE starts_with(stream, prefix)))
  ORDER BY index`;
const SUBTREES = `SELECT coalesce(encode(node.hash, 'hex'), encode(leaf.hash, 'hex')) AS hash
  FROM unnest($1::smallint[], $2::bigint[]) WITH ORDINALITY AS w (level, index, number)
  LEFT JOIN log.node USING (level, index)
  LEFT JOIN log.leaf ON w.level = 0 AND leaf.index = w.index
  ORDER BY number`;

/** Reads from the tables of the log. */
export const logParts = (db: Queryable): LogParts => ({
  bundleCheckpoints: async (sealed = false) => {
    const last = (await db.query<{ number: string; size: string; note: string }>(LAST, [sealed])).rows[0];
    if (!last) return [];
    const earlier = await db.query<{ note: string }>(EARLIER, [last.size, last.number]);
    // A log without news signs the same again, and by mail it may get the same cosignatures for it again.
    const notes = new Set(earlier.rows.map(({ note }) => note));
    notes.delete(last.note);
    return [...notes, last.note];
  },
  places: async (stream, prefixes, size) => {
    const { rows } = await db.query<{ index: string; stream: string; revision: number }>(PLACES, [
      ...[stream, String(size), [...prefixes]],
    ]);
    return rows.map(({ index, ...place }) => ({ ...place, index: BigInt(index) }));
  },
  subtrees: async (wanted) => {
    const { rows } = await db.query<{ hash: string | null }>(SUBTREES, [
      wanted.map(({ level }) => level),
      wanted.map(({ index }) => String(index)),
    ]);
    return rows.map(({ hash }, at) => {
      if (hash === null)
        throw new Error(`Node ${wanted[at]?.level ?? ''}/${wanted[at]?.index ?? ''} of the log is missing`);
      return hash;
    });
  },
});
