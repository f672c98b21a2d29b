import type { Answer } from '#event-store';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { UploadedEvidence } from '../requests.js';

export class RecordedEventDto {
  @ApiProperty({ example: 'VoteCast' })
  readonly type!: string;

  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly revision!: number;

  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly data!: unknown;
}

/** What a command recorded. Repeated with the same key it is the first answer again, with `repeated`. */
export class CommandAnswerDto implements Answer {
  @ApiProperty({ example: 'matter-7d8a3c52-1f0e-4b8a-9c55-2f6f0e6a1b77' })
  readonly stream!: string;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Revision of the last event that the command recorded' })
  readonly revision!: number;

  @ApiProperty({ type: [RecordedEventDto] })
  readonly events!: readonly RecordedEventDto[];

  @ApiProperty()
  readonly repeated!: boolean;

  @ApiPropertyOptional({
    type: [String],
    description: 'With `Prefer: wait`: of each event the proof that it is in the sealed log (C2SP tlog-proof)',
  })
  readonly receipts?: readonly string[];
}

export class UploadedEvidenceDto implements UploadedEvidence {
  @ApiProperty({ description: 'Name of the file', example: 'mail-bmf.eml' })
  readonly name!: string;

  @ApiProperty({ description: 'SHA-256 of the bytes in hexadecimal', pattern: '^[0-9a-f]{64}$' })
  readonly sha256!: string;
}
