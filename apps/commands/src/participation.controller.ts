import type { Answer } from '#event-store';
import { Body, Inject, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import {
  AddParticipantDto,
  AnswerParticipationDto,
  OpenProcedureDto,
  RaiseCompetenceDisputeDto,
  RecordCommentDto,
  RecordStatementDto,
  ReportExaminationDto,
  RequestExaminationDto,
  RequestParticipationDto,
  ResolveCompetenceDisputeDto,
} from './dto/participation.dto.js';
import { MatterPath } from './dto/path.dto.js';
import { MatterRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('matters', 'Participation')
export class ParticipationController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('OpenProcedure', ':matter/procedure', 'Open the procedure with its participants')
  openProcedure(@Param() path: MatterPath, @Body() body: OpenProcedureDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('OpenProcedure', payload(path, body), sender));
  }

  @Act('AddParticipant', ':matter/participants', 'Add a participant from the next round on')
  addParticipant(@Param() path: MatterPath, @Body() body: AddParticipantDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('AddParticipant', payload(path, body), sender));
  }

  @Act('RecordComment', ':matter/comments', 'Record what a participant comments')
  recordComment(@Param() path: MatterPath, @Body() body: RecordCommentDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('RecordComment', payload(path, body), sender));
  }

  @Act('RecordStatement', ':matter/statements', 'Record a statement for the minutes')
  recordStatement(@Param() path: MatterPath, @Body() body: RecordStatementDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('RecordStatement', payload(path, body), sender));
  }

  @Act('RequestParticipation', ':matter/participation-requests', 'Ask to take part as a third party')
  requestParticipation(
    @Param() path: MatterPath,
    @Body() body: RequestParticipationDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new MatterRequest('RequestParticipation', payload(path, body), sender));
  }

  @Act('AnswerParticipation', ':matter/participation-answers', 'Answer a request to take part')
  answerParticipation(
    @Param() path: MatterPath,
    @Body() body: AnswerParticipationDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new MatterRequest('AnswerParticipation', payload(path, body), sender));
  }

  @Act('RequestExamination', ':matter/examination-requests', 'Ask the lead to examine a question')
  requestExamination(
    @Param() path: MatterPath,
    @Body() body: RequestExaminationDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new MatterRequest('RequestExamination', payload(path, body), sender));
  }

  @Act('ReportExamination', ':matter/examination-reports', 'Report the result of an examination')
  reportExamination(@Param() path: MatterPath, @Body() body: ReportExaminationDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ReportExamination', payload(path, body), sender));
  }

  @Act('RaiseCompetenceDispute', ':matter/competence-disputes', 'Dispute the competence for areas')
  raiseCompetenceDispute(
    @Param() path: MatterPath,
    @Body() body: RaiseCompetenceDisputeDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new MatterRequest('RaiseCompetenceDispute', payload(path, body), sender));
  }

  @Act('ResolveCompetenceDispute', ':matter/competence-rulings', 'Rule on a disputed competence')
  resolveCompetenceDispute(
    @Param() path: MatterPath,
    @Body() body: ResolveCompetenceDisputeDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ResolveCompetenceDispute', payload(path, body), sender));
  }
}
