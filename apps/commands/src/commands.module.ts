import { type DynamicModule, Module } from '@nestjs/common';
import { EndpointsModule } from './endpoints.module.js';

/** What the service that takes commands needs beside its edge. */
export interface CommandsOptions {
  readonly databaseUrl: string;
}

/** Takes commands over HTTP. The application that imports it imports the EdgeModule too. */
@Module({})
export class CommandsModule {
  static register(_options: CommandsOptions): DynamicModule {
    return { module: CommandsModule, imports: [EndpointsModule], providers: [] };
  }
}
