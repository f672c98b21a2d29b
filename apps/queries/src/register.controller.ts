import { CONFIGURATION, type Configuration, CurrentIdentity, type Identity } from '#edge';
import { Inject, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Request, Response } from 'express';
import { AskList, Questions } from './ask.js';
import { AgreementsQuery, DeadlinesQuery, DecisionsQuery, MattersQuery } from './dto/register.dto.js';
import { answerList } from './list.js';
import { Question } from './question.js';
import { SHEETS } from './sheets.js';

@Questions('', 'Registers')
export class RegisterController {
  constructor(
    @Inject(QueryBus) private readonly bus: QueryBus,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @AskList('register', 'matters', 'Matters that match, the last begun first; from and to are days of the first draft')
  matters(
    @Query() query: MattersQuery,
    @CurrentIdentity() identity: Identity,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return answerList(this.exchange(request, response), SHEETS.matters, query, (params) =>
      this.bus.execute(new Question('register', params, identity)),
    );
  }

  @AskList('decisions', 'decisions', 'Decisions that match, the last enacted first; from and to are days of enactment')
  decisions(
    @Query() query: DecisionsQuery,
    @CurrentIdentity() identity: Identity,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return answerList(this.exchange(request, response), SHEETS.decisions, query, (params) =>
      this.bus.execute(new Question('decisions', params, identity)),
    );
  }

  @AskList(
    'agreements',
    'agreements',
    'Agreements that match, the last begun first; from and to are days of the first draft',
  )
  agreements(
    @Query() query: AgreementsQuery,
    @CurrentIdentity() identity: Identity,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return answerList(this.exchange(request, response), SHEETS.agreements, query, (params) =>
      this.bus.execute(new Question('agreements', params, identity)),
    );
  }

  @AskList('deadlines', 'deadlines', 'Running deadlines of all matters and agreements, the next one first')
  deadlines(
    @Query() query: DeadlinesQuery,
    @CurrentIdentity() identity: Identity,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return answerList(this.exchange(request, response), SHEETS.deadlines, query, (params) =>
      this.bus.execute(new Question('deadlines', params, identity)),
    );
  }

  private exchange(request: Request, response: Response) {
    return { request, response, base: this.configuration.publicUrl };
  }
}
