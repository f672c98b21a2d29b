import { CurrentIdentity, type Identity } from '#edge';
import { Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { BindingAnswer, WaitingAnswer } from './answers/ministry.js';
import { Ask, asked, Questions } from './ask.js';
import { BindingDto, WaitingDto } from './dto/answer.dto.js';
import { BindingQuery, MinistryPath, WaitingQuery } from './dto/parameters.dto.js';
import { Question } from './question.js';

@Questions('ministries/:ministry', 'Questions about a ministry')
export class MinistryController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus) {}

  @Ask('waiting', 'waiting', 'Votes that are still open for the ministry', WaitingDto)
  waiting(
    @Param() path: MinistryPath,
    @Query() query: WaitingQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<WaitingAnswer> {
    return this.bus.execute(new Question('waiting', asked(path, query), identity));
  }

  @Ask('binding', 'binding', 'Decisions that bind the ministry and are in force on the day', BindingDto)
  binding(
    @Param() path: MinistryPath,
    @Query() query: BindingQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<BindingAnswer> {
    return this.bus.execute(new Question('binding', asked(path, query), identity));
  }
}
