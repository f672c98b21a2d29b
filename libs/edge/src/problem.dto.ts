import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Problem } from './problem.js';

/** Schema of a Problem in the description of the API. */
export class ProblemDto implements Problem {
  @ApiProperty({ description: 'URN of the kind of problem', example: 'urn:beschlussbuch:refusal:ROUND_CLOSED' })
  readonly type!: string;

  @ApiProperty({ description: 'Sentence in German, or in English by Accept-Language' })
  readonly title!: string;

  @ApiProperty({ example: 409 })
  readonly status!: number;

  @ApiPropertyOptional({ description: 'Sentence in English' })
  readonly detail?: string;

  @ApiProperty({ description: 'Path that was asked for' })
  readonly instance!: string;

  @ApiProperty({ example: 'ROUND_CLOSED' })
  readonly code!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Parameters of the sentence' })
  readonly params!: Readonly<Record<string, unknown>>;

  @ApiPropertyOptional({ type: [String], description: 'Commands that would be allowed instead' })
  readonly allowedCommands?: readonly string[];

  @ApiPropertyOptional({ example: 'RB-POLOPS@1.0.0' })
  readonly ruleBook?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Number of an unexpected error, to be told to the operator' })
  readonly incident?: string;
}
