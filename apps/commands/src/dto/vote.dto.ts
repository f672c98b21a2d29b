import { type MatterPayloads, RESERVATION_KINDS, VOTE_VALUES } from '#domain';
import { Optional, Required } from '../field.js';
import type { PlainJson } from '../plain-json.js';
import { code, flag, freeText, integer, json, list, nested, oneOf, sha256 } from '../shape.js';
import { RoundDto } from './round.dto.js';

type ReservationKind = (typeof RESERVATION_KINDS)[number];
type VoteValue = (typeof VOTE_VALUES)[number];

/** Confirming a recorded vote, lifting a reservation. */
export class SeatDto
  extends RoundDto
  implements Omit<MatterPayloads['ConfirmVote'], 'matter'>, Omit<MatterPayloads['LiftReservation'], 'matter'>
{
  @Required(code)
  seat!: string;
}

export class ReservationDto {
  @Required(oneOf(RESERVATION_KINDS))
  kind!: ReservationKind;

  @Optional(freeText)
  note?: string;
}

export class CastVoteDto extends SeatDto implements Omit<MatterPayloads['CastVote'], 'matter'> {
  @Required(integer)
  version!: number;

  @Optional(sha256)
  textHash?: string;

  @Required(oneOf(VOTE_VALUES))
  value!: VoteValue;

  @Optional(freeText)
  reason?: string;

  @Optional(list(freeText))
  points?: readonly string[];

  @Optional(nested(() => ReservationDto))
  reservation?: ReservationDto;

  @Optional(freeText)
  statement?: string;
}

export class ChangeVoteDto extends CastVoteDto implements Omit<MatterPayloads['ChangeVote'], 'matter'> {}

export class RecordVoteDto extends SeatDto implements Omit<MatterPayloads['RecordVote'], 'matter'> {
  @Required(integer)
  version!: number;

  @Required(oneOf(VOTE_VALUES))
  value!: VoteValue;

  @Optional(freeText)
  reason?: string;

  @Optional(flag)
  change?: boolean;
}

export class NoteLateVoteDto extends SeatDto implements Omit<MatterPayloads['NoteLateVote'], 'matter'> {
  @Required(oneOf(VOTE_VALUES))
  value!: VoteValue;

  @Optional(freeText)
  reason?: string;
}

/** Confirming a reservation, objecting to the written mode. */
export class SeatReasonDto
  extends SeatDto
  implements Omit<MatterPayloads['ConfirmReservation'], 'matter'>, Omit<MatterPayloads['ObjectWrittenMode'], 'matter'>
{
  @Required(freeText)
  reason!: string;
}

export class RaiseConstructiveVetoDto
  extends SeatDto
  implements Omit<MatterPayloads['RaiseConstructiveVeto'], 'matter'>
{
  @Optional(freeText)
  counterText?: string;

  @Optional(freeText)
  reasons?: string;

  @Optional(json)
  effects?: PlainJson;
}
