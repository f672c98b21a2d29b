import { type BodyPayloads, COMPETENCES, SEAT_KINDS, SEAT_ROLES } from '#domain';
import { Optional, Required } from '../field.js';
import { code, day, flag, freeText, label, list, oneOf, person } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';

type Competence = (typeof COMPETENCES)[number];
type SeatKind = (typeof SEAT_KINDS)[number];
type SeatRole = (typeof SEAT_ROLES)[number];

class OfSeatDto extends EnvelopedDto {
  @Required(code)
  seat!: string;
}

export class CreateSeatDto extends OfSeatDto implements Omit<BodyPayloads['CreateSeat'], 'body'> {
  @Required(oneOf(SEAT_KINDS))
  kind!: SeatKind;

  @Optional(label)
  group?: string;
}

export class EndSeatDto extends OfSeatDto implements Omit<BodyPayloads['EndSeat'], 'body'> {
  @Required(day)
  on!: string;

  @Required(freeText)
  reason!: string;
}

export class OccupySeatDto extends OfSeatDto implements Omit<BodyPayloads['OccupySeat'], 'body'> {
  @Required(person)
  person!: string;

  @Required(oneOf(SEAT_ROLES))
  role!: SeatRole;

  @Required(flag)
  decisionAuthority!: boolean;

  @Required(list(oneOf(COMPETENCES)))
  competences!: readonly Competence[];

  @Required(day)
  from!: string;
}

export class VacateSeatDto extends OfSeatDto implements Omit<BodyPayloads['VacateSeat'], 'body'> {
  @Required(day)
  on!: string;

  @Optional(freeText)
  reason?: string;
}

export class AppointDeputyDto extends OfSeatDto implements Omit<BodyPayloads['AppointDeputy'], 'body'> {
  @Required(person)
  person!: string;

  @Required(flag)
  decisionAuthority!: boolean;

  @Required(day)
  from!: string;
}

export class RemoveDeputyDto extends OfSeatDto implements Omit<BodyPayloads['RemoveDeputy'], 'body'> {
  @Required(person)
  person!: string;

  @Required(day)
  on!: string;
}

export class AppointChairDto extends EnvelopedDto implements Omit<BodyPayloads['AppointChair'], 'body'> {
  @Required(person)
  person!: string;

  @Optional(code)
  seat?: string;

  @Required(day)
  from!: string;
}

export class StaffSecretariatDto extends EnvelopedDto implements Omit<BodyPayloads['StaffSecretariat'], 'body'> {
  @Required(person)
  person!: string;

  @Required(code)
  origin!: string;

  @Required(flag)
  external!: boolean;

  @Required(flag)
  records!: boolean;
}
