import type { RuleBookPayloads } from '#domain';
import { Optional, Required } from '../field.js';
import type { PlainJson } from '../plain-json.js';
import { code, day, freeText, json, nested } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';
import { ReferenceDto } from './reference.dto.js';

type OfVersion = 'ruleBook' | 'version';

export class DraftRuleBookDto extends EnvelopedDto implements Omit<RuleBookPayloads['DraftRuleBook'], 'ruleBook'> {
  @Required(code)
  version!: string;

  @Optional(json)
  content?: PlainJson;

  @Optional(code)
  basedOn?: string;

  @Optional(json)
  changes?: PlainJson;
}

export class ReviseRuleBookDto extends EnvelopedDto implements Omit<RuleBookPayloads['ReviseRuleBook'], OfVersion> {
  @Required(json)
  changes!: PlainJson;
}

export class AdoptRuleBookDto extends EnvelopedDto implements Omit<RuleBookPayloads['AdoptRuleBook'], OfVersion> {
  @Required(nested(() => ReferenceDto))
  decision!: ReferenceDto;

  @Required(day)
  validFrom!: string;

  @Optional(nested(() => ReferenceDto))
  evaluation?: ReferenceDto;
}

export class DiscardRuleBookDto extends EnvelopedDto implements Omit<RuleBookPayloads['DiscardRuleBook'], OfVersion> {
  @Required(freeText)
  reason!: string;
}
