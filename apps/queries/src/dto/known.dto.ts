import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Knowing } from '../sight.js';
import { SealedDto } from './seal.dto.js';

const REVISIONS = { type: 'array', items: { type: 'integer', minimum: 0 } } as const;

export class KnownDto implements NonNullable<Knowing['known']> {
  @ApiProperty({ type: String, format: 'date-time' })
  readonly on!: string;

  @ApiProperty({ ...REVISIONS, description: 'Revisions of what was not known yet' })
  readonly leftOut!: readonly number[];

  @ApiProperty({
    ...REVISIONS,
    description: 'Revisions of what was known but rests on what was not: it changes nothing',
  })
  readonly unfolded!: readonly number[];
}

export const KNOWN = { type: KnownDto, description: 'Of a question with knownOn: what the answer leaves out' } as const;

export class KnowingDto extends SealedDto implements Knowing {
  @ApiPropertyOptional(KNOWN)
  readonly known?: KnownDto;
}
