import { CLOCK, type Clock, READINESS, type Readiness } from '#edge';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AgreementHandler } from './agreement.handler.js';
import { DESK, type Desk, openDesk } from './desk.js';
import { EndpointsModule } from './endpoints.module.js';
import { EvidenceHandler } from './evidence.handler.js';
import { MatterHandler } from './matter.handler.js';
import { Receipts } from './receipts.js';
import { BodyHandler, CalendarHandler, LogKeyHandler, MinistryHandler, RuleBookHandler } from './registry.handlers.js';

/** What the service that takes commands needs beside its edge. */
export interface CommandsOptions {
  /** Role that may append to the log and keep values in the vault. */
  readonly databaseUrl: string;
  /** Address of the log. */
  readonly eventStoreUrl: string;
}

const HANDLERS = [
  MatterHandler,
  AgreementHandler,
  MinistryHandler,
  BodyHandler,
  CalendarHandler,
  LogKeyHandler,
  RuleBookHandler,
  EvidenceHandler,
];

/** Takes commands over HTTP. The application that imports it imports the EdgeModule too. */
@Module({})
export class CommandsModule implements OnApplicationShutdown {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(READINESS) readiness: Readiness,
  ) {
    readiness.add('log', desk.ready);
  }

  static register({ databaseUrl, eventStoreUrl }: CommandsOptions): DynamicModule {
    return {
      module: CommandsModule,
      imports: [EndpointsModule],
      providers: [
        { provide: DESK, inject: [CLOCK], useFactory: (clock: Clock) => openDesk(databaseUrl, eventStoreUrl, clock) },
        { provide: APP_INTERCEPTOR, useClass: Receipts },
        ...HANDLERS,
      ],
    };
  }

  onApplicationShutdown(): Promise<void> {
    return this.desk.close();
  }
}
