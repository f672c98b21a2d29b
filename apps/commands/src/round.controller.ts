import type { Answer } from '#event-store';
import { Body, Inject, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import { MatterPath } from './dto/path.dto.js';
import {
  DecideRecusalDto,
  DeclareDissentDto,
  DeclareRecusalDto,
  ExtendRoundDto,
  OpenRoundDto,
  ProveDeliveryDto,
  RoundDto,
} from './dto/round.dto.js';
import { MatterRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('matters', 'Rounds')
export class RoundController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('OpenRound', ':matter/rounds', 'Open a round')
  openRound(@Param() path: MatterPath, @Body() body: OpenRoundDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('OpenRound', payload(path, body), sender));
  }

  @Act('ProveDelivery', ':matter/deliveries', 'Prove the delivery of the proposal to seats')
  proveDelivery(@Param() path: MatterPath, @Body() body: ProveDeliveryDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ProveDelivery', payload(path, body), sender));
  }

  @Act('ExtendRound', ':matter/round-extensions', 'Extend a round')
  extendRound(@Param() path: MatterPath, @Body() body: ExtendRoundDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ExtendRound', payload(path, body), sender));
  }

  @Act('CloseRound', ':matter/round-closings', 'Close a round in which all have voted')
  closeRound(@Param() path: MatterPath, @Body() body: RoundDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('CloseRound', payload(path, body), sender));
  }

  @Act('EstablishResult', ':matter/results', 'Establish the result of a round')
  establishResult(@Param() path: MatterPath, @Body() body: RoundDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('EstablishResult', payload(path, body), sender));
  }

  @Act('DeclareDissent', ':matter/dissents', 'Declare that no agreement was reached')
  declareDissent(@Param() path: MatterPath, @Body() body: DeclareDissentDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('DeclareDissent', payload(path, body), sender));
  }

  @Act('DeclareRecusal', ':matter/recusals', 'Declare that a person or seat is biased')
  declareRecusal(@Param() path: MatterPath, @Body() body: DeclareRecusalDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('DeclareRecusal', payload(path, body), sender));
  }

  @Act('DecideRecusal', ':matter/recusal-rulings', 'Rule on a recusal')
  decideRecusal(@Param() path: MatterPath, @Body() body: DecideRecusalDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('DecideRecusal', payload(path, body), sender));
  }
}
