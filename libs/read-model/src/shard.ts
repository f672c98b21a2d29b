import type { EventStore, Position, StoredEvent } from '#event-store';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { DatabaseError } from 'pg';
import { type FoldCache, foldBatch, type Folding, isViewed, type Known } from './fold.js';
import { Inapplicable } from './inapplicable.js';
import { heldRevisions } from './kinds.js';
import { PROJECTION, VIEWS_VERSION } from './views/checkpoint.js';
import { SCHEMA } from './views/view.js';
import { writerTo } from './views/write.js';

/** What the transactions of one shard share. */
export interface Shard {
  readonly store: EventStore;
  readonly source: DataSource;
  readonly cache: FoldCache;
  readonly number: number;
}

/**
 * `done`: everything up to the position is in the views. `leased`: another instance is at work. `behind`: the views are
 * not as far as the batch begins, so that it does not follow on them.
 */
export type Outcome =
  { readonly kind: 'done'; readonly position: Position } | { readonly kind: 'leased' } | { readonly kind: 'behind' };

interface Lease {
  readonly position: Position | null;
  readonly version: number;
  readonly shards: number;
}

const LEASE = `
  SELECT position, version, (SELECT count(*)::integer FROM read.checkpoint WHERE projection = $1) AS shards
  FROM read.checkpoint WHERE projection = $1 AND shard = $2 FOR UPDATE SKIP LOCKED`;

/** Readers that wait for a revision hear of it when the transaction commits. */
const ADVANCE = `
  WITH advanced AS (
    UPDATE read.checkpoint SET position = $3, updated_at = clock_timestamp(), failure = NULL
    WHERE projection = $1 AND shard = $2 RETURNING shard
  ) SELECT pg_notify('read_model', '') FROM advanced`;

const writer = writerTo(SCHEMA);

/** Which of `shards` parts the stream belongs to: FNV-1a over its UTF-16 units, so that neighbours are spread. */
export const shardOf = (stream: string, shards: number): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < stream.length; index += 1) {
    hash = Math.imul(hash ^ stream.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % shards;
};

/** The views themselves say how far each stream is: what does not follow on that was skipped, or comes twice. */
const checkRevisions = async (manager: EntityManager, { firsts }: Folding) => {
  const revisions = await heldRevisions(manager, [...firsts.keys()]);
  for (const [stream, first] of firsts) {
    const held = revisions.get(stream) ?? -1;
    if (held + 1 !== first)
      throw new Inapplicable(`The views hold ${stream} up to revision ${held}, the next event is ${first}`);
  }
};

const apply = async (shard: Shard, manager: EntityManager, events: readonly StoredEvent[]) => {
  if (events.length === 0) return [];
  const folding = await foldBatch(shard.store, shard.cache, events);
  await checkRevisions(manager, folding);
  await writer.writeStreams(manager, folding.folded);
  await writer.addHistory(manager, folding.history);
  return folding.folded;
};

/** Rows of two versions side by side would answer nothing. */
export const checkVersion = (version: number): void => {
  if (version !== VIEWS_VERSION)
    throw new Inapplicable(`The views were filled by version ${version}, this is ${VIEWS_VERSION}: rebuild them`);
};

const inTransaction = async (
  shard: Shard,
  manager: EntityManager,
  after: Position | undefined,
  events: readonly StoredEvent[],
): Promise<{ readonly outcome: Outcome; readonly folded: readonly Known[] }> => {
  const { store, number } = shard;
  const [lease] = await manager.query<Lease[]>(LEASE, [PROJECTION, number]);
  if (!lease) return { outcome: { kind: 'leased' }, folded: [] };
  const { position, version, shards } = lease;
  checkVersion(version);
  if (after !== undefined && (position === null || store.compare(position, after) < 0))
    return { outcome: { kind: 'behind' }, folded: [] };
  const fresh = events.filter((event) => position === null || store.compare(event.position, position) > 0);
  const last = fresh.at(-1)?.position;
  if (last === undefined) return { outcome: { kind: 'done', position: events.at(-1)?.position ?? '' }, folded: [] };
  const own = fresh.filter((event) => isViewed(event) && shardOf(event.stream, shards) === number);
  const folded = await apply(shard, manager, own);
  await manager.query(ADVANCE, [PROJECTION, number, last]);
  return { outcome: { kind: 'done', position: last }, folded };
};

/**
 * Takes the events that follow directly on `after` into the views, in one transaction with the checkpoint: all or
 * nothing, once, whoever else tries. Throws Inapplicable if they can never be taken, otherwise repeating is safe.
 */
export const project = async (
  shard: Shard,
  after: Position | undefined,
  events: readonly StoredEvent[],
): Promise<Outcome> => {
  try {
    const { outcome, folded } = await shard.source.transaction((manager) =>
      inTransaction(shard, manager, after, events),
    );
    // Only now: what is rolled back must not be taken for projected.
    shard.cache.put(folded);
    return outcome;
  } catch (error) {
    throw isRejected(error)
      ? new Inapplicable(`The views do not take ${whichOf(events)}: ${error.message}`, error)
      : error;
  }
};

const whichOf = (events: readonly StoredEvent[]): string =>
  `${events[0]?.stream} from revision ${events[0]?.revision}, ${events.length} events`;

/** Data, integrity, or a missing table or right; everything else (connection, shutdown, deadlock, space) may pass. */
const isRejected = (error: unknown): error is Error => {
  const cause = error instanceof Error && 'driverError' in error ? error.driverError : error;
  return cause instanceof DatabaseError && /^(21|22|23|42)/.test(cause.code ?? '');
};

const NOTE =
  'UPDATE read.checkpoint SET failure = $3, updated_at = clock_timestamp() WHERE projection = $1 AND shard = $2';

/** Writes beside the checkpoint why the shard stands still, for operators who look into the database. */
export const noteFailure = ({ source, number }: Shard, failure: string): Promise<unknown> =>
  source.query(NOTE, [PROJECTION, number, failure.replaceAll('\0', '')]);

/** How far a shard of the views is: null before the first event. */
export interface ShardPosition {
  readonly shard: number;
  readonly position: Position | null;
  /** Version of the views that filled the tables. */
  readonly version: number;
}

const POSITIONS = 'SELECT shard, position, version FROM read.checkpoint WHERE projection = $1 ORDER BY shard';

export const positions = (source: DataSource): Promise<ShardPosition[]> => source.query(POSITIONS, [PROJECTION]);

/** The same as the transaction sees it. */
export const positionsIn = async (runner: QueryRunner): Promise<ShardPosition[]> =>
  (await runner.query(POSITIONS, [PROJECTION])) as ShardPosition[];
