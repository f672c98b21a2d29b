import type { Explanation } from '#domain';
import { CurrentIdentity, type Identity } from '#edge';
import type { RegisterRow } from '#read-model';
import { Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { HistoryAnswer } from './answers/history.js';
import type { MatterAnswer, StatusAnswer, TallyAnswer } from './answers/matter.js';
import type { Page } from './answers/register.js';
import { Ask, asked, Questions } from './ask.js';
import { PageDto } from './dto/answer.dto.js';
import { ExplanationDto, TallyDto } from './dto/ballot.dto.js';
import { HistoryDto } from './dto/history.dto.js';
import { MatterDto, StatusDto } from './dto/matter.dto.js';
import { MatterPath, MomentQuery, RegisterQuery, RoundPath } from './dto/parameters.dto.js';
import { Question } from './question.js';

@Questions('matters', 'Questions about a matter')
export class MatterController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus) {}

  @Ask('register', '', 'Matters that match, the one with the latest event first', PageDto)
  register(@Query() query: RegisterQuery, @CurrentIdentity() identity: Identity): Promise<Page<RegisterRow>> {
    return this.bus.execute(new Question('register', query, identity));
  }

  @Ask('matter', ':matter', 'The matter: status, text, deadlines, and what the asking person may do', MatterDto)
  matter(
    @Param() path: MatterPath,
    @Query() query: MomentQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<MatterAnswer> {
    return this.bus.execute(new Question('matter', asked(path, query), identity));
  }

  @Ask('status', ':matter/status', 'Where the matter stands', StatusDto)
  status(
    @Param() path: MatterPath,
    @Query() query: MomentQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<StatusAnswer> {
    return this.bus.execute(new Question('status', asked(path, query), identity));
  }

  @Ask('tally', ':matter/rounds/:round/tally', 'The count of the effective votes of a round', TallyDto)
  tally(
    @Param() path: RoundPath,
    @Query() query: MomentQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<TallyAnswer> {
    return this.bus.execute(new Question('tally', asked(path, query), identity));
  }

  @Ask('explain', ':matter/explanation', 'Why the result is what it is', ExplanationDto)
  explain(
    @Param() path: MatterPath,
    @Query() query: MomentQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Explanation> {
    return this.bus.execute(new Question('explain', asked(path, query), identity));
  }

  @Ask('history', ':matter/history', 'What was recorded, in order', HistoryDto)
  history(
    @Param() path: MatterPath,
    @Query() query: MomentQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<HistoryAnswer> {
    return this.bus.execute(new Question('history', asked(path, query), identity));
  }
}
