import { DELIVERY_PROOFS, type MatterPayloads, MODES } from '#domain';
import { Optional, Required } from '../field.js';
import { code, freeText, instant, label, list, oneOf, period, person, uuid } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';

type DeliveryProof = (typeof DELIVERY_PROOFS)[number];
type Mode = (typeof MODES)[number];

const SUBJECTS = ['PERSON', 'SEAT'] as const;
const RULINGS = ['EXCLUDED', 'REJECTED'] as const;

/** Closing a round, establishing its result. */
export class RoundDto
  extends EnvelopedDto
  implements Omit<MatterPayloads['CloseRound'], 'matter'>, Omit<MatterPayloads['EstablishResult'], 'matter'>
{
  @Required(uuid)
  round!: string;
}

export class OpenRoundDto extends RoundDto implements Omit<MatterPayloads['OpenRound'], 'matter'> {
  @Required(oneOf(MODES))
  mode!: Mode;

  @Optional(label)
  rule?: string;

  @Optional(period)
  period?: string;

  @Optional(uuid)
  meeting?: string;

  @Optional(uuid)
  item?: string;

  @Optional(freeText)
  urgentReason?: string;
}

export class ProveDeliveryDto extends RoundDto implements Omit<MatterPayloads['ProveDelivery'], 'matter'> {
  @Required(list(code))
  seats!: readonly string[];

  @Required(instant)
  deliveredAt!: string;

  @Required(oneOf(DELIVERY_PROOFS))
  proof!: DeliveryProof;
}

export class ExtendRoundDto extends RoundDto implements Omit<MatterPayloads['ExtendRound'], 'matter'> {
  @Required(freeText)
  reason!: string;
}

export class DeclareDissentDto extends EnvelopedDto implements Omit<MatterPayloads['DeclareDissent'], 'matter'> {
  @Required(freeText)
  reason!: string;
}

class RecusalSubjectDto extends EnvelopedDto {
  @Required(oneOf(SUBJECTS))
  subject!: (typeof SUBJECTS)[number];

  @Required(code)
  seat!: string;

  @Optional(person)
  person?: string;
}

export class DeclareRecusalDto extends RecusalSubjectDto implements Omit<MatterPayloads['DeclareRecusal'], 'matter'> {
  @Required(label)
  ground!: string;

  @Optional(freeText)
  detail?: string;
}

export class DecideRecusalDto extends RecusalSubjectDto implements Omit<MatterPayloads['DecideRecusal'], 'matter'> {
  @Required(oneOf(RULINGS))
  ruling!: (typeof RULINGS)[number];

  @Required(freeText)
  reason!: string;

  @Required(list(code))
  votedBy!: readonly string[];
}
