import { CurrentIdentity, type Identity } from '#edge';
import { Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { AgreementAnswer, AgreementExplanationAnswer, AgreementStatusAnswer } from './answers/agreement.js';
import type { DifferencesAnswer } from './answers/differences.js';
import type { HistoryAnswer } from './answers/history.js';
import type { RedecisionAnswer } from './answers/redecision.js';
import { Ask, asked, Questions } from './ask.js';
import { AgreementDto, AgreementStatusDto } from './dto/agreement.dto.js';
import { AgreementExplanationDto } from './dto/agreement-explanation.dto.js';
import { DifferencesDto, RedecisionDto } from './dto/difference.dto.js';
import { HistoryDto } from './dto/history.dto.js';
import { AgreementQuery, DifferenceQuery, MomentQuery, RedecisionQuery } from './dto/moment.dto.js';
import { AgreementPath } from './dto/parameters.dto.js';
import { Question } from './question.js';

@Questions('agreements/:agreement', 'Questions about an agreement')
export class AgreementController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus) {}

  @Ask('agreement', '', 'Text, parties and shares in force on a day, and what is under way', AgreementDto)
  agreement(
    @Param() path: AgreementPath,
    @Query() query: AgreementQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<AgreementAnswer> {
    return this.bus.execute(new Question('agreement', asked(path, query), identity));
  }

  @Ask('status_agreement', 'status', 'Where the agreement stands', AgreementStatusDto)
  status(
    @Param() path: AgreementPath,
    @Query() query: MomentQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<AgreementStatusAnswer> {
    return this.bus.execute(new Question('agreementStatus', asked(path, query), identity));
  }

  @Ask('explain_agreement', 'explanation', 'What binds whom, by which rule and records', AgreementExplanationDto)
  explain(
    @Param() path: AgreementPath,
    @Query() query: MomentQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<AgreementExplanationAnswer> {
    return this.bus.execute(new Question('agreementExplanation', asked(path, query), identity));
  }

  @Ask('history_agreement', 'history', 'What was recorded, in order', HistoryDto)
  history(
    @Param() path: AgreementPath,
    @Query() query: MomentQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<HistoryAnswer> {
    return this.bus.execute(new Question('agreementHistory', asked(path, query), identity));
  }

  @Ask('diff_agreement', 'diff', 'What changed between two places: revision:N, a day, an instant', DifferencesDto)
  differences(
    @Param() path: AgreementPath,
    @Query() query: DifferenceQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<DifferencesAnswer> {
    return this.bus.execute(new Question('agreementDifferences', asked(path, query), identity));
  }

  @Ask('redecide_agreement', 'redecision', 'What would have been under another adopted rule book', RedecisionDto)
  redecision(
    @Param() path: AgreementPath,
    @Query() query: RedecisionQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<RedecisionAnswer> {
    return this.bus.execute(new Question('agreementRedecision', asked(path, query), identity));
  }
}
