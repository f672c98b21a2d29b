import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { FundingAnswer, ShareItem, ShareSum } from '../answers/funding.js';
import { OriginDto, PagedDto } from './house.dto.js';

const DAY = { type: String, format: 'date' } as const;
const COUNT = { type: 'integer', minimum: 0 } as const;
const NO = { type: 'integer', minimum: 1 } as const;

class ShareSumDto implements ShareSum {
  @ApiProperty({ type: 'integer' })
  readonly year!: number;

  @ApiPropertyOptional({ description: 'Haushaltsstelle' })
  readonly budgetTitle?: string;

  @ApiProperty({ ...COUNT, description: 'Sum of the amounts' })
  readonly cents!: number;

  @ApiProperty({ ...COUNT, description: 'How many amounts' })
  readonly amounts!: number;

  @ApiProperty({ ...COUNT, description: 'How many shares in basis points, which have no common sum' })
  readonly percentages!: number;
}

class ShareDto extends OriginDto implements ShareItem {
  @ApiProperty({ type: 'integer' })
  readonly year!: number;

  @ApiPropertyOptional(COUNT)
  readonly bp?: number;

  @ApiPropertyOptional(COUNT)
  readonly cents?: number;

  @ApiPropertyOptional()
  readonly budgetTitle?: string;

  @ApiProperty()
  readonly secured!: boolean;

  @ApiPropertyOptional(DAY)
  readonly tbdUntil?: string;

  @ApiProperty(NO)
  readonly version!: number;
}

export class HouseFundingDto extends PagedDto implements FundingAnswer {
  @ApiProperty({ type: [ShareSumDto], description: 'Of everything; as of an instant of the page alone' })
  readonly totals!: readonly ShareSumDto[];

  @ApiProperty({ type: [ShareDto] })
  readonly items!: readonly ShareDto[];
}
