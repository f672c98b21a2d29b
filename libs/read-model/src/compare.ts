import type { ViewDifference as Difference, ViewsComparison } from '#domain';
import type { EventStore, Position, StoredEvent } from '#event-store';
import type { QueryRunner } from 'typeorm';
import { connect } from './connection.js';
import { foldStream, isViewed } from './fold.js';
import { type Expected, expectedOf, keyOf, TABLES, unlike } from './unlike.js';
import { checkVersion, positionsIn, type ShardPosition, shardOf } from './shard.js';
import { partsOf } from './kinds.js';

export interface CompareOptions {
  readonly store: Pick<EventStore, 'readAll' | 'readStream' | 'compare'>;
  /** A role with the `write` or the `read` rights of migrateReadModel. */
  readonly databaseUrl: string;
}

const BATCH = 2_000;
/** Streams per statement. */
const STREAMS = 50;
const KEYS = 5_000;
const FOUND = 20;
/** Characters of a key in what was found: twenty of the worst, six bytes each, leave half of a record free. */
const LONGEST = 200;

type Log = CompareOptions['store'];

/** Which streams there are, as far as the views have come, and the last revision of each. */
async function streamsUntil(store: Log, shards: readonly ShardPosition[]): Promise<ReadonlyMap<string, number>> {
  const ends = new Map<string, number>();
  const isTaken = (event: StoredEvent): boolean => {
    const { position = null } = shards[shardOf(event.stream, shards.length)] ?? {};
    return position !== null && store.compare(event.position, position) <= 0;
  };
  const last = shards.reduce<Position | null>(
    (latest, { position }) =>
      position && (latest === null || store.compare(position, latest) > 0) ? position : latest,
    null,
  );
  for await (const batch of store.readAll(undefined, BATCH)) {
    for (const event of batch) if (isViewed(event) && isTaken(event)) ends.set(event.stream, event.revision);
    const end = batch.at(-1)?.position;
    if (last === null || (end !== undefined && store.compare(end, last) >= 0)) break;
  }
  return ends;
}

async function derived(store: Log, stream: string, end: number): Promise<Expected> {
  const events: StoredEvent[] = [];
  for await (const event of store.readStream(stream)) {
    if (event.revision > end) break;
    events.push(event);
  }
  const { folded, history } = await foldStream(store, events, 0);
  return expectedOf(folded, history);
}

interface Counted {
  readonly key: string;
  readonly rows: number;
}

/** Keys are what somebody wrote into a table: without a limit they keep the finding from being recorded. */
const named = (difference: Difference): Difference => {
  const characters = Array.from(difference.stream);
  if (characters.length <= LONGEST) return difference;
  return { ...difference, stream: `${characters.slice(0, LONGEST).join('')}…` };
};

/** Rows under keys that no stream of the log has. */
async function* strays(runner: QueryRunner, ends: ReadonlyMap<string, number>): AsyncGenerator<Difference> {
  for (const table of TABLES) {
    // No bound at first: the empty text is a key like others, and a place to hide a row.
    let after: string | null = null;
    for (;;) {
      const rows = (await runner.query(table.keys, [after, KEYS])) as Counted[];
      for (const { key, rows: surplus } of rows) {
        const isKnown = table.streamsOf(key).some((stream) => ends.has(stream));
        if (!isKnown) yield { view: table.name, stream: key, missing: 0, surplus };
      }
      after = rows.at(-1)?.key ?? after;
      if (rows.length < KEYS) break;
    }
  }
}

async function* differences(
  runner: QueryRunner,
  store: Log,
  ends: ReadonlyMap<string, number>,
  count: (rows: number) => void,
): AsyncGenerator<Difference> {
  const streams = [...ends];
  for (let from = 0; from < streams.length; from += STREAMS) {
    const part = streams.slice(from, from + STREAMS);
    const expected = await Promise.all(part.map(([stream, end]) => derived(store, stream, end)));
    for (const table of TABLES) {
      const about = expected.flatMap((one) => one.rows.get(table.name) ?? []);
      count(about.length);
      const keys = part.flatMap(([stream]) => keyOf(table, partsOf(stream)) ?? []);
      if (keys.length > 0) yield* await unlike(runner, table, keys, about);
    }
  }
  yield* strays(runner, ends);
}

/**
 * Derives every row of the views anew from the log, stream by stream, and compares it with the live one, in one snapshot
 * of the database: projections go on meanwhile. In memory are the names of the streams and the rows of a few of them.
 * Throws if the views were filled by another version.
 */
export async function compareViews({ store, databaseUrl }: CompareOptions): Promise<ViewsComparison> {
  const source = await connect(databaseUrl, 'read-model-comparison', 1);
  const runner = source.createQueryRunner();
  try {
    await runner.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const shards = await positionsIn(runner);
    for (const { version } of shards) checkVersion(version);
    const ends = await streamsUntil(store, shards);
    const found: Difference[] = [];
    let [rows, differing] = [0, 0];
    const count = (more: number) => {
      rows += more;
    };
    for await (const difference of differences(runner, store, ends, count)) {
      differing += difference.missing + difference.surplus;
      if (found.length < FOUND) found.push(named(difference));
    }
    await runner.query('COMMIT');
    const events = [...ends.values()].reduce((sum, end) => sum + end + 1, 0);
    const { version = 0 } = shards[0] ?? {};
    return { version, events, streams: ends.size, rows, differences: differing, found };
  } finally {
    await runner.release();
    await source.destroy();
  }
}
