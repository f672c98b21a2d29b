import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { raw } from 'express';
import { AgreementController } from './agreement.controller.js';
import { BodyController } from './body.controller.js';
import { CalendarController } from './calendar.controller.js';
import { CorrectionController } from './correction.controller.js';
import { EffectController } from './effect.controller.js';
import { ErasureController } from './erasure.controller.js';
import { EvidenceController, FILE_TYPE } from './evidence.controller.js';
import { HistoryController } from './history.controller.js';
import { LadderController } from './ladder.controller.js';
import { LogKeyController } from './log-key.controller.js';
import { MinistryController } from './ministry.controller.js';
import { ParticipationController } from './participation.controller.js';
import { ProposalController } from './proposal.controller.js';
import { RoundController } from './round.controller.js';
import { RuleBookController } from './rulebook.controller.js';
import { VoteController } from './vote.controller.js';

const LARGEST_FILE = 5 * 1024 * 1024;

/** What of the commands is visible over HTTP; whoever imports it provides the handlers of the requests. */
@Module({
  imports: [CqrsModule.forRoot()],
  controllers: [
    ProposalController,
    ParticipationController,
    RoundController,
    VoteController,
    LadderController,
    EffectController,
    CorrectionController,
    ErasureController,
    HistoryController,
    AgreementController,
    MinistryController,
    BodyController,
    RuleBookController,
    CalendarController,
    LogKeyController,
    EvidenceController,
  ],
})
export class EndpointsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(raw({ type: FILE_TYPE, limit: LARGEST_FILE })).forRoutes(EvidenceController);
  }
}
