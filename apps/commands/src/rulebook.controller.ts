import type { Answer } from '#event-store';
import { Body, Inject, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import { EnvelopedDto } from './dto/envelope.dto.js';
import { RuleBookPath, RuleBookVersionPath } from './dto/path.dto.js';
import { AdoptRuleBookDto, DiscardRuleBookDto, DraftRuleBookDto, ReviseRuleBookDto } from './dto/rulebook.dto.js';
import { RuleBookRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('rulebooks', 'Rule books')
export class RuleBookController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('DraftRuleBook', ':ruleBook/versions', 'Draft a version of a rule book')
  draftRuleBook(@Param() path: RuleBookPath, @Body() body: DraftRuleBookDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new RuleBookRequest('DraftRuleBook', payload(path, body), sender));
  }

  @Act('ReviseRuleBook', ':ruleBook/versions/:version/revisions', 'Revise the draft')
  reviseRuleBook(
    @Param() path: RuleBookVersionPath,
    @Body() body: ReviseRuleBookDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new RuleBookRequest('ReviseRuleBook', payload(path, body), sender));
  }

  @Act('SubmitRuleBook', ':ruleBook/versions/:version/submission', 'Submit the draft')
  submitRuleBook(@Param() path: RuleBookVersionPath, @Body() body: EnvelopedDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new RuleBookRequest('SubmitRuleBook', payload(path, body), sender));
  }

  @Act('AdoptRuleBook', ':ruleBook/versions/:version/adoption', 'Adopt the version')
  adoptRuleBook(
    @Param() path: RuleBookVersionPath,
    @Body() body: AdoptRuleBookDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new RuleBookRequest('AdoptRuleBook', payload(path, body), sender));
  }

  @Act('DiscardRuleBook', ':ruleBook/versions/:version/discard', 'Discard the version')
  discardRuleBook(
    @Param() path: RuleBookVersionPath,
    @Body() body: DiscardRuleBookDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new RuleBookRequest('DiscardRuleBook', payload(path, body), sender));
  }
}
