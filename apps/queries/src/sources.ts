import type { Instant } from '#domain';
import { CLOCK, type Clock, READINESS, type Readiness } from '#edge';
import { type EventStore, openStore } from '#event-store';
import { type LogReader, openLog } from '#log';
import { openReadModel, type ReadModel } from '#read-model';
import { postgresVault, type Vault } from '#vault';
import type { OnApplicationShutdown, Provider } from '@nestjs/common';

/** Injection token of the Sources. */
export const SOURCES = Symbol('sources');

/** What answers are made of. Nothing here can record. */
export interface Sources {
  readonly store: Pick<EventStore, 'readStream' | 'readAll' | 'head' | 'compare'>;
  readonly views: ReadModel;
  readonly vault: Pick<Vault, 'open' | 'disclosures' | 'persons'>;
  readonly log: LogReader;
  now(): Instant;
}

async function openSources(
  databaseUrl: string,
  eventStoreUrl: string,
  clock: Clock,
  checks: Readiness,
): Promise<Sources & OnApplicationShutdown> {
  const views = await openReadModel(databaseUrl);
  const store = openStore(eventStoreUrl);
  const vault = postgresVault({ connectionString: databaseUrl });
  const log = openLog(databaseUrl);
  checks.add('queries', () => Promise.all([store.head(), views.positions()]));
  return {
    ...{ store, views, vault, log },
    now: () => clock.now(),
    async onApplicationShutdown() {
      await Promise.all([store.close(), views.close(), vault.close(), log.close()]);
    },
  };
}

/** Opens log, views and vault with a role that may only read, and closes them with the application. */
export const sourcesOf = (databaseUrl: string, eventStoreUrl: string): Provider => ({
  provide: SOURCES,
  useFactory: (clock: Clock, checks: Readiness) => openSources(databaseUrl, eventStoreUrl, clock, checks),
  inject: [CLOCK, READINESS],
});
