import { ANSWER_KINDS, OBJECTION_FORMS } from '#domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ObjectionItem, ObjectionsAnswer } from '../answers/objections.js';
import type { PositionItem, PositionsAnswer } from '../answers/positions.js';
import { OriginDto, PagedDto } from './house.dto.js';

const INSTANT = { type: String, format: 'date-time' } as const;
const DAY = { type: String, format: 'date' } as const;
const OBJECT = { type: 'object', additionalProperties: true } as const;
const OBJECTS = { type: 'array', items: OBJECT } as const;
const NO = { type: 'integer', minimum: 1 } as const;

class HousePositionDto extends OriginDto {
  @ApiProperty({ format: 'uuid' })
  readonly round!: string;

  @ApiProperty(NO)
  readonly no!: number;

  @ApiProperty({ type: String })
  readonly mode!: PositionItem['mode'];

  @ApiProperty()
  readonly rule!: string;

  @ApiProperty(NO)
  readonly version!: number;

  @ApiProperty(INSTANT)
  readonly openedAt!: string;

  @ApiPropertyOptional(DAY)
  readonly lastDay?: string;

  @ApiProperty({ type: String, example: 'CLOSED' })
  readonly status!: PositionItem['status'];

  @ApiPropertyOptional({ type: String, example: 'VETO', description: 'What ended it' })
  readonly cause?: NonNullable<PositionItem['cause']>;

  @ApiPropertyOptional({ type: String, description: 'DEEMED: silence counted; absent where the ballot is secret' })
  readonly value?: NonNullable<PositionItem['value']>;

  @ApiPropertyOptional({ type: String })
  readonly reason?: NonNullable<PositionItem['reason']>;

  @ApiPropertyOptional(INSTANT)
  readonly receivedAt?: string;

  @ApiPropertyOptional(OBJECT)
  readonly reservation?: NonNullable<PositionItem['reservation']>;

  @ApiPropertyOptional({ ...OBJECTS, description: 'Votes before the effective one' })
  readonly changed?: NonNullable<PositionItem['changed']>;

  @ApiProperty({ description: 'A vote came after the end' })
  readonly late!: boolean;

  @ApiPropertyOptional({ type: String })
  readonly outcome?: NonNullable<PositionItem['outcome']>;

  @ApiProperty({ description: 'Whether the result rests on it, expressly or deemed' })
  readonly counted!: boolean;
}

export class PositionsDto extends PagedDto implements PositionsAnswer {
  @ApiProperty({ type: [HousePositionDto] })
  readonly positions!: readonly HousePositionDto[];
}

class GivenAnswerDto {
  @ApiProperty({ enum: ANSWER_KINDS })
  readonly kind!: ObjectionItem['answers'][number]['kind'];

  @ApiProperty(INSTANT)
  readonly at!: string;

  @ApiPropertyOptional(NO)
  readonly version?: number;

  @ApiPropertyOptional()
  readonly level?: string;

  @ApiPropertyOptional({ description: 'Of the cabinet' })
  readonly outcome?: string;

  @ApiPropertyOptional({ type: String })
  readonly text?: NonNullable<ObjectionItem['reason']>;
}

class ObjectionDto extends OriginDto implements ObjectionItem {
  @ApiProperty({ enum: OBJECTION_FORMS })
  readonly form!: ObjectionItem['form'];

  @ApiProperty(INSTANT)
  readonly at!: string;

  @ApiProperty(NO)
  readonly version!: number;

  @ApiPropertyOptional({ format: 'uuid' })
  readonly round?: string;

  @ApiPropertyOptional({ type: String })
  readonly reason?: NonNullable<ObjectionItem['reason']>;

  @ApiPropertyOptional({ type: [String] })
  readonly points?: readonly string[];

  @ApiProperty({ type: [GivenAnswerDto], description: 'In order' })
  readonly answers!: readonly GivenAnswerDto[];

  @ApiProperty({ description: 'Whether an answer has settled it' })
  readonly settled!: boolean;
}

export class ObjectionsDto extends PagedDto implements ObjectionsAnswer {
  @ApiProperty({ type: [ObjectionDto] })
  readonly objections!: readonly ObjectionDto[];
}
