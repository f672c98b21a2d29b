import type { Instant } from '#domain';
import { CLOCK, type Clock, CONFIGURATION, type Configuration, READINESS, type Readiness } from '#edge';
import { type EventStore, openStore } from '#event-store';
import { type LogReader, openLog } from '#log';
import { openReadModel, type ReadModel } from '#read-model';
import { postgresVault, type Vault } from '#vault';
import type { OnApplicationShutdown, Provider } from '@nestjs/common';
import { type Cursors, cursorsUnder } from './cursor.js';

/** Injection token of the Sources. */
export const SOURCES = Symbol('sources');

/** What answers are made of. Nothing here can record. */
export interface Sources {
  readonly store: Pick<EventStore, 'readStream' | 'readAll' | 'head' | 'compare'>;
  readonly views: ReadModel;
  readonly vault: Pick<Vault, 'open' | 'disclosures' | 'persons'>;
  readonly log: LogReader;
  readonly cursors: Cursors;
  now(): Instant;
}

interface Edge {
  readonly clock: Clock;
  readonly checks: Readiness;
  readonly configuration: Configuration;
}

async function openSources(
  databaseUrl: string,
  eventStoreUrl: string,
  { clock, checks, configuration }: Edge,
): Promise<Sources & OnApplicationShutdown> {
  const views = await openReadModel(databaseUrl);
  const store = openStore(eventStoreUrl);
  const vault = postgresVault({ connectionString: databaseUrl });
  const log = openLog(databaseUrl);
  checks.add('queries', () => Promise.all([store.head(), views.positions()]));
  return {
    ...{ store, views, vault, log },
    // All instances have this secret, so that a cursor of one serves the others.
    cursors: cursorsUnder(configuration.sessionSecret),
    now: () => clock.now(),
    async onApplicationShutdown() {
      await Promise.all([store.close(), views.close(), vault.close(), log.close()]);
    },
  };
}

/** Opens log, views and vault with a role that may only read, and closes them with the application. */
export const sourcesOf = (databaseUrl: string, eventStoreUrl: string): Provider => ({
  provide: SOURCES,
  useFactory: (clock: Clock, checks: Readiness, configuration: Configuration) =>
    openSources(databaseUrl, eventStoreUrl, { clock, checks, configuration }),
  inject: [CLOCK, READINESS, CONFIGURATION],
});
