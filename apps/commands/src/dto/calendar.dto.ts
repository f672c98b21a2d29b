import type { CalendarPayloads } from '#domain';
import { Required } from '../field.js';
import { code, day, freeText, list, nested, title } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';

const MAX_HOLIDAYS = 2000;

export class HolidayDto {
  @Required(day)
  date!: string;

  @Required(title)
  name!: string;
}

export class PublishCalendarDto extends EnvelopedDto implements Omit<CalendarPayloads['PublishCalendar'], 'place'> {
  @Required(code)
  version!: string;

  @Required(
    list(
      nested(() => HolidayDto),
      MAX_HOLIDAYS,
    ),
  )
  holidays!: readonly HolidayDto[];

  @Required(freeText)
  source!: string;
}
