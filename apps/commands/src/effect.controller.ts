import type { Answer } from '#event-store';
import { Body, Inject, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import {
  EnactDecisionDto,
  EndDecisionDto,
  GrantExemptionDto,
  PublishDecisionDto,
  RenewDecisionDto,
  ReportDutyDto,
  TransferRecordDto,
  WaiveDutyDto,
} from './dto/effect.dto.js';
import { MatterPath } from './dto/path.dto.js';
import { MatterRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('matters', 'Decision in force')
export class EffectController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('EnactDecision', ':matter/enactments', 'Enact the decision')
  enactDecision(@Param() path: MatterPath, @Body() body: EnactDecisionDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('EnactDecision', payload(path, body), sender));
  }

  @Act('PublishDecision', ':matter/publications', 'Publish the decision')
  publishDecision(@Param() path: MatterPath, @Body() body: PublishDecisionDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('PublishDecision', payload(path, body), sender));
  }

  @Act('ReportDuty', ':matter/duty-reports', 'Report on a duty')
  reportDuty(@Param() path: MatterPath, @Body() body: ReportDutyDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ReportDuty', payload(path, body), sender));
  }

  @Act('WaiveDuty', ':matter/duty-waivers', 'Waive a duty')
  waiveDuty(@Param() path: MatterPath, @Body() body: WaiveDutyDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('WaiveDuty', payload(path, body), sender));
  }

  @Act('RenewDecision', ':matter/renewals', 'Renew the decision by a later one')
  renewDecision(@Param() path: MatterPath, @Body() body: RenewDecisionDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('RenewDecision', payload(path, body), sender));
  }

  @Act('EndDecision', ':matter/endings', 'End the decision by a later one')
  endDecision(@Param() path: MatterPath, @Body() body: EndDecisionDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('EndDecision', payload(path, body), sender));
  }

  @Act('GrantExemption', ':matter/exemptions', 'Exempt a ministry for a time')
  grantExemption(@Param() path: MatterPath, @Body() body: GrantExemptionDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('GrantExemption', payload(path, body), sender));
  }

  @Act('TransferRecord', ':matter/record-transfers', 'Transfer the record to the archive')
  transferRecord(@Param() path: MatterPath, @Body() body: TransferRecordDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('TransferRecord', payload(path, body), sender));
  }
}
