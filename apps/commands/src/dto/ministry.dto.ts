import { type MinistryPayloads, type Rank, RANKS, type Scope, SCOPES } from '#domain';
import { Optional, Required } from '../field.js';
import { code, day, freeText, integer, label, list, nested, oneOf, person, title, uuid } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';
import { ReferenceDto } from './reference.dto.js';

type RegisterMinistry = MinistryPayloads['RegisterMinistry'];

export class RegisterMinistryDto extends EnvelopedDto implements RegisterMinistry {
  @Required(code)
  ministry!: string;

  @Required(title)
  name!: string;

  @Required(list(label))
  areas!: readonly string[];

  @Required(list(label))
  places!: readonly string[];

  @Required(day)
  validFrom!: string;
}

export class RenameMinistryDto extends EnvelopedDto implements Omit<MinistryPayloads['RenameMinistry'], 'ministry'> {
  @Required(title)
  name!: string;

  @Required(nested(() => ReferenceDto))
  legalBasis!: ReferenceDto;

  @Required(day)
  validFrom!: string;
}

export class SuccessorDto {
  @Required(code)
  code!: string;

  @Required(list(label))
  areas!: readonly string[];
}

export class SucceedMinistryDto extends EnvelopedDto implements Omit<MinistryPayloads['SucceedMinistry'], 'ministry'> {
  @Required(list(nested(() => SuccessorDto)))
  successors!: readonly SuccessorDto[];

  @Required(nested(() => ReferenceDto))
  legalBasis!: ReferenceDto;

  @Required(day)
  validFrom!: string;
}

export class ConfirmAreaTransferDto
  extends EnvelopedDto
  implements Omit<MinistryPayloads['ConfirmAreaTransfer'], 'ministry'>
{
  @Required(label)
  area!: string;
}

export class AnnounceAreaTransferDto
  extends ConfirmAreaTransferDto
  implements Omit<MinistryPayloads['AnnounceAreaTransfer'], 'ministry'>
{
  @Required(code)
  to!: string;

  @Required(day)
  on!: string;

  @Required(nested(() => ReferenceDto))
  legalBasis!: ReferenceDto;
}

export class GrantMandateDto extends EnvelopedDto implements Omit<MinistryPayloads['GrantMandate'], 'ministry'> {
  @Required(uuid)
  mandate!: string;

  @Required(person)
  person!: string;

  @Required(list(oneOf(SCOPES)))
  scope!: readonly Scope[];

  @Required(oneOf(RANKS))
  rank!: Rank;

  @Optional(integer)
  ceiling?: number;

  @Required(day)
  validFrom!: string;

  @Required(day)
  validTo!: string;
}

export class RevokeMandateDto extends EnvelopedDto implements Omit<MinistryPayloads['RevokeMandate'], 'ministry'> {
  @Required(uuid)
  mandate!: string;

  @Optional(freeText)
  reason?: string;
}
