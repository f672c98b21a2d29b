import { CurrentIdentity, type Identity } from '#edge';
import { Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { SelfChecksAnswer } from './answers/self-checks.js';
import { Ask, Questions } from './ask.js';
import { SelfChecksDto } from './dto/self-checks.dto.js';
import { Question } from './question.js';

@Questions('self-checks', 'Self-check')
export class SelfCheckController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus) {}

  @Ask('selfChecks', '', 'What the ledger found when it compared its views with the log', SelfChecksDto)
  selfChecks(@CurrentIdentity() identity: Identity): Promise<SelfChecksAnswer> {
    return this.bus.execute(new Question('selfChecks', {}, identity));
  }
}
