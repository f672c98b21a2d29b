import type { Answer } from '#event-store';
import { Body, Inject, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import { PublishCalendarDto } from './dto/calendar.dto.js';
import { CalendarPath } from './dto/path.dto.js';
import { CalendarRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('calendars', 'Calendars')
export class CalendarController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('PublishCalendar', ':place/versions', 'Publish a version of the holidays of a place')
  publishCalendar(@Param() path: CalendarPath, @Body() body: PublishCalendarDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new CalendarRequest('PublishCalendar', payload(path, body), sender));
  }
}
