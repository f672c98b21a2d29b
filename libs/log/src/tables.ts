import type { Nodes } from '#evidence';
import type pg from 'pg';

/** Statements of the log on its tables; every one of them is alone a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

/** A record by its place in its stream. */
export interface InStream {
  readonly stream: string;
  readonly revision: number;
}

export interface Leaf extends InStream {
  readonly index: bigint;
  readonly eventId: string;
  readonly hash: Buffer;
}

export interface Node {
  readonly level: number;
  readonly index: bigint;
  readonly hash: Buffer;
}

const LEAVES = 'unnest($1::bigint[], $2::text[], $3::integer[], $4::uuid[], $5::bytea[])';
const NODES = 'unnest($6::smallint[], $7::bigint[], $8::bytea[])';

const INSERT = {
  name: 'log-insert',
  text: `WITH leaves AS (INSERT INTO log.leaf (index, stream, revision, event_id, hash) SELECT * FROM ${LEAVES})
    INSERT INTO log.node (level, index, hash) SELECT * FROM ${NODES}`,
} as const;

const MATCHING = {
  name: 'log-matching',
  text: `SELECT
    (SELECT min(i) FROM ${LEAVES} AS l (i, s, r, e, h) WHERE NOT EXISTS (
      SELECT FROM log.leaf WHERE index = i AND stream = s AND revision = r AND event_id = e AND hash = h)) AS leaf,
    (SELECT min(v || '/' || i) FROM ${NODES} AS n (v, i, h) WHERE NOT EXISTS (
      SELECT FROM log.node WHERE level = v AND index = i AND hash = h)) AS node`,
} as const;

const valuesOf = (leaves: readonly Leaf[], nodes: readonly Node[]) => [
  leaves.map(({ index }) => String(index)),
  leaves.map(({ stream }) => stream),
  leaves.map(({ revision }) => revision),
  leaves.map(({ eventId }) => eventId),
  leaves.map(({ hash }) => hash),
  nodes.map(({ level }) => level),
  nodes.map(({ index }) => String(index)),
  nodes.map(({ hash }) => hash),
];

/** Adds leaves and the inner nodes that they complete, all or nothing. */
export const insertLeaves = (db: Queryable, leaves: readonly Leaf[], nodes: readonly Node[]): Promise<unknown> =>
  db.query({ ...INSERT, values: valuesOf(leaves, nodes) });

/** The first leaf and the first node that the tables do not hold exactly so. */
export const firstDifference = async (
  db: Queryable,
  leaves: readonly Leaf[],
  nodes: readonly Node[],
): Promise<{ readonly leaf: string | null; readonly node: string | null }> => {
  const { rows } = await db.query<{ leaf: string | null; node: string | null }>({
    ...MATCHING,
    values: valuesOf(leaves, nodes),
  });
  return rows[0] ?? { leaf: null, node: null };
};

/** How many leaves there are. */
export const leafCount = async (db: Queryable): Promise<bigint> => {
  const { rows } = await db.query<{ size: string }>('SELECT coalesce(max(index) + 1, 0) AS size FROM log.leaf');
  return BigInt(rows[0]?.size ?? 0);
};

/** The last record under a checkpoint; undefined before the first. */
export const lastSealed = async (db: Queryable): Promise<InStream | undefined> => {
  const { rows } = await db.query<InStream>(
    'SELECT stream, revision FROM log.leaf WHERE index = (SELECT max(size) - 1 FROM log.checkpoint)',
  );
  return rows[0];
};

const GET = {
  name: 'log-nodes',
  text: `SELECT level, index, hash FROM log.node JOIN unnest($1::smallint[], $2::bigint[]) AS w (level, index)
      USING (level, index)
    UNION ALL SELECT 0, index, hash FROM log.leaf WHERE index = ANY($3::bigint[])`,
} as const;

const UNKNOWN = Buffer.alloc(32);

/** Runs a proof over stored nodes: once to learn which it needs, and again when they are there. Throws if one is missing. */
export const overNodes = async <T>(db: Queryable, prove: (nodes: Nodes) => T): Promise<T> => {
  const wanted: { readonly level: number; readonly index: bigint }[] = [];
  prove((level, index) => {
    wanted.push({ level, index });
    return UNKNOWN;
  });
  const inner = wanted.filter(({ level }) => level > 0);
  const { rows } = await db.query<{ level: number; index: string; hash: Buffer }>({
    ...GET,
    values: [
      inner.map(({ level }) => level),
      inner.map(({ index }) => String(index)),
      wanted.filter(({ level }) => level === 0).map(({ index }) => String(index)),
    ],
  });
  const found = new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
  return prove((level, index) => {
    const hash = found.get(`${level}/${index}`);
    if (!hash) throw new Error(`Node ${level}/${index} of the log is missing`);
    return hash;
  });
};
