import type { AgreementPayloads } from '#domain';
import { Optional, Required } from '../field.js';
import { code, day, freeText, integer, label, list, nested } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';

/** What is done under an agreement, beside the agreement in the path. */
type Payload<T extends keyof AgreementPayloads> = Omit<AgreementPayloads[T], 'agreement'>;
type Posts = AgreementPayloads['StaffOffice']['posts'][number];

export class PostsDto implements Posts {
  @Required(code)
  origin!: string;

  @Required(integer)
  posts!: number;
}

export class StaffOfficeDto extends EnvelopedDto implements Payload<'StaffOffice'> {
  @Required(list(nested(() => PostsDto)))
  posts!: readonly PostsDto[];
}

export class PlanMeasureDto extends EnvelopedDto implements Payload<'PlanMeasure'> {
  @Required(label)
  measure!: string;

  @Required(freeText)
  text!: string;

  @Required(code)
  owner!: string;

  @Required(day)
  due!: string;
}

export class ReportMeasureDto extends EnvelopedDto implements Payload<'ReportMeasure'> {
  @Required(label)
  measure!: string;

  @Required(integer)
  progress!: number;

  @Optional(freeText)
  note?: string;
}

export class ReviewAgreementDto extends EnvelopedDto implements Payload<'ReviewAgreement'> {
  @Optional(freeText)
  findings?: string;

  @Optional(day)
  nextReviewOn?: string;
}
