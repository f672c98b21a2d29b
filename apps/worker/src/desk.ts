import type { Clock } from '#edge';
import type { Log, Witnessing } from '#log';
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
import type { Logger } from 'pino';
import { postgresEraser, postgresVault } from '#vault';
import type { Erasing } from './erasing.js';
import type { LogPlace } from './log-place.js';
import { react } from './reactions.js';
import { openSeal, openWitnessing } from './seal.js';
import type { SelfChecking } from './self-check.js';

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
  readonly checking: SelfChecking;
  readonly clock: Clock;
  /** The log of all records; undefined where another process seals them. */
  readonly seal?: Log;
  /** The witnesses of that log; undefined where no policy names any. */
  readonly witnessing?: Witnessing;
  readonly close: () => Promise<void>;
}

/** Where the worker works, and with which roles. */
export interface Place {
  /** Role that may append to the log, and write the read model and the log's tables. */
  readonly databaseUrl: string;
  /** Role that may delete in the vault, and nothing else. */
  readonly erasureUrl: string;
  /** Address of the log. */
  readonly eventStoreUrl: string;
  /** Without it this process seals nothing. */
  readonly log?: LogPlace;
}

/** Starts projections, reactions and the log. */
export async function openDesk(place: Place, clock: Clock, logger: Logger): Promise<WorkerDesk> {
  const { databaseUrl, erasureUrl, eventStoreUrl, log } = place;
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
  const seal = log && openSeal(log, store, databaseUrl, logger, signal);
  const witnessing = log && seal && openWitnessing(log, logger, { log: seal, databaseUrl, signal, clock });
  return {
    ...(seal ? { seal } : {}),
    ...(witnessing ? { witnessing } : {}),
    ...{ office, store, readModel, projections, reactions, erasing, clock },
    checking: { office, store, databaseUrl },
    close: async () => {
      ending.abort();
      // Closing the log frees those who wait for it while it is out of reach.
      await Promise.all([projections.done, reactions.done, seal?.done, witnessing?.done, store.close()]);
      await readModel.close();
      await Promise.all([vault.close(), erasing.eraser.close()]);
    },
  };
}
