import type { Answer } from '#event-store';
import { Body, Inject, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import { EnvelopedDto } from './dto/envelope.dto.js';
import { MatterPath } from './dto/path.dto.js';
import {
  AmendMatterDto,
  AnnounceLeadTransferDto,
  ChangeClassificationDto,
  DraftMatterDto,
  ReviseMatterDto,
  SplitMatterDto,
  WithdrawMatterDto,
} from './dto/proposal.dto.js';
import { MatterRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('matters', 'Proposal')
export class ProposalController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('DraftMatter', '', 'Draft a matter')
  draftMatter(@Body() body: DraftMatterDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('DraftMatter', body, sender));
  }

  @Act('ReviseMatter', ':matter/revisions', 'Revise the draft')
  reviseMatter(@Param() path: MatterPath, @Body() body: ReviseMatterDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ReviseMatter', payload(path, body), sender));
  }

  @Act('SubmitMatter', ':matter/submission', 'Submit the draft to the secretariat')
  submitMatter(@Param() path: MatterPath, @Body() body: EnvelopedDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('SubmitMatter', payload(path, body), sender));
  }

  @Act('AmendMatter', ':matter/amendments', 'Write a new version of the proposal')
  amendMatter(@Param() path: MatterPath, @Body() body: AmendMatterDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('AmendMatter', payload(path, body), sender));
  }

  @Act('SplitMatter', ':matter/parts', 'Split the matter into parts')
  splitMatter(@Param() path: MatterPath, @Body() body: SplitMatterDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('SplitMatter', payload(path, body), sender));
  }

  @Act('WithdrawMatter', ':matter/withdrawal', 'Withdraw the matter')
  withdrawMatter(@Param() path: MatterPath, @Body() body: WithdrawMatterDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('WithdrawMatter', payload(path, body), sender));
  }

  @Act('ChangeClassification', ':matter/classifications', 'Change the classification')
  changeClassification(
    @Param() path: MatterPath,
    @Body() body: ChangeClassificationDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ChangeClassification', payload(path, body), sender));
  }

  @Act('AnnounceLeadTransfer', ':matter/lead-transfers', 'Announce that another ministry takes the lead')
  announceLeadTransfer(
    @Param() path: MatterPath,
    @Body() body: AnnounceLeadTransferDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new MatterRequest('AnnounceLeadTransfer', payload(path, body), sender));
  }

  @Act('ConfirmLeadTransfer', ':matter/lead-transfer-confirmations', 'Take the lead that was announced')
  confirmLeadTransfer(@Param() path: MatterPath, @Body() body: EnvelopedDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('ConfirmLeadTransfer', payload(path, body), sender));
  }
}
