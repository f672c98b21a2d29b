import type { Answer } from '#event-store';
import { Body, Inject, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import { ApproveErasureDto, RequestErasureDto } from './dto/erasure.dto.js';
import { MatterPath } from './dto/path.dto.js';
import { MatterRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('matters', 'Erasure')
export class ErasureController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('RequestErasure', ':matter/erasures', 'Ask for the erasure of what a person said or was said about a person')
  requestErasure(@Param() path: MatterPath, @Body() body: RequestErasureDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('RequestErasure', payload(path, body), sender));
  }

  @Act('ApproveErasure', ':matter/erasure-approvals', 'Approve an erasure as a second person: the values are deleted')
  approveErasure(@Param() path: MatterPath, @Body() body: ApproveErasureDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ApproveErasure', payload(path, body), sender));
  }
}
