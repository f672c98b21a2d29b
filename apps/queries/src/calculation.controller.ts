import type { Count, Deadline } from '#domain';
import { CurrentIdentity, type Identity } from '#edge';
import { Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Ask, Questions } from './ask.js';
import { CountDto, DeadlineDto } from './dto/answer.dto.js';
import { CountQuery, DeadlineQuery } from './dto/parameters.dto.js';
import { Question } from './question.js';

@Questions('', 'Deadlines and counting')
export class CalculationController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus) {}

  @Ask('deadline', 'deadline', 'When a deadline ends, and how that was found', DeadlineDto)
  deadline(@Query() query: DeadlineQuery, @CurrentIdentity() identity: Identity): Promise<Deadline> {
    return this.bus.execute(new Question('deadline', query, identity));
  }

  @Ask('count', 'count', 'What a released counting rule says to an imagined ballot', CountDto)
  count(@Query() query: CountQuery, @CurrentIdentity() identity: Identity): Promise<Count> {
    return this.bus.execute(new Question('count', query, identity));
  }
}
