import { PHASES, type MatterStatus, type RunningDeadline } from '#domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { MatterAnswer, StatusAnswer } from '../answers/matter.js';

import { KnowingDto } from './known.dto.js';

const INSTANT = { type: String, format: 'date-time' } as const;
const COUNT = { type: 'integer', minimum: 0 } as const;
const OBJECT = { type: 'object', additionalProperties: true } as const;

class StatusRoundDto implements NonNullable<MatterStatus['round']> {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly no!: number;

  @ApiPropertyOptional({ ...INSTANT, description: 'Exclusive end' })
  readonly dueAt?: string;
}

export class StatusDto extends KnowingDto implements StatusAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly matter!: string;

  @ApiProperty()
  readonly title!: string;

  @ApiProperty({ enum: PHASES })
  readonly phase!: StatusAnswer['phase'];

  @ApiPropertyOptional({ type: String, example: 'IN_FORCE' })
  readonly effect?: NonNullable<StatusAnswer['effect']>;

  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly version!: number;

  @ApiProperty({ example: 'BMDS' })
  readonly lead!: string;

  @ApiProperty({ example: 'INTERN' })
  readonly classification!: string;

  @ApiPropertyOptional({ example: 'RB-POLOPS@1.0.0' })
  readonly ruleBook?: string;

  @ApiPropertyOptional({ type: StatusRoundDto })
  readonly round?: StatusRoundDto;

  @ApiPropertyOptional()
  readonly openLevel?: string;

  @ApiPropertyOptional(INSTANT)
  readonly levelDueAt?: string;

  @ApiPropertyOptional(INSTANT)
  readonly dissentDueAt?: string;

  @ApiPropertyOptional(INSTANT)
  readonly windowDueAt?: string;

  @ApiPropertyOptional(INSTANT)
  readonly referralDueAt?: string;

  @ApiPropertyOptional()
  readonly decisionNo?: string;

  @ApiPropertyOptional({ format: 'date' })
  readonly validUntil?: string;

  @ApiProperty({ type: [String] })
  readonly marks!: readonly string[];

  @ApiProperty({ ...COUNT, description: 'Revision of the stream that the answer was made from' })
  readonly revision!: number;
}

class DeadlineOfMatterDto implements Omit<RunningDeadline, 'timer'> {
  @ApiProperty({ type: String, example: 'ROUND' })
  readonly kind!: RunningDeadline['kind'];

  @ApiProperty({ ...INSTANT, description: 'Exclusive end' })
  readonly dueAt!: string;

  @ApiPropertyOptional({ format: 'date' })
  readonly lastDay?: string;

  @ApiPropertyOptional({ description: 'Seat, level or duty that it is about' })
  readonly subject?: string;

  @ApiPropertyOptional({ type: [String], description: 'How the day was found, in German' })
  readonly trace?: readonly string[];
}

export class MatterDto extends StatusDto implements MatterAnswer {
  @ApiProperty()
  readonly body!: string;

  @ApiProperty()
  readonly track!: string;

  @ApiProperty()
  readonly category!: string;

  @ApiProperty()
  readonly bindingness!: string;

  @ApiProperty({ type: [String] })
  readonly areas!: readonly string[];

  @ApiProperty({ ...OBJECT, description: 'Codes by form of participation' })
  readonly participants!: MatterAnswer['participants'];

  @ApiProperty({ description: 'Current version of the proposal' })
  readonly text!: string;

  @ApiPropertyOptional()
  readonly textHash?: string;

  @ApiProperty({ type: [DeadlineOfMatterDto] })
  readonly deadlines!: readonly DeadlineOfMatterDto[];

  @ApiProperty({ type: [String], description: 'Commands that phase and function permit' })
  readonly allowedCommands!: readonly string[];
}
