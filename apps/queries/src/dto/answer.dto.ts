import type { Count, Deadline, Outcome } from '#domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { BindingAnswer, WaitingAnswer } from '../answers/ministry.js';
import type { Page } from '../answers/page.js';
import { CountsDto, OUTCOMES } from './ballot.dto.js';

const INSTANT = { type: String, format: 'date-time' } as const;
const DAY = { type: String, format: 'date' } as const;

class OpenVoteDto {
  @ApiProperty({ format: 'uuid' })
  readonly matter!: string;

  @ApiProperty()
  readonly title!: string;

  @ApiProperty({ format: 'uuid' })
  readonly round!: string;

  @ApiPropertyOptional({ ...INSTANT, description: 'Exclusive end; none in a meeting' })
  readonly dueAt?: string;
}

export class WaitingDto implements WaitingAnswer {
  @ApiProperty({ type: [OpenVoteDto] })
  readonly votes!: readonly OpenVoteDto[];
}

class BindingDecisionDto {
  @ApiProperty({ format: 'uuid' })
  readonly matter!: string;

  @ApiProperty()
  readonly title!: string;

  @ApiProperty()
  readonly decisionNo!: string;

  @ApiProperty(DAY)
  readonly effectiveFrom!: string;

  @ApiPropertyOptional(DAY)
  readonly validUntil?: string;

  @ApiPropertyOptional({ ...DAY, description: 'First day without effect' })
  readonly endedOn?: string;
}

export class BindingDto implements BindingAnswer {
  @ApiProperty({ type: [String], description: 'Ids of the matters' })
  readonly decisions!: readonly string[];

  @ApiProperty({ type: [BindingDecisionDto] })
  readonly details!: readonly BindingDecisionDto[];
}

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
