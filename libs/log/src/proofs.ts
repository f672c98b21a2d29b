import { inclusionProof, noteParts, parseCheckpoint, tlogProof, verifyInclusion } from '#evidence';
import { COSIGNED } from './cosignatures.js';
import { type InStream, type Leaf, overNodes, type Queryable } from './tables.js';
import { together } from './together.js';

/** One record by its place in the log, by the id of its event, or by its place in its stream. */
export type RecordRef = { readonly index: bigint } | { readonly eventId: string } | InStream;

const LEAVES = {
  name: 'log-leaves',
  text: `SELECT number, found.index, hash
    FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::integer[]) WITH ORDINALITY
      AS wanted (index, event_id, stream, revision, number)
    CROSS JOIN LATERAL (
      SELECT index, hash FROM log.leaf WHERE index = wanted.index
      UNION ALL SELECT index, hash FROM log.leaf WHERE event_id = wanted.event_id
      UNION ALL SELECT index, hash FROM log.leaf WHERE stream = wanted.stream AND revision = wanted.revision
      ORDER BY index LIMIT 1) AS found`,
} as const;

/** The last checkpoint that was witnessed, and the last one at all. */
const HEADS = {
  name: 'log-heads',
  text: `SELECT ${COSIGNED} FROM log.checkpoint WHERE number IN (
      (SELECT checkpoint FROM log.witnessed ORDER BY size DESC, checkpoint DESC LIMIT 1),
      (SELECT number FROM log.checkpoint ORDER BY size DESC, number DESC LIMIT 1))
    ORDER BY size, number`,
} as const;

/** Those of the records that are in the log, each by the place of its reference. */
async function leavesOf(
  db: Queryable,
  refs: readonly RecordRef[],
): Promise<ReadonlyMap<number, Pick<Leaf, 'index' | 'hash'>>> {
  const values = [
    refs.map((ref) => ('index' in ref ? String(ref.index) : null)),
    refs.map((ref) => ('eventId' in ref ? ref.eventId : null)),
    refs.map((ref) => ('stream' in ref ? ref.stream : null)),
    refs.map((ref) => ('stream' in ref ? ref.revision : null)),
  ];
  const { rows } = await db.query<{ number: string; index: string; hash: Buffer }>({ ...LEAVES, values });
  return new Map(rows.map(({ number, index, hash }) => [Number(number) - 1, { index: BigInt(index), hash }]));
}

/** What a record is proven under: a checkpoint in which it lies, the witnessed one before the last one. */
async function headsOf(db: Queryable) {
  const { rows } = await db.query<{ note: string }>(HEADS);
  const heads = rows.map(({ note }) => ({ checkpoint: note, ...parseCheckpoint(noteParts(note).text) }));
  return (index: bigint) => heads.find(({ size }) => index < size);
}

/** Receipts of records; undefined for one that is not sealed. */
async function receiptsOf(db: Queryable, refs: readonly RecordRef[]): Promise<readonly (() => string | undefined)[]> {
  const [leaves, headOf] = await Promise.all([leavesOf(db, refs), headsOf(db)]);
  const sealed = refs.map((_, place) => {
    const leaf = leaves.get(place);
    const head = leaf && headOf(leaf.index);
    return leaf && head && { leaf, head };
  });
  const proofs = await overNodes(db, (nodes) =>
    sealed.map((one) => (one ? inclusionProof(one.leaf.index, one.head.size, nodes) : [])),
  );
  return sealed.map((one, place) => () => {
    if (!one) return undefined;
    const { index, hash: leaf } = one.leaf;
    const { size, root, checkpoint } = one.head;
    const proof = proofs[place] ?? [];
    // Verified before it is given away: nodes that were altered make no receipt.
    verifyInclusion({ leaf, index, size, proof, root });
    return tlogProof({ index, proof, checkpoint });
  });
}

/** Many commands learn of the same checkpoint at the same instant; proofs are small. */
const MOST_AT_ONCE = 64;

/** The text of the C2SP tlog-proof of one record; undefined before it is sealed. Who asks at once is answered at once. */
export const receiptsFrom = (db: Queryable): ((ref: RecordRef) => Promise<string | undefined>) =>
  together((refs: readonly RecordRef[]) => receiptsOf(db, refs), MOST_AT_ONCE);
