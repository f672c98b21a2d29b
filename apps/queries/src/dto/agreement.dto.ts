import { AGREEMENT_PHASES } from '#domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { AgreementAnswer, AgreementStatusAnswer } from '../answers/agreement.js';
import { KnowingDto } from './known.dto.js';

const OBJECT = { type: 'object', additionalProperties: true } as const;
const OBJECTS = { type: 'array', items: OBJECT } as const;
const DAY = { type: String, format: 'date' } as const;
const HASH = { type: String, pattern: '^[0-9a-f]{64}$' } as const;

export class AgreementStatusDto extends KnowingDto implements AgreementStatusAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly agreement!: string;

  @ApiProperty()
  readonly title!: string;

  @ApiProperty({ enum: AGREEMENT_PHASES })
  readonly phase!: AgreementStatusAnswer['phase'];

  @ApiProperty({ type: 'integer', minimum: 1, description: 'In force; before entry into force the latest' })
  readonly version!: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 2, description: 'Version of an amendment in negotiation' })
  readonly proposed?: number;

  @ApiProperty({ example: 'INTERN' })
  readonly classification!: string;

  @ApiProperty({ type: [String], example: ['BACKING_WITHDRAWN'] })
  readonly marks!: readonly string[];

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Revision of the stream that the answer was made from' })
  readonly revision!: number;
}

export class AgreementDto extends AgreementStatusDto implements AgreementAnswer {
  @ApiProperty({ description: 'Whether it has effect on the day, as far as is known' })
  readonly inForce!: boolean;

  @ApiPropertyOptional(DAY)
  readonly inForceFrom?: string;

  @ApiPropertyOptional({ ...DAY, description: 'Last day of effect' })
  readonly endedOn?: string;

  @ApiProperty()
  readonly purpose!: string;

  @ApiPropertyOptional({ description: 'Geschäftsstelle' })
  readonly office?: string;

  @ApiProperty({ type: [String], description: 'On the day; a notice counts unless it is withdrawn' })
  readonly parties!: readonly string[];

  @ApiProperty()
  readonly text!: string;

  @ApiProperty({ ...HASH, description: 'SHA-256 of the text' })
  readonly textHash!: string;

  @ApiProperty({ ...HASH, description: 'SHA-256 of everything that consent and signature cover' })
  readonly contentHash!: string;

  @ApiPropertyOptional({ description: 'Zielbild' })
  readonly vision?: string;

  @ApiProperty(OBJECT)
  readonly lead!: AgreementAnswer['lead'];

  @ApiProperty(OBJECT)
  readonly term!: AgreementAnswer['term'];

  @ApiProperty(OBJECT)
  readonly funding!: AgreementAnswer['funding'];

  @ApiProperty(OBJECTS)
  readonly responsibilities!: AgreementAnswer['responsibilities'];

  @ApiProperty({ type: [String], description: 'To the proposed version if there is one, else to the one shown' })
  readonly consents!: readonly string[];

  @ApiProperty(OBJECTS)
  readonly refusals!: AgreementAnswer['refusals'];

  @ApiProperty({ type: [String] })
  readonly signatures!: readonly string[];

  @ApiProperty(OBJECTS)
  readonly signatureLevels!: AgreementAnswer['signatureLevels'];

  @ApiProperty(OBJECTS)
  readonly backings!: AgreementAnswer['backings'];

  @ApiProperty(OBJECT)
  readonly noticeClause!: AgreementAnswer['noticeClause'];

  @ApiProperty({ description: 'Whether the others go on when a party leaves' })
  readonly continuation!: boolean;

  @ApiProperty(OBJECTS)
  readonly notices!: AgreementAnswer['notices'];

  @ApiProperty({ ...OBJECTS, description: 'Posts of the joint office by the house that fills them' })
  readonly staff!: AgreementAnswer['staff'];

  @ApiProperty(OBJECTS)
  readonly measures!: AgreementAnswer['measures'];

  @ApiPropertyOptional({ ...DAY, description: 'Next review' })
  readonly reviewOn?: string;

  @ApiProperty(OBJECTS)
  readonly deadlines!: AgreementAnswer['deadlines'];

  @ApiProperty({ type: [String], description: 'Commands that phase and function permit' })
  readonly allowedCommands!: readonly string[];
}
