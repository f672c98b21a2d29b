import type { Answer } from '#event-store';
import { Body, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import { AnnounceLogKeyDto } from './dto/log.dto.js';
import { LogKeyRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('log', 'Log')
export class LogKeyController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('AnnounceLogKey', 'keys', 'Announce the key that will sign the log beside the present one, and then alone')
  announceLogKey(@Body() body: AnnounceLogKeyDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new LogKeyRequest('AnnounceLogKey', payload({}, body), sender));
  }
}
