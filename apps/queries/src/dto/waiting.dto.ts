import { ANSWERED_BY, OBLIGATION_KINDS, OBLIGATION_STATUS, silences } from '#domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { DutiesAnswer, DutyItem } from '../answers/duties.js';
import type { WaitingAnswer, WaitingItem } from '../answers/waiting.js';
import { OriginDto, PagedDto } from './house.dto.js';

const INSTANT = { type: String, format: 'date-time' } as const;
const DAY = { type: String, format: 'date' } as const;
const NO = { type: 'integer', minimum: 1 } as const;

class SilenceDto {
  @ApiProperty({ enum: Object.keys(silences) })
  readonly code!: string;

  @ApiProperty()
  readonly de!: string;

  @ApiProperty()
  readonly en!: string;
}

class WaitingItemDto extends OriginDto implements WaitingItem {
  @ApiProperty({ enum: Object.keys(ANSWERED_BY) })
  readonly kind!: WaitingItem['kind'];

  @ApiPropertyOptional({ description: 'Round, duty, measure or correction' })
  readonly subject?: string;

  @ApiPropertyOptional({ ...NO, description: 'Version that is to be answered' })
  readonly version?: number;

  @ApiPropertyOptional({ ...INSTANT, description: 'Exclusive end; absent where nothing ends the waiting' })
  readonly dueAt?: string;

  @ApiPropertyOptional(DAY)
  readonly lastDay?: string;

  @ApiPropertyOptional()
  readonly text?: string;

  @ApiProperty({ description: 'The command that answers it' })
  readonly command!: string;

  @ApiProperty({ type: SilenceDto, description: 'What happens if the house does nothing' })
  readonly silence!: SilenceDto;
}

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

export class WaitingDto extends PagedDto implements WaitingAnswer {
  @ApiProperty({ type: [OpenVoteDto], description: 'Of the items the votes' })
  readonly votes!: readonly OpenVoteDto[];

  @ApiProperty({ type: [WaitingItemDto] })
  readonly items!: readonly WaitingItemDto[];
}

class HouseDutyDto extends OriginDto implements DutyItem {
  @ApiProperty({ enum: OBLIGATION_KINDS })
  readonly kind!: DutyItem['kind'];

  @ApiProperty()
  readonly id!: string;

  @ApiProperty()
  readonly text!: string;

  @ApiPropertyOptional(DAY)
  readonly due?: string;

  @ApiPropertyOptional({ enum: OBLIGATION_STATUS, description: 'LAPSED: what it was owed under ended before' })
  readonly status?: NonNullable<DutyItem['status']>;
}

export class DutiesDto extends PagedDto implements DutiesAnswer {
  @ApiProperty({ type: [HouseDutyDto] })
  readonly duties!: readonly HouseDutyDto[];
}
