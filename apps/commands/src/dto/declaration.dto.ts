import { type AgreementPayloads, NOTICE_KINDS, type Rank, RANKS, SIGNATURE_LEVELS } from '#domain';
import { Optional, Required } from '../field.js';
import { code, day, flag, freeText, integer, list, oneOf, sha256 } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';

/** What a declaration on an agreement holds beside the agreement in its path. */
type Payload<T extends keyof AgreementPayloads> = Omit<AgreementPayloads[T], 'agreement'>;

class PartyDto extends EnvelopedDto {
  @Required(code)
  party!: string;
}

class DeclarationDto extends PartyDto {
  @Required(integer)
  version!: number;
}

export class ConsentToAgreementDto extends DeclarationDto implements Payload<'ConsentToAgreement'> {
  @Optional(sha256)
  textHash?: string;
}

export class RefuseAgreementDto extends DeclarationDto implements Payload<'RefuseAgreement'> {
  @Required(freeText)
  reason!: string;
}

export class SignAgreementDto extends ConsentToAgreementDto implements Payload<'SignAgreement'> {
  @Required(oneOf(SIGNATURE_LEVELS))
  level!: (typeof SIGNATURE_LEVELS)[number];
}

export class DeclareBackingDto extends PartyDto implements Payload<'DeclareBacking'> {
  @Required(oneOf(RANKS))
  rank!: Rank;

  @Required(flag)
  public!: boolean;

  @Optional(freeText)
  note?: string;
}

export class WithdrawBackingDto extends PartyDto implements Payload<'WithdrawBacking'> {
  @Optional(freeText)
  note?: string;
}

export class ActivateAgreementDto extends EnvelopedDto implements Payload<'ActivateAgreement'> {
  @Required(day)
  inForceFrom!: string;
}

export class GiveNoticeDto extends PartyDto implements Payload<'GiveNotice'> {
  @Required(oneOf(NOTICE_KINDS))
  kind!: (typeof NOTICE_KINDS)[number];

  @Required(day)
  effectiveOn!: string;

  @Optional(freeText)
  reason?: string;
}

export class WithdrawNoticeDto extends PartyDto implements Payload<'WithdrawNotice'> {
  @Required(list(code))
  consents!: readonly string[];
}

export class AbandonAgreementDto extends EnvelopedDto implements Payload<'AbandonAgreement'> {
  @Required(freeText)
  reason!: string;
}
