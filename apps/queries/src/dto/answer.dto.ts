import type { Count, Deadline, Outcome } from '#domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Page } from '../answers/page.js';
import { CountsDto, OUTCOMES } from './ballot.dto.js';

const INSTANT = { type: String, format: 'date-time' } as const;
const DAY = { type: String, format: 'date' } as const;

export class DeadlineDto implements Deadline {
  @ApiProperty({ type: String, example: 'D' })
  readonly kind!: Deadline['kind'];

  @ApiProperty(DAY)
  readonly triggerDate!: string;

  @ApiProperty({ example: 'P14D' })
  readonly length!: string;

  @ApiProperty({ example: 'BERLIN' })
  readonly place!: string;

  @ApiProperty()
  readonly calendarVersion!: string;

  @ApiProperty(DAY)
  readonly lastDay!: string;

  @ApiProperty({ ...INSTANT, description: 'Exclusive end' })
  readonly dueAt!: string;

  @ApiProperty({ type: [String], description: 'How the day was found, in German' })
  readonly trace!: readonly string[];
}

export class CountDto implements Count {
  @ApiProperty({ enum: OUTCOMES })
  readonly outcome!: Outcome;

  @ApiProperty({ type: CountsDto })
  readonly tally!: CountsDto;

  @ApiProperty({ type: [String] })
  readonly deemed!: readonly string[];

  @ApiProperty({ type: [String] })
  readonly objections!: readonly string[];

  @ApiPropertyOptional({ description: 'The rule that decided, where it is not the one that was asked' })
  readonly decidedBy?: string;

  @ApiProperty({ type: [Object], description: 'Each met or short by how much' })
  readonly conditions!: Count['conditions'];
}

export class PageDto implements Page<object> {
  @ApiProperty({ type: [Object] })
  readonly rows!: readonly object[];

  @ApiPropertyOptional({ description: 'The cursor of the next page, if there is one' })
  readonly next?: string;
}
