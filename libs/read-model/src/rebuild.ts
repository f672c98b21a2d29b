import type { EventStore, Position, StoredEvent } from '#event-store';
import type pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { connect } from './connection.js';
import { foldBatch, foldCache, isViewed, type Known } from './fold.js';
import { completeNext, copyRights, lockRebuild, moveCheckpoints, NEXT, prepareNext, switchOver } from './next.js';
import { fillerOf, writerTo } from './views/write.js';

/** How far a rebuild has come. */
export interface RebuildProgress {
  readonly events: number;
  readonly perSecond: number;
  /** Of the last event read; the head of the log when the rebuild began. */
  readonly position: Position | undefined;
  readonly head: Position | undefined;
}

export interface RebuildOptions {
  readonly store: EventStore;
  /** Owner of the schema, as for migrateReadModel. */
  readonly databaseUrl: string;
  /** Called about once a second and at the end. */
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Bound of the memory for folded streams, in characters of their records; 32,000,000 unless told. */
  readonly cache?: number;
}

/** Small enough that a batch dies young: what survives collections of garbage is copied each time. */
const BATCH = 2_000;
const PROGRESS_MS = 1_000;
/** Streams per statement: enough to be set-based, few enough for a parameter of a few megabytes. */
const STREAMS = 1_000;

const filler = fillerOf(NEXT);
const writer = writerTo(NEXT);

/** Streams that the tables hold already are replaced there, the others, nearly all, only added. */
const writeBack = async (
  runner: QueryRunner,
  client: pg.PoolClient,
  folded: readonly Known[],
  isHeld: (one: Known) => boolean,
) => {
  const fresh = folded.filter((one) => !isHeld(one));
  const held = folded.filter(isHeld);
  for (let from = 0; from < fresh.length; from += STREAMS) {
    await filler.copyStreams(client, fresh.slice(from, from + STREAMS));
  }
  for (let from = 0; from < held.length; from += STREAMS) {
    await writer.writeStreams(runner, held.slice(from, from + STREAMS));
  }
};

/** What the rebuild has read and not yet written. */
const loader = async (store: EventStore, runner: QueryRunner, limit: number, progress: (done: Loaded) => void) => {
  const client = (await runner.connect()) as pg.PoolClient;
  const cache = foldCache(limit);
  const dirty = new Set<string>();
  let flushed = false;
  let events = 0;
  let position: Position | undefined;

  const write = (folded: readonly Known[]) => writeBack(runner, client, folded, ({ readBack }) => flushed || readBack);
  const takeDirty = (folded: Iterable<Known>) => [...folded].filter(({ stream }) => dirty.delete(stream));

  const fold = async (batch: readonly StoredEvent[]) => {
    const { folded, history } = await foldBatch(store, cache, batch.filter(isViewed));
    for (const { stream } of folded) dirty.add(stream);
    return { leaving: takeDirty(cache.put(folded)), history };
  };

  return {
    /** Reads up to the present. */
    load: async (): Promise<Loaded> => {
      let writing: Promise<unknown> = Promise.resolve();
      try {
        for await (const batch of store.readAll(position, BATCH)) {
          const { leaving, history } = await fold(batch);
          await writing;
          // The database writes one batch while the next one is folded.
          writing = filler.copyHistory(client, history).then(() => write(leaving));
          writing.catch(() => undefined);
          events += batch.length;
          position = batch.at(-1)?.position ?? position;
          progress({ events, position });
        }
      } finally {
        await writing;
      }
      return { events, position };
    },
    /** Writes what is only in memory. */
    flush: async () => {
      await write(takeDirty(cache.all()));
      flushed = true;
    },
  };
};

interface Loaded {
  readonly events: number;
  readonly position: Position | undefined;
}

const reporter = (head: Position | undefined, onProgress: RebuildOptions['onProgress']) => {
  const startedAt = Date.now();
  let last = startedAt;
  return ({ events, position }: Loaded, now = Date.now(), final = false) => {
    if (!final && now - last < PROGRESS_MS) return;
    last = now;
    onProgress?.({ events, position, head, perSecond: Math.round((events * 1_000) / Math.max(1, now - startedAt)) });
  };
};

const fill = async (source: DataSource, { store, onProgress, cache = 32_000_000 }: RebuildOptions): Promise<Loaded> => {
  const runner = source.createQueryRunner();
  const unlock = await lockRebuild(runner);
  try {
    await prepareNext(runner);
    const report = reporter(await store.head(), onProgress);
    const { load, flush } = await loader(store, runner, cache, report);
    await load();
    await flush();
    await completeNext(runner);
    let loaded: Loaded = await load();
    await switchOver(runner, async () => {
      // Nobody else writes now: the views must not step back behind what readers have seen.
      loaded = await load();
      await flush();
      await copyRights(runner);
      await moveCheckpoints(runner, loaded.position);
    });
    report(loaded, Date.now(), true);
    return loaded;
  } finally {
    await unlock();
    await runner.release();
  }
};

/**
 * Derives all views anew from the log, beside the live ones, and puts them in their place in one transaction; readers
 * and running projections go on meanwhile and continue on the new tables. Memory is bounded by `cache`. Resolves with
 * the number of events read; throws if another rebuild is running, and then as on any failure the live views stay.
 */
export const rebuild = async (options: RebuildOptions): Promise<{ readonly events: number }> => {
  const source = await connect(options.databaseUrl, 'read-model-rebuild', 1);
  try {
    const { events } = await fill(source, options);
    return { events };
  } finally {
    await source.destroy();
  }
};
