import { ApiProblems } from '#edge';
import type { Answer } from '#event-store';
import { Controller, Delete, Inject, Param, Patch, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PROBLEMS } from './act.js';
import { EventPath } from './dto/path.dto.js';
import { MatterRequest } from './requests.js';
import { type Sender, TakesSender } from './sender.js';

const summary = 'Refused: entries of the history are immutable, use a correction';

/** What anybody might try on an event; the body of such a request is not even read. */
@Controller('matters/:matter/events/:revision')
@ApiTags('Corrections')
@ApiProblems(PROBLEMS)
export class HistoryController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Put()
  @TakesSender
  @ApiOperation({ operationId: 'EditEvent', summary })
  replace(@Param() path: EventPath, ...sender: Sender): Promise<Answer> {
    return this.refused(path, sender);
  }

  @Patch()
  @TakesSender
  @ApiOperation({ operationId: 'PatchEvent', summary })
  patch(@Param() path: EventPath, ...sender: Sender): Promise<Answer> {
    return this.refused(path, sender);
  }

  @Delete()
  @TakesSender
  @ApiOperation({ operationId: 'DeleteEvent', summary })
  remove(@Param() path: EventPath, ...sender: Sender): Promise<Answer> {
    return this.refused(path, sender);
  }

  private refused({ matter, revision }: EventPath, sender: Sender): Promise<Answer> {
    return this.bus.execute(new MatterRequest('EditEvent', { matter, revision: Number(revision) }, sender));
  }
}
