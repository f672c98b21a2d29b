import {
  type AgreementPayloads,
  type Funding,
  type FundingItem,
  type Lead,
  LEAD_MODES,
  NOTICE_CLAUSES,
  type Responsibility,
  type Term,
} from '#domain';
import { Optional, Required } from '../field.js';
import { code, day, flag, freeText, integer, label, list, nested, oneOf, title, uuid } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';

/** What a command holds beside the agreement in its path. */
type Payload<T extends keyof AgreementPayloads> = Omit<AgreementPayloads[T], 'agreement'>;

export class LeadDto implements Lead {
  @Required(oneOf(LEAD_MODES))
  mode!: Lead['mode'];

  @Required(list(code))
  ministries!: readonly string[];
}

export class TermDto implements Term {
  @Required(day)
  from!: string;

  @Optional(day)
  to?: string;
}

export class NoticeClauseDto {
  @Required(integer)
  months!: number;

  @Required(oneOf(NOTICE_CLAUSES))
  to!: (typeof NOTICE_CLAUSES)[number];
}

export class FundingItemDto implements FundingItem {
  @Required(code)
  party!: string;

  @Required(integer)
  year!: number;

  @Optional(integer)
  bp?: number;

  @Optional(integer)
  cents?: number;

  @Optional(label)
  budgetTitle?: string;

  @Required(flag)
  secured!: boolean;

  @Optional(day)
  tbdUntil?: string;
}

export class FundingDto implements Funding {
  @Required(label)
  basis!: string;

  @Optional(integer)
  totalCents?: number;

  @Required(list(nested(() => FundingItemDto)))
  items!: readonly FundingItemDto[];
}

export class ResponsibilityDto implements Responsibility {
  @Required(label)
  item!: string;

  @Required(freeText)
  text!: string;

  @Optional(code)
  accountable?: string;

  @Optional(list(code))
  contributing?: readonly string[];
}

export class DraftAgreementDto extends EnvelopedDto implements Payload<'DraftAgreement'> {
  @Required(uuid)
  agreement!: string;

  @Required(title)
  title!: string;

  @Required(list(code))
  parties!: readonly string[];

  @Required(freeText)
  purpose!: string;

  @Optional(freeText)
  vision?: string;

  @Required(nested(() => LeadDto))
  lead!: LeadDto;

  @Optional(label)
  office?: string;

  @Required(nested(() => TermDto))
  term!: TermDto;

  @Required(nested(() => NoticeClauseDto))
  notice!: NoticeClauseDto;

  @Required(flag)
  continuation!: boolean;

  @Required(freeText)
  text!: string;

  @Required(nested(() => FundingDto))
  funding!: FundingDto;

  @Required(list(nested(() => ResponsibilityDto)))
  responsibilities!: readonly ResponsibilityDto[];

  @Optional(freeText)
  classification?: string;
}

export class ReviseAgreementDto extends EnvelopedDto implements Payload<'ReviseAgreement'> {
  @Optional(freeText)
  text?: string;

  @Optional(nested(() => FundingDto))
  funding?: FundingDto;

  @Optional(list(nested(() => ResponsibilityDto)))
  responsibilities?: readonly ResponsibilityDto[];

  @Optional(nested(() => LeadDto))
  lead?: LeadDto;

  @Optional(freeText)
  vision?: string;

  @Optional(freeText)
  changeNote?: string;
}

export class ProposeAmendmentDto extends EnvelopedDto implements Payload<'ProposeAmendment'> {
  @Optional(freeText)
  text?: string;

  @Optional(nested(() => FundingDto))
  funding?: FundingDto;

  @Optional(list(nested(() => ResponsibilityDto)))
  responsibilities?: readonly ResponsibilityDto[];

  @Optional(code)
  newParty?: string;

  @Optional(nested(() => TermDto))
  term?: TermDto;

  @Optional(freeText)
  changeNote?: string;
}
