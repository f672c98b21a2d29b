import type { Answer } from '#event-store';
import { Body, Inject, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import { EnvelopedDto } from './dto/envelope.dto.js';
import {
  CloseLevelDto,
  LadderReasonDto,
  OpenEscalationDto,
  OpenLevelDto,
  RecordAttemptDto,
  RecordCabinetDecisionDto,
  SkipLevelDto,
  TakeFinalDecisionDto,
} from './dto/ladder.dto.js';
import { MatterPath } from './dto/path.dto.js';
import { MatterRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('matters', 'Escalation and final decision')
export class LadderController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('OpenEscalation', ':matter/escalations', 'Open the escalation with its file')
  openEscalation(@Param() path: MatterPath, @Body() body: OpenEscalationDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('OpenEscalation', payload(path, body), sender));
  }

  @Act('OpenLevel', ':matter/levels', 'Open the next level of the ladder')
  openLevel(@Param() path: MatterPath, @Body() body: OpenLevelDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('OpenLevel', payload(path, body), sender));
  }

  @Act('RecordAttempt', ':matter/attempts', 'Record an attempt to agree')
  recordAttempt(@Param() path: MatterPath, @Body() body: RecordAttemptDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('RecordAttempt', payload(path, body), sender));
  }

  @Act('CloseLevel', ':matter/level-closings', 'Close a level with or without agreement')
  closeLevel(@Param() path: MatterPath, @Body() body: CloseLevelDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('CloseLevel', payload(path, body), sender));
  }

  @Act('SkipLevel', ':matter/level-skips', 'Skip a level by consent')
  skipLevel(@Param() path: MatterPath, @Body() body: SkipLevelDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('SkipLevel', payload(path, body), sender));
  }

  @Act('EstablishExhaustion', ':matter/exhaustion', 'Establish that the ladder is exhausted')
  establishExhaustion(@Param() path: MatterPath, @Body() body: EnvelopedDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('EstablishExhaustion', payload(path, body), sender));
  }

  @Act('TakeFinalDecision', ':matter/final-decision', 'Take the final decision')
  takeFinalDecision(@Param() path: MatterPath, @Body() body: TakeFinalDecisionDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('TakeFinalDecision', payload(path, body), sender));
  }

  @Act('EstablishLapse', ':matter/lapse', 'Establish that a window has lapsed')
  establishLapse(@Param() path: MatterPath, @Body() body: LadderReasonDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('EstablishLapse', payload(path, body), sender));
  }

  @Act('ReferToCabinet', ':matter/cabinet-referrals', 'Refer the matter to the cabinet')
  referToCabinet(@Param() path: MatterPath, @Body() body: LadderReasonDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ReferToCabinet', payload(path, body), sender));
  }

  @Act('RecordCabinetDecision', ':matter/cabinet-decisions', 'Record what the cabinet decided')
  recordCabinetDecision(
    @Param() path: MatterPath,
    @Body() body: RecordCabinetDecisionDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new MatterRequest('RecordCabinetDecision', payload(path, body), sender));
  }
}
