import { BINDING_REASONS } from '#domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { BindingAnswer, BoundDetail } from '../answers/binding.js';
import { OriginDto, PagedDto } from './house.dto.js';

const OBJECT = { type: 'object', additionalProperties: true } as const;
const DAY = { type: String, format: 'date' } as const;
const OBJECTS = { type: 'array', items: OBJECT } as const;
const COUNT = { type: 'integer', minimum: 0 } as const;
const NO = { type: 'integer', minimum: 1 } as const;

class BoundDto extends OriginDto implements BoundDetail {
  @ApiProperty({ enum: BINDING_REASONS })
  readonly reason!: BoundDetail['reason'];

  @ApiProperty({ ...DAY, description: 'First day on which these words bind the house' })
  readonly effectiveFrom!: string;

  @ApiPropertyOptional({ ...DAY, description: 'Last day, as far as is known' })
  readonly validUntil?: string;

  @ApiProperty(NO)
  readonly version!: number;

  @ApiProperty()
  readonly textHash!: string;

  @ApiPropertyOptional()
  readonly decisionNo?: string;

  @ApiPropertyOptional({ type: String, example: 'SILENCE' })
  readonly origin?: NonNullable<BoundDetail['origin']>;

  @ApiPropertyOptional({ type: [String] })
  readonly dissenting?: readonly string[];

  @ApiPropertyOptional(DAY)
  readonly reviewOn?: string;

  @ApiProperty({ type: [String] })
  readonly conditions!: BoundDetail['conditions'];

  @ApiProperty({
    ...OBJECTS,
    description: 'Duties, responsibilities, measures with the role of the house and the status',
  })
  readonly obligations!: BoundDetail['obligations'];

  @ApiProperty({ ...OBJECTS, description: 'Share of cost of the house by year, in basis points or cents' })
  readonly shares!: BoundDetail['shares'];

  @ApiPropertyOptional({ ...COUNT, description: 'Total of which the shares are amounts' })
  readonly totalCents?: number;

  @ApiProperty({ ...OBJECTS, description: 'Notices given by any party' })
  readonly notices!: BoundDetail['notices'];

  @ApiProperty({ ...OBJECTS, description: 'Exemptions of the house, with their days' })
  readonly exemptions!: BoundDetail['exemptions'];

  @ApiProperty({ description: 'Whether an exemption frees the house on the day' })
  readonly exempt!: boolean;
}

export class BindingDto extends PagedDto implements BindingAnswer {
  @ApiProperty({ type: [String], description: 'Ids of the matters' })
  readonly decisions!: readonly string[];

  @ApiProperty({ type: [String], description: 'Ids of the agreements' })
  readonly agreements!: readonly string[];

  @ApiProperty({ type: [BoundDto] })
  readonly details!: readonly BoundDto[];
}
