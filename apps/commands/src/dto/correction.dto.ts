import { CORRECTION_KINDS, type MatterPayloads } from '#domain';
import { Optional, Required } from '../field.js';
import type { PlainJson } from '../plain-json.js';
import { code, freeText, integer, json, nested, oneOf, uuid } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';

type CorrectionKind = (typeof CORRECTION_KINDS)[number];

export class CorrectionTargetDto {
  @Optional(uuid)
  round?: string;

  @Optional(code)
  seat?: string;

  @Optional(integer)
  version?: number;
}

export class ApproveCorrectionDto extends EnvelopedDto implements Omit<MatterPayloads['ApproveCorrection'], 'matter'> {
  @Required(uuid)
  correction!: string;
}

export class RequestCorrectionDto
  extends ApproveCorrectionDto
  implements Omit<MatterPayloads['RequestCorrection'], 'matter'>
{
  @Required(oneOf(CORRECTION_KINDS))
  kind!: CorrectionKind;

  @Required(nested(() => CorrectionTargetDto))
  target!: CorrectionTargetDto;

  @Required(json)
  right!: PlainJson;

  @Required(freeText)
  reason!: string;
}

export class CommentCorrectionDto
  extends ApproveCorrectionDto
  implements Omit<MatterPayloads['CommentCorrection'], 'matter'>
{
  @Required(freeText)
  text!: string;
}

export class RefuseCorrectionDto
  extends ApproveCorrectionDto
  implements Omit<MatterPayloads['RefuseCorrection'], 'matter'>
{
  @Required(freeText)
  reason!: string;
}
