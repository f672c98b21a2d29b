import type { EventStore, Position } from '#event-store';
import type pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { connect } from './connection.js';
import { foldStream } from './fold.js';
import { type Gathered, gatherer } from './gather.js';
import {
  completeNext,
  copyRights,
  lockRebuild,
  moveCheckpoints,
  NEXT,
  prepareNext,
  SETTINGS,
  switchOver,
} from './next.js';
import { fillerOf } from './views/fill.js';
import type { Folded } from './views/view.js';
import { writerTo } from './views/write.js';

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
  /** Bound of the memory for streams that wait to be folded, in characters of their records; 16,000,000 unless told. */
  readonly cache?: number;
}

const BATCH = 2_000;
const PROGRESS_MS = 1_000;
/** Streams that are folded and written together: few enough that their states die young, enough for one sending. */
const STREAMS = 60;

const writer = writerTo(NEXT);

/** What the rebuild has read and not yet written. */
const loader = async (store: EventStore, runner: QueryRunner, limit: number, progress: (done: Loaded) => void) => {
  const client = (await runner.connect()) as pg.PoolClient;
  const gathered = gatherer(limit);
  const filler = fillerOf(NEXT);
  let writing: Promise<unknown> = Promise.resolve();
  let events = 0;
  let position: Position | undefined;

  /** Nearly all streams are complete in memory and new to the tables; the rows of others are replaced there. */
  const fold = async (one: Gathered): Promise<Folded[]> => {
    const { folded, history } = await foldStream(store, one.events, one.written);
    const held = one.written > 0 || one.events[0]?.revision !== 0;
    one.written = one.events.length;
    filler.addHistory(history);
    if (!held) filler.addStream(folded);
    return held ? [folded] : [];
  };

  /** The database writes one part while the next one is folded. */
  const write = async (streams: readonly Gathered[]) => {
    for (let from = 0; from < streams.length; from += STREAMS) {
      const held = await Promise.all(streams.slice(from, from + STREAMS).map(fold));
      await writing;
      writing = filler.send(client).then(() => writer.writeStreams(runner, held.flat()));
      writing.catch(() => undefined);
    }
  };

  return {
    /** Reads up to the present. */
    load: async (): Promise<Loaded> => {
      try {
        for await (const batch of store.readAll(position, BATCH)) {
          await write(gathered.add(batch));
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
      try {
        await write(gathered.unwritten());
      } finally {
        await writing;
      }
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

const fill = async (source: DataSource, { store, onProgress, cache = 16_000_000 }: RebuildOptions): Promise<Loaded> => {
  const runner = source.createQueryRunner();
  const unlock = await lockRebuild(runner);
  try {
    await prepareNext(runner);
    const report = reporter(await store.head(), onProgress);
    const { load, flush } = await loader(store, runner, cache, report);
    await load();
    await flush();
    const helper = source.createQueryRunner();
    await completeNext([runner, helper]).finally(() => helper.release());
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
  const source = await connect(options.databaseUrl, 'read-model-rebuild', 2, SETTINGS);
  try {
    const { events } = await fill(source, options);
    return { events };
  } finally {
    await source.destroy();
  }
};
