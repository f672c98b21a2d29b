import { type DoubtCode, DOUBTS } from '#domain';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import type { DifferencesAnswer } from '../answers/differences.js';
import type { RedecisionAnswer } from '../answers/redecision.js';
import { KnownDto } from './known.dto.js';

const COUNT = { type: 'integer', minimum: 0 } as const;
const SHOWN: ApiPropertyOptions = {
  oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'boolean' }, { type: 'array', items: { type: 'string' } }],
};

class PlaceDto {
  @ApiProperty({ ...COUNT, description: 'Last revision that counts' })
  readonly revision!: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'The instant that deadlines and effects are told for',
  })
  readonly at!: string;

  @ApiPropertyOptional({ type: KnownDto })
  readonly known?: KnownDto;
}

class DifferenceDto {
  @ApiProperty({ example: 'votes' })
  readonly aspect!: string;

  @ApiPropertyOptional({ example: 'BMF', description: 'Seat, level, duty, party or kind of deadline' })
  readonly of?: string;

  @ApiPropertyOptional(SHOWN)
  readonly before?: string | number | boolean | readonly string[];

  @ApiPropertyOptional(SHOWN)
  readonly after?: string | number | boolean | readonly string[];
}

export class DifferencesDto implements DifferencesAnswer {
  @ApiProperty({ type: PlaceDto })
  readonly from!: PlaceDto;

  @ApiProperty({ type: PlaceDto })
  readonly to!: PlaceDto;

  @ApiProperty({ type: [DifferenceDto] })
  readonly differences!: readonly DifferenceDto[];
}

class ComparisonDto {
  @ApiProperty({ example: 'OUTCOME' })
  readonly what!: string;

  @ApiPropertyOptional({ example: 'AGREED' })
  readonly recorded?: string;

  @ApiPropertyOptional({ example: 'INCOMPLETE', description: 'Absent where the rule book does not provide for it' })
  readonly found?: string;

  @ApiProperty()
  readonly same!: boolean;
}

class DoubtDto {
  @ApiProperty({ enum: DOUBTS, description: 'What cannot be concluded' })
  readonly code!: DoubtCode;

  @ApiProperty({ type: [String] })
  readonly subjects!: readonly string[];
}

class ReweighedDto {
  @ApiProperty(COUNT)
  readonly revision!: number;

  @ApiProperty({ example: 'ResultEstablished' })
  readonly type!: string;

  @ApiPropertyOptional({ description: 'Round, level or party' })
  readonly of?: string;

  @ApiProperty({ type: [ComparisonDto] })
  readonly compared!: readonly ComparisonDto[];

  @ApiProperty({ type: [DoubtDto] })
  readonly doubts!: readonly DoubtDto[];
}

export class RedecisionDto implements RedecisionAnswer {
  @ApiProperty({ example: 'RB-GGO@1.0.0' })
  readonly ruleBook!: string;

  @ApiProperty({ type: [ReweighedDto], description: 'Each with everything before it as it was recorded' })
  readonly judgements!: readonly ReweighedDto[];
}
