import { CurrentIdentity, type Identity } from '#edge';
import { Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { DecisionAnswer } from './answers/decision.js';
import type { DifferencesAnswer } from './answers/differences.js';
import type { HistoryAnswer } from './answers/history.js';
import type { ExplanationAnswer, MatterAnswer, StatusAnswer, TallyAnswer } from './answers/matter.js';
import type { OpeningsAnswer } from './answers/openings.js';
import type { RedecisionAnswer } from './answers/redecision.js';
import { Ask, asked, Questions } from './ask.js';
import { TallyDto } from './dto/ballot.dto.js';
import { DecisionDto } from './dto/decision.dto.js';
import { DifferencesDto, RedecisionDto } from './dto/difference.dto.js';
import { ExplanationDto } from './dto/explanation.dto.js';
import { HistoryDto, OpeningsDto } from './dto/history.dto.js';
import { MatterDto, StatusDto } from './dto/matter.dto.js';
import { DifferenceQuery, MomentQuery, RedecisionQuery } from './dto/moment.dto.js';
import { DecisionPath, MatterPath, OpeningsQuery, RoundPath } from './dto/parameters.dto.js';
import { Question } from './question.js';

@Questions('matters', 'Questions about a matter')
export class MatterController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus) {}

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

  @Ask('decision', ':matter/decisions/:no', 'One decision of the matter, by its place among them', DecisionDto)
  decision(
    @Param() path: DecisionPath,
    @Query() query: MomentQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<DecisionAnswer> {
    return this.bus.execute(new Question('decision', asked(path, query), identity));
  }

  @Ask('explain', ':matter/explanation', 'Why the result is what it is', ExplanationDto)
  explain(
    @Param() path: MatterPath,
    @Query() query: MomentQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ExplanationAnswer> {
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

  @Ask('openings', ':matter/openings', 'Disclosures of erasable values, for audit, chair and secretariat', OpeningsDto)
  openings(
    @Param() path: MatterPath,
    @Query() query: OpeningsQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<OpeningsAnswer> {
    return this.bus.execute(new Question('openings', asked(path, query), identity));
  }

  @Ask('diff', ':matter/diff', 'What changed between two places: revision:N, a day, an instant', DifferencesDto)
  differences(
    @Param() path: MatterPath,
    @Query() query: DifferenceQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<DifferencesAnswer> {
    return this.bus.execute(new Question('differences', asked(path, query), identity));
  }

  @Ask('redecide', ':matter/redecision', 'What would have been under another adopted rule book', RedecisionDto)
  redecision(
    @Param() path: MatterPath,
    @Query() query: RedecisionQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<RedecisionAnswer> {
    return this.bus.execute(new Question('redecision', asked(path, query), identity));
  }
}
