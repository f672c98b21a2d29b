import type { Answer } from '#event-store';
import { Body, Inject, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import {
  AnnounceAreaTransferDto,
  ConfirmAreaTransferDto,
  GrantMandateDto,
  RegisterMinistryDto,
  RenameMinistryDto,
  RevokeMandateDto,
  SucceedMinistryDto,
} from './dto/ministry.dto.js';
import { MinistryPath } from './dto/path.dto.js';
import { MinistryRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('ministries', 'Ministries')
export class MinistryController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('RegisterMinistry', '', 'Register a ministry or party')
  registerMinistry(@Body() body: RegisterMinistryDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MinistryRequest('RegisterMinistry', body, sender));
  }

  @Act('RenameMinistry', ':ministry/names', 'Rename the ministry')
  renameMinistry(@Param() path: MinistryPath, @Body() body: RenameMinistryDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MinistryRequest('RenameMinistry', payload(path, body), sender));
  }

  @Act('SucceedMinistry', ':ministry/successions', 'Name the successors of the ministry')
  succeedMinistry(@Param() path: MinistryPath, @Body() body: SucceedMinistryDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MinistryRequest('SucceedMinistry', payload(path, body), sender));
  }

  @Act('AnnounceAreaTransfer', ':ministry/area-transfers', 'Announce that an area goes to another ministry')
  announceAreaTransfer(
    @Param() path: MinistryPath,
    @Body() body: AnnounceAreaTransferDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new MinistryRequest('AnnounceAreaTransfer', payload(path, body), sender));
  }

  @Act('ConfirmAreaTransfer', ':ministry/area-transfer-confirmations', 'Take over an area that was announced')
  confirmAreaTransfer(
    @Param() path: MinistryPath,
    @Body() body: ConfirmAreaTransferDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new MinistryRequest('ConfirmAreaTransfer', payload(path, body), sender));
  }

  @Act('GrantMandate', ':ministry/mandates', 'Grant a mandate')
  grantMandate(@Param() path: MinistryPath, @Body() body: GrantMandateDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MinistryRequest('GrantMandate', payload(path, body), sender));
  }

  @Act('RevokeMandate', ':ministry/mandate-revocations', 'Revoke a mandate')
  revokeMandate(@Param() path: MinistryPath, @Body() body: RevokeMandateDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MinistryRequest('RevokeMandate', payload(path, body), sender));
  }
}
