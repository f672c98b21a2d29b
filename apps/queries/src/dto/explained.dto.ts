import type { ExplainedBook, Explanation } from '#domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

type Final = NonNullable<Explanation['finalDecision']>;
type Decision = NonNullable<Explanation['decision']>;
type Level = Explanation['levels'][number];

/** Of a record in the stream that the question is about. */
export const REVISION = { type: 'integer', minimum: 0, description: 'Revision of the record behind it' } as const;
const REVISIONS = { type: 'array', items: { type: 'integer', minimum: 0 } } as const;
const OBJECT = { type: 'object', additionalProperties: true } as const;
const VERSION = { type: 'integer', minimum: 1 } as const;
const DAY = { type: String, format: 'date' } as const;
const HASH = { type: String, pattern: '^[0-9a-f]{64}$' } as const;
const CODES = { type: String, isArray: true, example: ['BMF', 'BMI'] };

export class ExplainedBookDto implements ExplainedBook {
  @ApiProperty({ example: 'RB-POLOPS' })
  readonly id!: string;

  @ApiProperty({ example: '1.0.0' })
  readonly version!: string;

  @ApiProperty({ ...REVISION, description: 'Revision of the record that names it first' })
  readonly revision!: number;

  @ApiPropertyOptional({ ...REVISION, description: 'Revision of its adoption in the stream of the rule book' })
  readonly adopted?: number;

  @ApiPropertyOptional({ ...OBJECT, description: 'Legal basis of the rule book' })
  readonly legalBasis?: NonNullable<ExplainedBook['legalBasis']>;
}

export class ExplainedLevelDto implements Level {
  @ApiProperty({ example: 'STATE_SECRETARY' })
  readonly level!: string;

  @ApiProperty({ type: String, example: 'NOT_AGREED' })
  readonly status!: Level['status'];

  @ApiPropertyOptional({ ...REVISION, description: 'Revision of its opening' })
  readonly revision?: number;

  @ApiProperty({ ...REVISIONS, description: 'Revisions of the attempts to agree' })
  readonly attempts!: readonly number[];

  @ApiPropertyOptional({ ...REVISION, description: 'Revision of its closing or skipping' })
  readonly closed?: number;
}

export class ExplainedFinalDto implements Final {
  @ApiProperty({ example: 'BMDS' })
  readonly decider!: string;

  @ApiProperty({ type: String, example: 'STATE_SECRETARY' })
  readonly rank!: Final['rank'];

  @ApiProperty({ description: 'Grant of competence, in the rule book' })
  readonly grant!: string;

  @ApiProperty({ ...OBJECT, description: 'Legal basis of the grant' })
  readonly legalBasis!: Final['legalBasis'];

  @ApiProperty(VERSION)
  readonly version!: number;

  @ApiProperty(HASH)
  readonly textHash!: string;

  @ApiProperty({ ...CODES, description: 'Objections that it answers' })
  readonly answered!: readonly string[];

  @ApiProperty(CODES)
  readonly dissenting!: readonly string[];

  @ApiProperty({ type: [String], description: 'Days on which the decider reports on the result' })
  readonly reportDates!: readonly string[];

  @ApiProperty(REVISION)
  readonly revision!: number;
}

export class ExplainedDecisionDto implements Decision {
  @ApiProperty()
  readonly decisionNo!: string;

  @ApiProperty(VERSION)
  readonly version!: number;

  @ApiProperty(HASH)
  readonly textHash!: string;

  @ApiProperty({ type: String, example: 'FINAL' })
  readonly origin!: Decision['origin'];

  @ApiProperty({ type: String, example: 'BINDING' })
  readonly bindingness!: Decision['bindingness'];

  @ApiProperty({ ...CODES, description: 'Whom it binds' })
  readonly binds!: readonly string[];

  @ApiProperty(CODES)
  readonly dissenting!: readonly string[];

  @ApiProperty(DAY)
  readonly effectiveFrom!: string;

  @ApiPropertyOptional(DAY)
  readonly validUntil?: string;

  @ApiPropertyOptional({ type: String, example: 'IN_FORCE', description: 'None before its first day' })
  readonly effect?: NonNullable<Decision['effect']>;

  @ApiProperty({ ...REVISION, description: 'Revision of the enactment' })
  readonly revision!: number;

  @ApiProperty({
    ...{ type: 'array', items: OBJECT },
    description: 'Later records that changed validity or effect: type, revision',
  })
  readonly changes!: Decision['changes'];
}
