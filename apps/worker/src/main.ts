import { EdgeModule, prepareApp, readConfiguration, systemClock } from '#edge';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { logPlace } from './log-place.js';
import { WorkerModule } from './worker.module.js';

/** The service in the background, alone in its process; over HTTP it only tells how it is. */
@Module({})
class WorkerService {}

const start = async (): Promise<void> => {
  const configuration = readConfiguration(process.env);
  const log = logPlace(process.env);
  const { databaseUrl, eventStoreUrl, host, port } = configuration;
  const erasureUrl = process.env['ERASURE_DATABASE_URL'];
  if (!erasureUrl) throw new Error('ERASURE_DATABASE_URL is missing: the role that deletes what is erased.');
  const app = await NestFactory.create(
    {
      module: WorkerService,
      imports: [
        EdgeModule.register({ configuration, clock: systemClock }),
        WorkerModule.register({
          ...{ databaseUrl, erasureUrl, eventStoreUrl, caseMode: false },
          log,
        }),
      ],
    },
    { bodyParser: false, bufferLogs: true },
  );
  prepareApp(app, configuration);
  app.enableShutdownHooks();
  await app.listen(port, host);
};

// What the environment or a file says wrongly is told in a sentence.
await start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
