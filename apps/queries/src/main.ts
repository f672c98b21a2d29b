import { EdgeModule, prepareApp, readConfiguration, serveDocument, systemClock } from '#edge';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { QueriesModule } from './queries.module.js';

/** The service that answers questions, alone in its process. */
@Module({})
class QueriesService {}

const configuration = readConfiguration(process.env);
const { databaseUrl, eventStoreUrl, host, port } = configuration;
const app = await NestFactory.create(
  {
    module: QueriesService,
    imports: [
      EdgeModule.register({ configuration, clock: systemClock, sessionsDatabaseUrl: databaseUrl, login: 'elsewhere' }),
      QueriesModule.register({ databaseUrl, eventStoreUrl }),
    ],
  },
  { bodyParser: false, bufferLogs: true },
);
prepareApp(app, configuration);
serveDocument(app);
app.enableShutdownHooks();
await app.listen(port, host);
