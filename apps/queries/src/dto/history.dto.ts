import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { HistoryAnswer, HistoryEntry } from '../answers/history.js';

const INSTANT = { type: String, format: 'date-time' } as const;
const COUNT = { type: 'integer', minimum: 0 } as const;
const OBJECT = { type: 'object', additionalProperties: true } as const;

class HistoryEntryDto implements HistoryEntry {
  @ApiProperty(COUNT)
  readonly revision!: number;

  @ApiProperty({ example: 'VoteCast' })
  readonly type!: string;

  @ApiProperty(INSTANT)
  readonly at!: string;

  @ApiPropertyOptional(INSTANT)
  readonly occurred?: string;

  @ApiPropertyOptional(INSTANT)
  readonly received?: string;

  @ApiPropertyOptional()
  readonly channel?: string;

  @ApiProperty({ ...OBJECT, description: 'House, function, person as long as it is known' })
  readonly by!: HistoryEntry['by'];

  @ApiProperty(OBJECT)
  readonly data!: object;
}

export class HistoryDto implements HistoryAnswer {
  @ApiProperty({ type: [String], description: 'Event types in order' })
  readonly types!: readonly string[];

  @ApiProperty({ type: [HistoryEntryDto] })
  readonly entries!: readonly HistoryEntryDto[];
}
