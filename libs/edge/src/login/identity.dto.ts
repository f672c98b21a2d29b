import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { FUNCTIONS, type FunctionCode } from '#domain';
import type { Identity } from '../identity.js';

/** Schema of an Identity in the description of the API. */
export class IdentityDto implements Identity {
  @ApiProperty({ example: 'BMI/REP' })
  readonly person!: string;

  @ApiPropertyOptional()
  readonly name?: string;

  @ApiProperty({ enum: FUNCTIONS })
  readonly function!: FunctionCode;

  @ApiPropertyOptional({ example: 'BMI' })
  readonly ministry?: string;

  @ApiPropertyOptional({ example: 'BRH' })
  readonly origin?: string;
}
