import { PHASES, type Explanation, type Outcome } from '#domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ExplanationAnswer } from '../answers/matter.js';
import { CountsDto, OUTCOMES } from './ballot.dto.js';
import {
  ExplainedBookDto,
  ExplainedDecisionDto,
  ExplainedFinalDto,
  ExplainedLevelDto,
  REVISION,
} from './explained.dto.js';
import { SEALED } from './history.dto.js';
import { KNOWN, KnownDto } from './known.dto.js';

const SEATS = { type: String, isArray: true, example: ['BMF', 'BMI'] };
const OBJECT = { type: 'object', additionalProperties: true } as const;
const OBJECTS = { type: 'array', items: OBJECT } as const;

/** Every `revision` is that of the record behind the fact it stands beside. */
export class ExplanationDto implements ExplanationAnswer {
  @ApiPropertyOptional(KNOWN)
  readonly known?: KnownDto;

  @ApiProperty({ format: 'uuid' })
  readonly matter!: string;

  @ApiProperty({ enum: PHASES })
  readonly phase!: Explanation['phase'];

  @ApiPropertyOptional({ enum: OUTCOMES, description: 'Of the last established ballot' })
  readonly outcome?: Outcome;

  @ApiPropertyOptional({ type: String, example: 'FINAL' })
  readonly origin?: NonNullable<Explanation['origin']>;

  @ApiPropertyOptional()
  readonly rule?: string;

  @ApiPropertyOptional()
  readonly ruleBook?: string;

  @ApiPropertyOptional({ type: ExplainedBookDto })
  readonly book?: ExplainedBookDto;

  @ApiPropertyOptional({ ...OBJECT, description: 'Of a final decision' })
  readonly legalBasis?: NonNullable<Explanation['legalBasis']>;

  @ApiPropertyOptional({ description: 'Grant of competence that a final decision rests on' })
  readonly grant?: string;

  @ApiProperty(SEATS)
  readonly deemed!: readonly string[];

  @ApiProperty(SEATS)
  readonly dissenting!: readonly string[];

  @ApiProperty({ ...SEATS, description: 'Objections that the final decision answers' })
  readonly answered!: readonly string[];

  @ApiProperty({ type: [String] })
  readonly corrections!: readonly string[];

  @ApiProperty({ ...OBJECTS, description: 'The same with the revision of the approval' })
  readonly corrected!: Explanation['corrected'];

  @ApiPropertyOptional({ format: 'uuid' })
  readonly round?: string;

  @ApiPropertyOptional({ ...REVISION, description: 'Opening of the round, which fixes electorate and rule' })
  readonly roundRevision?: number;

  @ApiPropertyOptional({
    ...OBJECT,
    description: 'The version voted on: no, textHash, revision; what was decided in the end stands in `decision`',
  })
  readonly version?: NonNullable<Explanation['version']>;

  @ApiPropertyOptional({ type: CountsDto })
  readonly tally?: CountsDto;

  @ApiProperty({
    type: [Object],
    description: 'Conditions of the rule, each met or short by how much; none as long as the ballot is secret',
  })
  readonly reasoning!: Explanation['reasoning'];

  @ApiProperty({
    type: [Object],
    description:
      'Position of each entitled seat and the record it rests on: the vote, or the delivery behind silence; as long as the ' +
      `ballot is secret only that of the own house; ${SEALED}`,
  })
  readonly positions!: Explanation['positions'];

  @ApiPropertyOptional({ ...REVISION, description: 'The established result' })
  readonly revision?: number;

  @ApiProperty({ type: [ExplainedLevelDto] })
  readonly levels!: readonly ExplainedLevelDto[];

  @ApiPropertyOptional({ ...OBJECT, description: 'Revision of the record by which the ladder was exhausted' })
  readonly exhausted?: NonNullable<Explanation['exhausted']>;

  @ApiPropertyOptional({ type: ExplainedFinalDto })
  readonly finalDecision?: ExplainedFinalDto;

  @ApiPropertyOptional({ ...OBJECT, description: 'Cabinet decision: outcome, reference, date, revision' })
  readonly cabinet?: NonNullable<Explanation['cabinet']>;

  @ApiPropertyOptional({ type: ExplainedDecisionDto })
  readonly decision?: ExplainedDecisionDto;
}
