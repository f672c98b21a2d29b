import { CurrentIdentity, type Identity } from '#edge';
import { Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { BindingAnswer } from './answers/binding.js';
import type { DutiesAnswer } from './answers/duties.js';
import type { FundingAnswer } from './answers/funding.js';
import type { ObjectionsAnswer } from './answers/objections.js';
import type { PositionsAnswer } from './answers/positions.js';
import type { WaitingAnswer } from './answers/waiting.js';
import { Ask, asked, Questions } from './ask.js';
import { BindingDto } from './dto/binding.dto.js';
import { HouseFundingDto } from './dto/funding.dto.js';
import { BindingQuery, DutiesQuery, FundingQuery, HouseQuery, MinistryPath } from './dto/parameters.dto.js';
import { ObjectionsDto, PositionsDto } from './dto/position.dto.js';
import { DutiesDto, WaitingDto } from './dto/waiting.dto.js';
import { Question } from './question.js';

@Questions('ministries/:ministry', 'Questions about a ministry')
export class MinistryController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus) {}

  @Ask('waiting', 'waiting', 'What waits for the ministry, due first, and what its silence would mean', WaitingDto)
  waiting(
    @Param() path: MinistryPath,
    @Query() query: HouseQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<WaitingAnswer> {
    return this.bus.execute(new Question('waiting', asked(path, query), identity));
  }

  @Ask(
    'binding',
    'binding',
    'Every decision and agreement in force that binds the ministry on the day, and why',
    BindingDto,
  )
  binding(
    @Param() path: MinistryPath,
    @Query() query: BindingQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<BindingAnswer> {
    return this.bus.execute(new Question('binding', asked(path, query), identity));
  }

  @Ask('duties', 'duties', 'Duties and measures of the ministry with their status, due first', DutiesDto)
  duties(
    @Param() path: MinistryPath,
    @Query() query: DutiesQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<DutiesAnswer> {
    return this.bus.execute(new Question('duties', asked(path, query), identity));
  }

  @Ask(
    'funding',
    'funding',
    'Shares of the ministry by year and budget title, as they stand on the day',
    HouseFundingDto,
  )
  funding(
    @Param() path: MinistryPath,
    @Query() query: FundingQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<FundingAnswer> {
    return this.bus.execute(new Question('funding', asked(path, query), identity));
  }

  @Ask('positions', 'positions', 'What the ministry declared in every round, the last one first', PositionsDto)
  positions(
    @Param() path: MinistryPath,
    @Query() query: HouseQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<PositionsAnswer> {
    return this.bus.execute(new Question('positions', asked(path, query), identity));
  }

  @Ask('objections', 'objections', 'What the ministry objected to, and how it was answered', ObjectionsDto)
  objections(
    @Param() path: MinistryPath,
    @Query() query: HouseQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ObjectionsAnswer> {
    return this.bus.execute(new Question('objections', asked(path, query), identity));
  }
}
