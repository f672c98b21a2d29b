import { EdgeModule, prepareApp, readConfiguration, serveDocument, systemClock } from '#edge';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandsModule } from './commands.module.js';

/** The service that takes commands, alone in its process. */
@Module({})
class CommandsService {}

const configuration = readConfiguration(process.env);
const { databaseUrl, eventStoreUrl, host, port } = configuration;
const app = await NestFactory.create(
  {
    module: CommandsService,
    imports: [
      EdgeModule.register({ configuration, clock: systemClock, sessionsDatabaseUrl: databaseUrl }),
      CommandsModule.register({ databaseUrl, eventStoreUrl }),
    ],
  },
  { bodyParser: false, bufferLogs: true },
);
prepareApp(app, configuration);
serveDocument(app);
app.enableShutdownHooks();
await app.listen(port, host);
