import { ApiProperty } from '@nestjs/swagger';
import type { SelfCheckEntry, SelfChecksAnswer } from '../answers/self-checks.js';

const COUNT = { type: 'integer', minimum: 0 } as const;

class SelfCheckEntryDto implements SelfCheckEntry {
  @ApiProperty(COUNT)
  readonly revision!: number;

  @ApiProperty({ type: String, format: 'date-time' })
  readonly at!: string;

  @ApiProperty({ ...COUNT, description: 'Of the views' })
  readonly version!: number;

  @ApiProperty({ ...COUNT, description: 'Of the log that the views are about' })
  readonly events!: number;

  @ApiProperty(COUNT)
  readonly streams!: number;

  @ApiProperty({ ...COUNT, description: 'That were derived and looked for' })
  readonly rows!: number;

  @ApiProperty({ ...COUNT, description: 'Rows that differ; 0 if the views are what the log says' })
  readonly differences!: number;

  @ApiProperty({ type: [Object], description: 'The first of the streams whose rows differ, by view' })
  readonly found!: SelfCheckEntry['found'];
}

export class SelfChecksDto implements SelfChecksAnswer {
  @ApiProperty({ type: [SelfCheckEntryDto], description: 'The latest first' })
  readonly checks!: readonly SelfCheckEntryDto[];
}
