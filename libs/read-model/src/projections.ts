import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, Position, StoredEvent } from '#event-store';
import { connect } from './connection.js';
import { foldCache } from './fold.js';
import { difficulty } from './difficulty.js';
import { Inapplicable, reasonOf } from './inapplicable.js';
import { checkVersion, noteFailure, positions, project, type Shard } from './shard.js';

/** How one shard of the projection fares. */
export interface ProjectionStatus {
  readonly projection: string;
  readonly shard: number;
  /** `waiting`: another instance is at work. `retrying`: something is out of reach. `stopped`: an event does not fit. */
  readonly state: 'running' | 'waiting' | 'retrying' | 'stopped';
  /** Of the last event in the views, as far as this instance knows. */
  readonly position: Position | undefined;
  /** Age of the views in milliseconds: they hold everything that was in the log so long ago, or longer. */
  readonly lagMs: number;
  readonly failure?: string;
}

export interface ProjectionOptions {
  readonly store: EventStore;
  /** A role with the `write` rights of migrateReadModel. */
  readonly databaseUrl: string;
  readonly signal: AbortSignal;
  /** Called when a shard has got on or its state has changed. */
  readonly onProgress?: (status: ProjectionStatus) => void;
}

/** Running projections. */
export interface Projections {
  /** One entry per shard, for health and metrics. */
  status(): readonly ProjectionStatus[];
  /** Resolves when the signal has aborted and the last transaction has ended; never rejects. */
  readonly done: Promise<void>;
}

const BATCH = 500;
/** Under load events gather meanwhile, for one transaction. */
const GATHER_MS = 5;
const PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;
/** Characters of records whose folded matters are kept in memory, for all shards together. */
const CACHE = 32_000_000;

/** A shard at work and what is known about it. */
interface Runner {
  readonly shard: Shard;
  readonly signal: AbortSignal;
  state: ProjectionStatus['state'];
  position: Position | undefined;
  failure: string | undefined;
  upToDateAt: number;
  readonly changed: () => void;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

const turn = (runner: Runner, state: Runner['state'], error?: unknown) => {
  runner.state = state;
  runner.failure = error === undefined ? undefined : reasonOf(error);
  runner.changed();
};

/** Takes one batch of the log into the views. False if the views turned out to be elsewhere. */
const take = async (runner: Runner, batch: readonly StoredEvent[]): Promise<boolean> => {
  const { shard, signal } = runner;
  const step = difficulty(BATCH, PAUSE_MS);
  let rest = batch;
  while (rest.length > 0 && !signal.aborted) {
    const part = rest.slice(0, step.size());
    try {
      const outcome = await project(shard, runner.position, part);
      if (outcome.kind === 'behind') return false;
      if (outcome.kind === 'leased') {
        if (runner.state !== 'waiting') turn(runner, 'waiting');
        await pause(PAUSE_MS, signal);
        continue;
      }
      runner.position = outcome.position;
      rest = rest.slice(part.length);
      step.eased();
      turn(runner, 'running');
    } catch (error) {
      await pause(step.met(error), signal);
    }
  }
  return true;
};

/** Notes the end of the log from time to time; when the views have got there, they are as old as the note. */
const clockOf = async (runner: Runner) => {
  const { store } = runner.shard;
  const note = async () => ({ at: Date.now(), head: await store.head() });
  let noted = await note();
  return async () => {
    const { at, head } = noted;
    if (head !== undefined && (runner.position === undefined || store.compare(runner.position, head) < 0)) return;
    runner.upToDateAt = at;
    noted = await note();
  };
};

const follow = async (runner: Runner) => {
  const { shard, signal } = runner;
  const found = (await positions(shard.source)).find(({ shard: number }) => number === shard.number);
  if (!found) throw new Inapplicable(`Shard ${shard.number} has no checkpoint`);
  checkVersion(found.version);
  runner.position = found.position ?? undefined;
  const clock = await clockOf(runner);
  for await (const batch of shard.store.follow(runner.position, signal)) {
    if (!(await take(runner, batch))) return;
    await clock();
    if (batch.length > 0 && batch.length < BATCH) await pause(GATHER_MS, signal);
  }
};

const stop = async (runner: Runner, error: Inapplicable) => {
  turn(runner, 'stopped', error);
  // For operators who look into the database; who asks for the status knows it already.
  await noteFailure(runner.shard, error.message).catch(() => undefined);
};

/** Goes on through lost connections; ends when the signal aborts, or stops at an event that does not fit. */
const run = async (runner: Runner): Promise<void> => {
  for (let wait = PAUSE_MS; !runner.signal.aborted; wait = Math.min(wait * 2, MAX_PAUSE_MS)) {
    const before = runner.position;
    try {
      await follow(runner);
    } catch (error) {
      if (error instanceof Inapplicable) return stop(runner, error);
      turn(runner, 'retrying', error);
      if (before !== runner.position) wait = PAUSE_MS;
      await pause(wait, runner.signal);
    }
  }
};

const statusOf = ({ shard, state, position, failure, upToDateAt }: Runner): ProjectionStatus => ({
  projection: 'matters',
  shard: shard.number,
  state,
  position,
  lagMs: Date.now() - upToDateAt,
  ...(failure === undefined ? {} : { failure }),
});

/**
 * Follows the log and keeps the views up to date until the signal aborts. Several instances may run: one is at work per
 * shard, the others wait. An event that cannot be applied stops its shard, visibly in `status` and in the table of
 * checkpoints; it is tried again at the next start. Throws if the database is out of reach or not migrated.
 */
export const startProjections = async (options: ProjectionOptions): Promise<Projections> => {
  const { store, databaseUrl, signal, onProgress } = options;
  const source = await connect(databaseUrl, 'read-model-projection', 4);
  const shards = await positions(source).catch(async (error: unknown) => {
    await source.destroy();
    throw error;
  });
  const startedAt = Date.now();
  const runners = shards.map(({ shard, position }) => {
    const cache = foldCache(CACHE / shards.length);
    const runner: Runner = {
      shard: { store, source, cache, number: shard },
      signal,
      state: 'running',
      position: position ?? undefined,
      failure: undefined,
      upToDateAt: startedAt,
      changed: () => onProgress?.(statusOf(runner)),
    };
    return runner;
  });
  const done = Promise.all(runners.map(run)).then(async () => {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await source.destroy();
  });
  return { status: () => runners.map(statusOf), done };
};
