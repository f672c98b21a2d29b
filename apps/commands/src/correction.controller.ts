import type { Answer } from '#event-store';
import { Body, Inject, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import {
  ApproveCorrectionDto,
  CommentCorrectionDto,
  RefuseCorrectionDto,
  RequestCorrectionDto,
} from './dto/correction.dto.js';
import { MatterPath } from './dto/path.dto.js';
import { MatterRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('matters', 'Corrections')
export class CorrectionController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('RequestCorrection', ':matter/corrections', 'Ask for a correction of the history')
  requestCorrection(@Param() path: MatterPath, @Body() body: RequestCorrectionDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('RequestCorrection', payload(path, body), sender));
  }

  @Act('CommentCorrection', ':matter/correction-comments', 'Comment on a correction as the affected ministry')
  commentCorrection(@Param() path: MatterPath, @Body() body: CommentCorrectionDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('CommentCorrection', payload(path, body), sender));
  }

  @Act('ApproveCorrection', ':matter/correction-approvals', 'Approve a correction')
  approveCorrection(@Param() path: MatterPath, @Body() body: ApproveCorrectionDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ApproveCorrection', payload(path, body), sender));
  }

  @Act('RefuseCorrection', ':matter/correction-refusals', 'Refuse a correction')
  refuseCorrection(@Param() path: MatterPath, @Body() body: RefuseCorrectionDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('RefuseCorrection', payload(path, body), sender));
  }
}
