import 'reflect-metadata';
import { controlledClock, EdgeModule, type Identity, prepareApp, readConfiguration } from '#edge';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { QueriesModule } from '../../apps/queries/src/queries.module.js';

/** The service that answers questions, alone in its process, which is then measured: `<database> <port> <now>`. */
const [databaseUrl = '', port = '', now = ''] = process.argv.slice(2);

const PERSONS: readonly Identity[] = [
  { person: 'SEC/A', function: 'SEC', origin: 'BMDS' },
  { person: 'BMF/REP', function: 'REP', ministry: 'BMF' },
];

@Module({})
class Service {}

const configuration = readConfiguration({
  ...{ BESCHLUSSBUCH_MODE: 'case', DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn', PORT: port },
});
const imports = [
  EdgeModule.register({ configuration, clock: controlledClock(now), persons: PERSONS }),
  QueriesModule.register({ databaseUrl, eventStoreUrl: databaseUrl }),
];
const app = await NestFactory.create<NestExpressApplication>({ module: Service, imports }, { bufferLogs: true });
prepareApp(app, configuration);
await app.listen(Number(port), configuration.host);

const SAMPLE_MS = 10;
const megabytes = () => process.memoryUsage.rss() / 1_048_576;
let watching: NodeJS.Timeout | undefined;
let peak = 0;

const told = {
  /** From now on the most memory is noted, beginning with what is left when nothing is under way. */
  watch: () => {
    globalThis.gc?.();
    peak = megabytes();
    process.send?.(peak);
    watching = setInterval(() => (peak = Math.max(peak, megabytes())), SAMPLE_MS);
  },
  peak: () => {
    clearInterval(watching);
    process.send?.(peak);
  },
  stop: () => void app.close().then(() => process.exit(0)),
} as const;
// A bench that was cut off leaves nobody behind.
process.once('disconnect', () => process.exit());
process.on('message', (message: keyof typeof told) => told[message]());
process.send?.('ready');
