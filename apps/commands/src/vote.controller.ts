import type { Answer } from '#event-store';
import { Body, Inject, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import { MatterPath } from './dto/path.dto.js';
import {
  CastVoteDto,
  ChangeVoteDto,
  NoteLateVoteDto,
  RaiseConstructiveVetoDto,
  RecordVoteDto,
  SeatDto,
  SeatReasonDto,
} from './dto/vote.dto.js';
import { MatterRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('matters', 'Votes')
export class VoteController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('CastVote', ':matter/votes', 'Cast the vote of a seat')
  castVote(@Param() path: MatterPath, @Body() body: CastVoteDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('CastVote', payload(path, body), sender));
  }

  @Act('ChangeVote', ':matter/vote-changes', 'Change the vote of a seat')
  changeVote(@Param() path: MatterPath, @Body() body: ChangeVoteDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ChangeVote', payload(path, body), sender));
  }

  @Act('RecordVote', ':matter/recorded-votes', 'Record a vote that came by mail, letter or word')
  recordVote(@Param() path: MatterPath, @Body() body: RecordVoteDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('RecordVote', payload(path, body), sender));
  }

  @Act('ConfirmVote', ':matter/vote-confirmations', 'Confirm a vote recorded after the deadline')
  confirmVote(@Param() path: MatterPath, @Body() body: SeatDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ConfirmVote', payload(path, body), sender));
  }

  @Act('NoteLateVote', ':matter/late-votes', 'Note a vote that came too late to count')
  noteLateVote(@Param() path: MatterPath, @Body() body: NoteLateVoteDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('NoteLateVote', payload(path, body), sender));
  }

  @Act('LiftReservation', ':matter/reservation-liftings', 'Lift a reservation')
  liftReservation(@Param() path: MatterPath, @Body() body: SeatDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('LiftReservation', payload(path, body), sender));
  }

  @Act('ConfirmReservation', ':matter/reservation-confirmations', 'Turn a reservation into an objection')
  confirmReservation(@Param() path: MatterPath, @Body() body: SeatReasonDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ConfirmReservation', payload(path, body), sender));
  }

  @Act('ObjectWrittenMode', ':matter/mode-objections', 'Object to the written mode')
  objectWrittenMode(@Param() path: MatterPath, @Body() body: SeatReasonDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ObjectWrittenMode', payload(path, body), sender));
  }

  @Act('RaiseConstructiveVeto', ':matter/vetoes', 'Raise a constructive veto with a counter-proposal')
  raiseConstructiveVeto(
    @Param() path: MatterPath,
    @Body() body: RaiseConstructiveVetoDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new MatterRequest('RaiseConstructiveVeto', payload(path, body), sender));
  }
}
