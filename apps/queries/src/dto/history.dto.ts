import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { HistoryAnswer, HistoryEntry } from '../answers/history.js';
import type { OpeningsAnswer } from '../answers/openings.js';

import { KNOWN, KnownDto } from './known.dto.js';
import { SealedDto } from './seal.dto.js';

/** What stands in an answer in place of words that are gone. */
export const SEALED = 'erased words stand as `{"#": digest, "erased": legal ground}`';
const INSTANT = { type: String, format: 'date-time' } as const;
const COUNT = { type: 'integer', minimum: 0 } as const;
const OBJECT = { type: 'object', additionalProperties: true } as const;

class HistoryEntryDto extends SealedDto implements HistoryEntry {
  @ApiProperty(COUNT)
  readonly revision!: number;

  @ApiProperty({ example: 'VoteCast' })
  readonly type!: string;

  @ApiProperty(INSTANT)
  readonly at!: string;

  @ApiPropertyOptional(INSTANT)
  readonly occurred?: string;

  @ApiPropertyOptional(INSTANT)
  readonly received?: string;

  @ApiPropertyOptional()
  readonly channel?: string;

  @ApiProperty({
    ...OBJECT,
    description: 'House, function, person; `erased` with the legal ground if the person is not named any more',
  })
  readonly by!: HistoryEntry['by'];

  @ApiProperty({ ...OBJECT, description: `Without what a secret ballot keeps back; ${SEALED}` })
  readonly data!: object;

  @ApiPropertyOptional({
    enum: [true],
    description: 'Of a question with knownOn: it was known but rests on what was not, and changes nothing',
  })
  readonly unfolded?: true;
}

export class HistoryDto implements HistoryAnswer {
  @ApiProperty({ type: [String], description: 'Event types in order' })
  readonly types!: readonly string[];

  @ApiProperty({ type: [HistoryEntryDto] })
  readonly entries!: readonly HistoryEntryDto[];

  @ApiPropertyOptional(KNOWN)
  readonly known?: KnownDto;

  @ApiPropertyOptional({
    type: 'array',
    items: COUNT,
    description:
      'Revisions of records that are kept back as long as a ballot is secret: reservations and statements of other houses. ' +
      'Of a question with asOf or knownOn about such a ballot they are not named, and the list is empty',
  })
  readonly withheld?: readonly number[];
}

export class OpeningsDto implements OpeningsAnswer {
  @ApiProperty({ type: [Object], description: 'Revision, digest, and the disclosure whose SHA-256 the digest is' })
  readonly openings!: OpeningsAnswer['openings'];

  @ApiProperty({ type: [Object], description: 'Revision and digest of values that are erased, with the legal ground' })
  readonly erased!: OpeningsAnswer['erased'];
}
