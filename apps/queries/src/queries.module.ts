import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AgreementController } from './agreement.controller.js';
import { BundleController } from './bundle.controller.js';
import { CalculationController } from './calculation.controller.js';
import { ExportController } from './export.controller.js';
import { LogController } from './log.controller.js';
import { MatterController } from './matter.controller.js';
import { MinistryController } from './ministry.controller.js';
import { SelfCheckController } from './self-check.controller.js';
import { PageController } from './page/page.controller.js';
import { QuestionHandler } from './question.js';
import { RegisterController } from './register.controller.js';
import { sourcesOf } from './sources.js';

/** What the service that answers questions needs beside its edge: a role that may read log, views and vault. */
export interface QueriesOptions {
  readonly databaseUrl: string;
  /** Address of the log. */
  readonly eventStoreUrl: string;
}

/** Answers questions over HTTP. The application that imports it imports the EdgeModule too. */
@Module({})
export class QueriesModule {
  static register({ databaseUrl, eventStoreUrl }: QueriesOptions): DynamicModule {
    return {
      module: QueriesModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        RegisterController,
        MatterController,
        AgreementController,
        MinistryController,
        CalculationController,
        ExportController,
        SelfCheckController,
        BundleController,
        LogController,
        PageController,
      ],
      providers: [sourcesOf(databaseUrl, eventStoreUrl), QuestionHandler],
    };
  }
}
