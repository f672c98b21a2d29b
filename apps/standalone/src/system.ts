import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Clock, EdgeModule, type Identity, prepareApp, readConfiguration, serveDocument } from '#edge';
import { CommandsModule } from '../../commands/src/commands.module.js';
import { QueriesModule } from '../../queries/src/queries.module.js';
import { WorkerModule } from '../../worker/src/worker.module.js';
import { freePort, HOST } from './address.js';
import { migrate } from './postgres/migrations.js';
import type { DatabaseUrls } from './postgres/roles.js';
import type { Secrets } from './secrets.js';

export interface SystemOptions {
  /** A prepared database; its schemas are created or completed here. */
  readonly urls: DatabaseUrls;
  /** Address of a log outside the database. */
  readonly eventStoreUrl?: string;
  /** Folder of the log's key and memory; without it nothing is sealed. */
  readonly logFolder?: string;
  /** `case`: controlled clock, and persons named by the header X-Case-Actor. */
  readonly mode: 'development' | 'case';
  readonly clock: Clock;
  readonly persons: readonly Identity[];
  readonly secrets: Secrets;
  /** Without it the first free port from 3000 is taken. */
  readonly port?: number;
  /** As pino names it. */
  readonly logLevel: string;
}

/** The three services in one process, answering at `url`. */
export interface System {
  readonly url: string;
  /** Takes no more requests, finishes those it has, ends what runs in the background. Once; the database stays. */
  stop(): Promise<void>;
}

@Module({})
class Standalone {}

const LONGEST_REQUEST_MILLISECONDS = 5_000;

/** Connections that stay open, such as live updates, are cut when the others have had their answers or time is up. */
const drained = async (server: Server): Promise<void> => {
  const closed = new Promise<true>((resolve) => {
    server.close(() => resolve(true));
  });
  const limit = Date.now() + LONGEST_REQUEST_MILLISECONDS;
  while (Date.now() < limit) {
    // A connection that was busy when the server closed becomes idle and would stay.
    server.closeIdleConnections();
    if (await Promise.race([closed, wait(20)])) return;
  }
  server.closeAllConnections();
  await closed;
};

const configured = ({ urls, mode, secrets, logLevel }: SystemOptions, port: number) =>
  readConfiguration({
    NODE_ENV: process.env['NODE_ENV'],
    BESCHLUSSBUCH_MODE: mode,
    HOST,
    PORT: String(port),
    DATABASE_URL: urls.commands,
    CLIENT_SECRET: secrets.client,
    SESSION_SECRET: secrets.session,
    LOG_LEVEL: logLevel,
  });

const composed = async (options: SystemOptions, port: number): Promise<INestApplication> => {
  const { urls, mode, clock, persons, secrets } = options;
  const service = (databaseUrl: string) => ({ databaseUrl, eventStoreUrl: options.eventStoreUrl ?? databaseUrl });
  const configuration = configured(options, port);
  const development = mode === 'development' ? { secret: secrets.development, key: secrets.key } : undefined;
  const edge = { configuration, clock, persons, sessionsDatabaseUrl: urls.sessions };
  const app = await NestFactory.create(
    {
      module: Standalone,
      imports: [
        EdgeModule.register({ ...edge, ...(development ? { development } : {}) }),
        CommandsModule.register(service(urls.commands)),
        QueriesModule.register(service(urls.queries)),
        WorkerModule.register({
          ...{ ...service(urls.worker), erasureUrl: urls.eraser, caseMode: mode === 'case' },
          ...(options.logFolder === undefined ? {} : { log: { folder: options.logFolder } }),
        }),
      ],
    },
    { bodyParser: false, bufferLogs: true, abortOnError: false },
  );
  prepareApp(app, configuration);
  serveDocument(app);
  return app;
};

const ATTEMPTS = 3;

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

/** A free port that nobody holds can be taken by another program until the services listen there; then the next one. */
const listening = async (options: SystemOptions, attempt = 1): Promise<readonly [INestApplication, number]> => {
  const port = await freePort(options.port);
  const app = await composed(options, port);
  try {
    await app.listen(port, HOST);
    return [app, port];
  } catch (error) {
    await app.close();
    if (!isTaken(error) || attempt === ATTEMPTS) throw error;
    return listening(options, attempt + 1);
  }
};

/** Completes the database and starts the services. Throws a sentence when the port is taken. */
export const startSystem = async (options: SystemOptions): Promise<System> => {
  await migrate(options.urls.owner);
  const [app, port] = await listening(options);
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await drained(app.getHttpServer() as Server);
    await app.close();
  };
  return { url: `http://${HOST}:${port}`, stop: () => (stopped ??= stop()) };
};
