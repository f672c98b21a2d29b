import { PHASES, type Explanation, type Outcome, type Tally } from '#domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ExplanationAnswer, TallyAnswer } from '../answers/matter.js';
import { SEALED } from './history.dto.js';
import { KNOWN, KnownDto } from './known.dto.js';

export const OUTCOMES: readonly Outcome[] = ['AGREED', 'REJECTED', 'INCOMPLETE', 'DISSENT'];
const SEATS = { type: String, isArray: true, example: ['BMF', 'BMI'] };
const COUNT = { type: 'integer', minimum: 0 } as const;
const OBJECT = { type: 'object', additionalProperties: true } as const;

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
  @ApiProperty({ format: 'uuid' })
  readonly round!: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly no!: number;

  @ApiProperty({ example: 'consensus-silence@1' })
  readonly rule!: string;

  @ApiProperty({ ...COUNT, description: 'Entitled' })
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

  @ApiPropertyOptional({ format: 'uuid' })
  readonly round?: string;

  @ApiPropertyOptional({ ...OBJECT, description: 'Proposal version that was put to the vote' })
  readonly version?: { readonly no: number; readonly textHash: string };

  @ApiPropertyOptional({ type: CountsDto })
  readonly tally?: CountsDto;

  @ApiProperty({ type: [Object], description: 'Conditions of the rule, each met or short by how much' })
  readonly reasoning!: Explanation['reasoning'];

  @ApiProperty({ type: [Object], description: `Position of each entitled seat and the record it rests on; ${SEALED}` })
  readonly positions!: Explanation['positions'];

  @ApiPropertyOptional({ ...COUNT, description: 'Revision of the established result' })
  readonly revision?: number;
}
