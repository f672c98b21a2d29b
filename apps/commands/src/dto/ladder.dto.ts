import { CABINET_OUTCOMES, type MatterPayloads, type Rank, RANKS } from '#domain';
import { Optional, Required } from '../field.js';
import type { PlainJson } from '../plain-json.js';
import { code, day, flag, freeText, integer, json, label, list, nested, oneOf } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';

type CabinetOutcome = (typeof CABINET_OUTCOMES)[number];

const RESULTS = ['AGREED', 'NOT_AGREED'] as const;

export class PositionDto {
  @Required(code)
  code!: string;

  @Required(freeText)
  text!: string;
}

export class OptionDto {
  @Optional(integer)
  version?: number;

  @Required(freeText)
  text!: string;
}

export class OpenEscalationDto extends EnvelopedDto implements Omit<MatterPayloads['OpenEscalation'], 'matter'> {
  @Required(list(freeText))
  points!: readonly string[];

  @Required(list(nested(() => PositionDto)))
  positions!: readonly PositionDto[];

  @Required(list(nested(() => OptionDto)))
  options!: readonly OptionDto[];
}

export class OpenLevelDto extends EnvelopedDto implements Omit<MatterPayloads['OpenLevel'], 'matter'> {
  @Required(label)
  level!: string;
}

export class AttendedRankDto {
  @Required(code)
  code!: string;

  @Required(oneOf(RANKS))
  rank!: Rank;
}

export class RecordAttemptDto extends OpenLevelDto implements Omit<MatterPayloads['RecordAttempt'], 'matter'> {
  @Required(day)
  date!: string;

  @Required(label)
  form!: string;

  @Required(list(nested(() => AttendedRankDto)))
  ranks!: readonly AttendedRankDto[];

  @Optional(list(code))
  declinedBy?: readonly string[];

  @Optional(freeText)
  note?: string;
}

export class CloseLevelDto extends OpenLevelDto implements Omit<MatterPayloads['CloseLevel'], 'matter'> {
  @Required(oneOf(RESULTS))
  result!: (typeof RESULTS)[number];

  @Optional(integer)
  version?: number;

  @Optional(list(code))
  consents?: readonly string[];
}

export class SkipLevelDto extends OpenLevelDto implements Omit<MatterPayloads['SkipLevel'], 'matter'> {
  @Required(list(code))
  consents!: readonly string[];
}

export class ObjectionAnswerDto {
  @Required(code)
  seat!: string;

  @Required(freeText)
  text!: string;
}

export class ResultResponsibilityDto {
  @Required(flag)
  accepted!: boolean;

  @Required(list(day))
  reportDates!: readonly string[];
}

export class TakeFinalDecisionDto extends EnvelopedDto implements Omit<MatterPayloads['TakeFinalDecision'], 'matter'> {
  @Optional(integer)
  version?: number;

  @Optional(freeText)
  reasons?: string;

  @Optional(list(nested(() => ObjectionAnswerDto)))
  answers?: readonly ObjectionAnswerDto[];

  @Optional(nested(() => ResultResponsibilityDto))
  resultResponsibility?: ResultResponsibilityDto;

  @Optional(label)
  decisionNo?: string;

  @Optional(day)
  validUntil?: string;
}

/** Establishing that a window has lapsed, referring to the cabinet. */
export class LadderReasonDto
  extends EnvelopedDto
  implements Omit<MatterPayloads['EstablishLapse'], 'matter'>, Omit<MatterPayloads['ReferToCabinet'], 'matter'>
{
  @Required(freeText)
  reason!: string;
}

export class RecordCabinetDecisionDto
  extends EnvelopedDto
  implements Omit<MatterPayloads['RecordCabinetDecision'], 'matter'>
{
  @Required(oneOf(CABINET_OUTCOMES))
  outcome!: CabinetOutcome;

  @Optional(freeText)
  reference?: string;

  @Required(day)
  date!: string;

  @Optional(freeText)
  text?: string;

  @Optional(json)
  votes?: PlainJson;
}
