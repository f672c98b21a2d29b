import { BINDINGNESS, CATEGORIES, type MatterPayloads, TRACKS } from '#domain';
import { Optional, Required } from '../field.js';
import { code, day, freeText, label, list, nested, oneOf, title, uuid } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';

type Bindingness = (typeof BINDINGNESS)[number];
type Category = (typeof CATEGORIES)[number];
type Track = (typeof TRACKS)[number];

type DraftMatter = MatterPayloads['DraftMatter'];

const BASES = ['OBJECTION', 'HEARING', 'ESCALATION', 'OTHER'] as const;

export class DraftMatterDto extends EnvelopedDto implements DraftMatter {
  @Required(uuid)
  matter!: string;

  @Required(title)
  title!: string;

  @Required(code)
  body!: string;

  @Required(oneOf(TRACKS))
  track!: Track;

  @Required(code)
  lead!: string;

  @Required(oneOf(CATEGORIES))
  category!: Category;

  @Optional(list(label))
  areas?: readonly string[];

  @Required(oneOf(BINDINGNESS))
  bindingness!: Bindingness;

  @Optional(freeText)
  text?: string;

  @Optional(freeText)
  technicalImpact?: string;

  @Optional(freeText)
  organisationalImpact?: string;

  @Optional(freeText)
  costImpact?: string;

  @Required(freeText)
  classification!: string;

  @Optional(day)
  decideBy?: string;

  @Optional(uuid)
  project?: string;

  @Optional(label)
  fileReference?: string;

  @Optional(uuid)
  splitFrom?: string;
}

export class ReviseMatterDto extends EnvelopedDto implements Omit<MatterPayloads['ReviseMatter'], 'matter'> {
  @Optional(title)
  title?: string;

  @Optional(freeText)
  text?: string;

  @Optional(list(label))
  areas?: readonly string[];

  @Optional(freeText)
  technicalImpact?: string;

  @Optional(freeText)
  organisationalImpact?: string;

  @Optional(freeText)
  costImpact?: string;

  @Optional(freeText)
  changeNote?: string;
}

export class AmendMatterDto extends EnvelopedDto implements Omit<MatterPayloads['AmendMatter'], 'matter'> {
  @Required(freeText)
  text!: string;

  @Optional(freeText)
  changes?: string;

  @Required(oneOf(BASES))
  basis!: (typeof BASES)[number];
}

export class PartDto {
  @Required(uuid)
  matter!: string;

  @Required(title)
  title!: string;

  @Required(freeText)
  text!: string;

  @Required(list(label))
  areas!: readonly string[];
}

export class SplitMatterDto extends EnvelopedDto implements Omit<MatterPayloads['SplitMatter'], 'matter'> {
  @Required(list(nested(() => PartDto)))
  parts!: readonly PartDto[];

  @Required(freeText)
  reason!: string;
}

export class WithdrawMatterDto extends EnvelopedDto implements Omit<MatterPayloads['WithdrawMatter'], 'matter'> {
  @Required(freeText)
  reason!: string;
}

export class ChangeClassificationDto
  extends EnvelopedDto
  implements Omit<MatterPayloads['ChangeClassification'], 'matter'>
{
  @Required(freeText)
  to!: string;

  @Required(freeText)
  reason!: string;
}

export class AnnounceLeadTransferDto
  extends EnvelopedDto
  implements Omit<MatterPayloads['AnnounceLeadTransfer'], 'matter'>
{
  @Required(code)
  to!: string;

  @Required(day)
  on!: string;

  @Required(freeText)
  reason!: string;
}
