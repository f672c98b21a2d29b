import 'reflect-metadata';
import { controlledClock, EdgeModule, type Identity, prepareApp, readConfiguration } from '#edge';
import { type EventStore, migrateEventStore, postgresStore } from '#event-store';
import { migrateLog } from '#log';
import { migrateReadModel, startProjections } from '#read-model';
import { migrateVault, postgresVault, type Vault } from '#vault';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { QueriesModule } from '../apps/queries/src/queries.module.js';
import { freshDatabase, freshRole, sharedServer } from './postgres-server.js';

@Module({})
class Service {}

/** The service that answers questions, alone, over a log that the test writes itself and views that follow it. */
export const queriesService = async (persons: readonly Identity[], now: string) => {
  const owner = await freshDatabase(await sharedServer());
  const [writer, reader] = [await freshRole(owner), await freshRole(owner)];
  await migrateEventStore(owner, { append: [writer.name], read: [reader.name] });
  await migrateVault(owner, { write: [writer.name], read: [reader.name] });
  await migrateLog(owner, { write: [writer.name], read: [reader.name] });
  await migrateReadModel(owner, { write: [writer.name], read: [reader.name] });
  const store: EventStore = postgresStore({ connectionString: writer.url });
  const vault: Vault = postgresVault({ connectionString: writer.url });
  const stopped = new AbortController();
  const projections = await startProjections({ store, databaseUrl: writer.url, signal: stopped.signal });
  const configuration = readConfiguration({
    ...{ BESCHLUSSBUCH_MODE: 'case', DATABASE_URL: reader.url, LOG_LEVEL: 'silent', PORT: '3999' },
  });
  const imports = [
    EdgeModule.register({ configuration, clock: controlledClock(now), persons }),
    QueriesModule.register({ databaseUrl: reader.url, eventStoreUrl: reader.url }),
  ];
  const app = await NestFactory.create<NestExpressApplication>({ module: Service, imports }, { logger: false });
  prepareApp(app, configuration);
  await app.init();

  const ask = (person: string | undefined, path: string) => {
    const asked = request(app.getHttpServer()).get(path);
    return person === undefined ? asked : asked.set('X-Case-Actor', person);
  };
  return {
    ...{ app, owner, store, vault, ask },
    answer: async (person: string, path: string): Promise<Record<string, unknown>> => {
      const { body } = await ask(person, path).expect(200);
      return body as Record<string, unknown>;
    },
    stop: async () => {
      stopped.abort();
      await projections.done;
      await app.close();
      await store.close();
      await vault.close();
    },
  };
};

export type QueriesService = Awaited<ReturnType<typeof queriesService>>;
