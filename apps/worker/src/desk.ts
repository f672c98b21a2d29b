import type { Clock } from '#edge';
import { type EventStore, folds, openStore } from '#event-store';
import { type Office, registry } from '#facts';
import {
  type Follower,
  openReadModel,
  type Projections,
  type ReadModel,
  startFollower,
  startProjections,
} from '#read-model';
import { postgresEraser, postgresVault } from '#vault';
import type { Erasing } from './erasing.js';
import { react } from './reactions.js';

/** Injection token of the WorkerDesk. */
export const DESK = Symbol('worker desk');

/** What runs in the background, and what it runs on. */
export interface WorkerDesk {
  readonly office: Office;
  readonly store: EventStore;
  readonly readModel: ReadModel;
  readonly projections: Projections;
  readonly reactions: Follower;
  readonly erasing: Erasing;
  readonly clock: Clock;
  readonly close: () => Promise<void>;
}

/** Where the worker works, and with which roles. */
export interface Place {
  /** Role that may append to the log and write the read model. */
  readonly databaseUrl: string;
  /** Role that may delete in the vault, and nothing else. */
  readonly erasureUrl: string;
  /** Address of the log. */
  readonly eventStoreUrl: string;
}

/** Starts projections and reactions. */
export async function openDesk({ databaseUrl, erasureUrl, eventStoreUrl }: Place, clock: Clock): Promise<WorkerDesk> {
  const store = openStore(eventStoreUrl);
  const vault = postgresVault({ connectionString: databaseUrl });
  const folded = folds(store);
  const office = { ledger: { store, folds: folded, vault }, folds: folded, registry: registry(store, folded) };
  const readModel = await openReadModel(databaseUrl, 4);
  const ending = new AbortController();
  const { signal } = ending;
  const projections = await startProjections({ store, databaseUrl, signal });
  const erasing = { office, eraser: postgresEraser({ connectionString: erasureUrl }), clock };
  const take = react(office, clock, erasing);
  const reactions = await startFollower({ store, databaseUrl, name: 'reactions', signal, take });
  return {
    ...{ office, store, readModel, projections, reactions, erasing, clock },
    close: async () => {
      ending.abort();
      // Closing the log frees those who wait for it while it is out of reach.
      await Promise.all([projections.done, reactions.done, store.close()]);
      await readModel.close();
      await Promise.all([vault.close(), erasing.eraser.close()]);
    },
  };
}
