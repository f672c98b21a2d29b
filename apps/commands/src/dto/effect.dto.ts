import { ENDINGS, type MatterPayloads, PUBLICATION_TARGETS } from '#domain';
import { Optional, Required } from '../field.js';
import { code, day, flag, freeText, label, list, nested, oneOf, uuid } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';

type Ending = (typeof ENDINGS)[number];
type PublicationTarget = (typeof PUBLICATION_TARGETS)[number];

const SCOPES = ['ALL', 'CONSENTING'] as const;
const VERDICTS = ['A', 'B', 'V'] as const;

export class DutyDto {
  @Required(label)
  duty!: string;

  @Optional(code)
  ministry?: string;

  @Required(freeText)
  text!: string;

  @Required(day)
  due!: string;
}

export class EnactDecisionDto extends EnvelopedDto implements Omit<MatterPayloads['EnactDecision'], 'matter'> {
  @Optional(label)
  decisionNo?: string;

  @Required(day)
  effectiveFrom!: string;

  @Optional(day)
  validUntil?: string;

  @Optional(day)
  reviewOn?: string;

  @Optional(oneOf(SCOPES))
  bindingScope?: (typeof SCOPES)[number];

  @Optional(list(nested(() => DutyDto)))
  duties?: readonly DutyDto[];
}

export class PublishDecisionDto extends EnvelopedDto implements Omit<MatterPayloads['PublishDecision'], 'matter'> {
  @Required(oneOf(PUBLICATION_TARGETS))
  target!: PublicationTarget;
}

export class ReportDutyDto extends EnvelopedDto implements Omit<MatterPayloads['ReportDuty'], 'matter'> {
  @Required(label)
  duty!: string;

  @Required(freeText)
  report!: string;

  @Required(flag)
  done!: boolean;
}

export class WaiveDutyDto extends EnvelopedDto implements Omit<MatterPayloads['WaiveDuty'], 'matter'> {
  @Required(label)
  duty!: string;

  @Required(freeText)
  reason!: string;
}

export class RenewDecisionDto extends EnvelopedDto implements Omit<MatterPayloads['RenewDecision'], 'matter'> {
  @Required(uuid)
  by!: string;

  @Required(day)
  validUntil!: string;
}

export class EndDecisionDto extends EnvelopedDto implements Omit<MatterPayloads['EndDecision'], 'matter'> {
  @Required(oneOf(ENDINGS))
  kind!: Ending;

  @Required(uuid)
  by!: string;

  @Required(freeText)
  reason!: string;
}

export class GrantExemptionDto extends EnvelopedDto implements Omit<MatterPayloads['GrantExemption'], 'matter'> {
  @Required(code)
  ministry!: string;

  @Required(day)
  from!: string;

  @Required(day)
  until!: string;

  @Required(day)
  evaluationDue!: string;

  @Required(freeText)
  reason!: string;
}

export class TransferRecordDto extends EnvelopedDto implements Omit<MatterPayloads['TransferRecord'], 'matter'> {
  @Required(label)
  fileReference!: string;

  @Optional(oneOf(VERDICTS))
  verdict?: (typeof VERDICTS)[number];
}
