import type { AgreementExplanation } from '#domain';
import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import type { AgreementExplanationAnswer } from '../answers/agreement.js';
import { AgreementDto } from './agreement.dto.js';
import { ExplainedBookDto, REVISION } from './explained.dto.js';

const OBJECT = { type: 'object', additionalProperties: true } as const;
const OBJECTS = { type: 'array', items: OBJECT } as const;

const NOT_TOLD = ['seal', 'revision', 'deadlines', 'allowedCommands'] as const;

/** Every `revision` is that of the record behind the fact it stands beside. */
export class AgreementExplanationDto extends OmitType(AgreementDto, NOT_TOLD) implements AgreementExplanationAnswer {
  @ApiProperty({ example: 'all-parties-consent@1' })
  readonly rule!: string;

  @ApiProperty({ type: [ExplainedBookDto], description: 'Rule books that the declarations were made under' })
  readonly books!: readonly ExplainedBookDto[];

  @ApiProperty({ ...REVISION, description: 'Revision of the record that introduced the version shown' })
  readonly versionRevision!: number;

  @ApiProperty({
    ...OBJECTS,
    description: 'Consents, refusals, signatures on the version shown and on one proposed, with rank and revision',
  })
  readonly declarations!: AgreementExplanation['declarations'];

  @ApiProperty({ ...OBJECTS, description: 'Backing of each house, and the revision of its declaration or withdrawal' })
  readonly backed!: AgreementExplanation['backed'];

  @ApiPropertyOptional({ ...OBJECT, description: 'Entry into force of the version shown: version, from, revision' })
  readonly entry?: NonNullable<AgreementExplanation['entry']>;

  @ApiProperty({ ...OBJECTS, description: 'Every notice given; `withdrawn` is the record that took it back' })
  readonly noticesGiven!: AgreementExplanation['noticesGiven'];

  @ApiProperty({ ...OBJECTS, description: 'Parties that left: party, on, remaining, revision' })
  readonly departures!: AgreementExplanation['departures'];

  @ApiProperty({ ...OBJECTS, description: 'Shares that a departure left open: openShareBp, revision' })
  readonly reductions!: AgreementExplanation['reductions'];

  @ApiPropertyOptional({ ...OBJECT, description: 'How it ended: what, on, revision' })
  readonly end?: NonNullable<AgreementExplanation['end']>;
}
