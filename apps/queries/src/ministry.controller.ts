import { CONFIGURATION, type Configuration, CurrentIdentity, type Identity } from '#edge';
import { Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import { asked, AskList, Questions } from './ask.js';
import { BindingDto } from './dto/binding.dto.js';
import { HouseFundingDto } from './dto/funding.dto.js';
import { BindingQuery, DutiesQuery, FundingQuery, HouseQuery, MinistryPath } from './dto/parameters.dto.js';
import { ObjectionsDto, PositionsDto } from './dto/position.dto.js';
import { DutiesDto, WaitingDto } from './dto/waiting.dto.js';
import { HOUSE_SHEETS } from './house-sheets.js';
import { answerList } from './list.js';
import { Question } from './question.js';

@Questions('ministries/:ministry', 'Questions about a ministry')
export class MinistryController {
  constructor(
    @Inject(QueryBus) private readonly bus: QueryBus,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @AskList('waiting', 'waiting', 'What waits for the ministry, due first, and what its silence would mean', WaitingDto)
  waiting(
    @Param() path: MinistryPath,
    @Query() query: HouseQuery,
    @CurrentIdentity() identity: Identity,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.list('waiting', asked(path, query), identity, { request, response });
  }

  @AskList(
    'binding',
    'binding',
    'Every decision and agreement in force that binds the ministry on the day, and why',
    BindingDto,
  )
  binding(
    @Param() path: MinistryPath,
    @Query() query: BindingQuery,
    @CurrentIdentity() identity: Identity,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.list('binding', asked(path, query), identity, { request, response });
  }

  @AskList('duties', 'duties', 'Duties and measures of the ministry with their status, due first', DutiesDto)
  duties(
    @Param() path: MinistryPath,
    @Query() query: DutiesQuery,
    @CurrentIdentity() identity: Identity,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.list('duties', asked(path, query), identity, { request, response });
  }

  @AskList(
    'funding',
    'funding',
    'Shares of the ministry by year and budget title, as they stand on the day',
    HouseFundingDto,
  )
  funding(
    @Param() path: MinistryPath,
    @Query() query: FundingQuery,
    @CurrentIdentity() identity: Identity,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.list('funding', asked(path, query), identity, { request, response });
  }

  @AskList('positions', 'positions', 'What the ministry declared in every round, the last one first', PositionsDto)
  positions(
    @Param() path: MinistryPath,
    @Query() query: HouseQuery,
    @CurrentIdentity() identity: Identity,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.list('positions', asked(path, query), identity, { request, response });
  }

  @AskList('objections', 'objections', 'What the ministry objected to, and how it was answered', ObjectionsDto)
  objections(
    @Param() path: MinistryPath,
    @Query() query: HouseQuery,
    @CurrentIdentity() identity: Identity,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.list('objections', asked(path, query), identity, { request, response });
  }

  private list(
    name: keyof typeof HOUSE_SHEETS,
    params: MinistryPath & HouseQuery,
    identity: Identity,
    exchange: { readonly request: Request; readonly response: Response },
  ): Promise<void> {
    return answerList({ ...exchange, base: this.configuration.publicUrl }, HOUSE_SHEETS[name], params, (page) =>
      this.bus.execute(new Question(name, page, identity)),
    );
  }
}
