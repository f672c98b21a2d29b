import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { DecisionAnswer } from '../answers/decision.js';
import { KNOWN, KnownDto } from './known.dto.js';

const INSTANT = { type: String, format: 'date-time' } as const;
const DAY = { type: String, format: 'date' } as const;
const OBJECTS = { type: 'array', items: { type: 'object', additionalProperties: true } } as const;

export class DecisionDto implements DecisionAnswer {
  @ApiProperty({ example: '/matters/9b2f6c1e-0c7e-4c55-9d0a-1f6a3c3b7a10/decisions/1', description: 'Stays' })
  readonly self!: string;

  @ApiProperty({ format: 'uuid' })
  readonly matter!: string;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'Place among the decisions of the matter' })
  readonly no!: number;

  @ApiProperty()
  readonly title!: string;

  @ApiProperty()
  readonly body!: string;

  @ApiProperty({ example: 'INTERN' })
  readonly classification!: string;

  @ApiProperty()
  readonly decisionNo!: string;

  @ApiProperty(INSTANT)
  readonly enactedAt!: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly version!: number;

  @ApiProperty({ description: 'The wording that was decided' })
  readonly text!: string;

  @ApiProperty()
  readonly textHash!: string;

  @ApiProperty({ type: String, example: 'CONSENSUS' })
  readonly origin!: DecisionAnswer['origin'];

  @ApiProperty({ type: String, example: 'BINDING' })
  readonly bindingness!: DecisionAnswer['bindingness'];

  @ApiProperty({ type: [String] })
  readonly binds!: readonly string[];

  @ApiProperty({ type: [String] })
  readonly dissenting!: readonly string[];

  @ApiProperty({ type: [Object] })
  readonly conditions!: DecisionAnswer['conditions'];

  @ApiProperty(DAY)
  readonly effectiveFrom!: string;

  @ApiPropertyOptional(DAY)
  readonly validUntil?: string;

  @ApiPropertyOptional(INSTANT)
  readonly referralDueAt?: string;

  @ApiProperty(OBJECTS)
  readonly duties!: DecisionAnswer['duties'];

  @ApiPropertyOptional({ type: String, example: 'IN_FORCE', description: 'None before its first day' })
  readonly effect?: NonNullable<DecisionAnswer['effect']>;

  @ApiPropertyOptional({ ...DAY, description: 'First day without effect' })
  readonly endedOn?: string;

  @ApiPropertyOptional({ type: String, format: 'date' })
  readonly reviewOn?: string;

  @ApiProperty({ ...OBJECTS, description: 'Days without effect, until the first day with effect again' })
  readonly suspensions!: DecisionAnswer['suspensions'];

  @ApiProperty(OBJECTS)
  readonly exemptions!: DecisionAnswer['exemptions'];

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Revision of the stream that the answer was made from' })
  readonly revision!: number;

  @ApiPropertyOptional(KNOWN)
  readonly known?: KnownDto;
}
