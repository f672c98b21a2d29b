import type { Outcome, Tally } from '#domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { TallyAnswer } from '../answers/matter.js';
import { KNOWN, KnownDto } from './known.dto.js';

export const OUTCOMES: readonly Outcome[] = ['AGREED', 'REJECTED', 'INCOMPLETE', 'DISSENT'];
const SEATS = { type: String, isArray: true, example: ['BMF', 'BMI'] };
const COUNT = { type: 'integer', minimum: 0 } as const;

export class CountsDto implements Tally {
  @ApiProperty(COUNT)
  readonly E!: number;

  @ApiProperty(COUNT)
  readonly Y!: number;

  @ApiProperty(COUNT)
  readonly N!: number;

  @ApiProperty(COUNT)
  readonly A!: number;

  @ApiProperty(COUNT)
  readonly S!: number;

  @ApiProperty(COUNT)
  readonly V!: number;

  @ApiProperty(COUNT)
  readonly C!: number;
}

/** Of a ballot that is still secret only E and S are told. */
export class TallyDto implements TallyAnswer {
  @ApiPropertyOptional(KNOWN)
  readonly known?: KnownDto;

  @ApiProperty({ format: 'uuid' })
  readonly round!: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly no!: number;

  @ApiProperty({ example: 'consensus-silence@1' })
  readonly rule!: string;

  @ApiProperty({ ...COUNT, description: 'Entitled; of a secret ballot with those who are not concerned' })
  readonly E!: number;

  @ApiProperty({ ...COUNT, description: 'Silent' })
  readonly S!: number;

  @ApiPropertyOptional({ ...COUNT, description: 'Consents' })
  readonly Y?: number;

  @ApiPropertyOptional({ ...COUNT, description: 'Objections' })
  readonly N?: number;

  @ApiPropertyOptional({ ...COUNT, description: 'Abstentions' })
  readonly A?: number;

  @ApiPropertyOptional({ ...COUNT, description: 'Lapsed reservations that count as objections' })
  readonly V?: number;

  @ApiPropertyOptional({ ...COUNT, description: 'Not concerned' })
  readonly C?: number;

  @ApiPropertyOptional({ enum: OUTCOMES, description: 'Once established' })
  readonly outcome?: Outcome;

  @ApiPropertyOptional({ ...SEATS, description: 'Seats whose silence is consent' })
  readonly deemed?: readonly string[];

  @ApiPropertyOptional()
  readonly decidedBy?: string;
}
