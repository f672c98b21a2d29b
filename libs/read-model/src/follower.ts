import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, Position, StoredEvent } from '#event-store';
import { connect } from './connection.js';

/** Follows the log for a policy: what must follow from an event, follows also after a crash. */
export interface Follower {
  /** Position up to which everything was taken. */
  position(): Position | undefined;
  /** Last failure, while it lasts. */
  failure(): string | undefined;
  /** Resolves when the signal has aborted. */
  readonly done: Promise<void>;
}

export interface FollowerOptions {
  readonly store: EventStore;
  /** A role with the `write` rights of migrateReadModel. */
  readonly databaseUrl: string;
  /** Name of the checkpoint. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Called at least once per batch, in order; after a failure the batch is taken again. */
  readonly take: (events: readonly StoredEvent[]) => Promise<void>;
}

const PAUSE_MS = 1_000;
const GET = 'SELECT position FROM read.checkpoint WHERE projection = $1 AND shard = 0';
const SET = `INSERT INTO read.checkpoint (projection, shard, version, position, updated_at)
  VALUES ($1, 0, 1, $2, clock_timestamp())
  ON CONFLICT (projection, shard) DO UPDATE SET position = $2, updated_at = clock_timestamp()`;

/** Hands every event to `take` in order, at least once, from the stored checkpoint on. */
export const startFollower = async (options: FollowerOptions): Promise<Follower> => {
  const { store, databaseUrl, name, signal, take } = options;
  const source = await connect(databaseUrl, `follower-${name}`, 1);
  const [row] = await source.query<{ position: Position | null }[]>(GET, [name]);
  let position = row?.position ?? undefined;
  let failure: string | undefined;

  const follow = async () => {
    for await (const batch of store.follow(position, signal)) {
      const last = batch.at(-1)?.position;
      if (last === undefined) continue;
      await take(batch);
      await source.query(SET, [name, last]);
      position = last;
      failure = undefined;
    }
  };
  const run = async () => {
    while (!signal.aborted) {
      try {
        await follow();
      } catch (error) {
        failure = String(error);
        await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    await source.destroy();
  };
  return { position: () => position, failure: () => failure, done: run() };
};
