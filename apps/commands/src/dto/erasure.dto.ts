import type { MatterPayloads } from '#domain';
import { Required } from '../field.js';
import { nested, person, uuid } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';
import { ReferenceDto } from './reference.dto.js';

export class ApproveErasureDto extends EnvelopedDto implements Omit<MatterPayloads['ApproveErasure'], 'matter'> {
  @Required(uuid)
  erasure!: string;
}

export class RequestErasureDto extends ApproveErasureDto implements Omit<MatterPayloads['RequestErasure'], 'matter'> {
  @Required(person)
  person!: string;

  @Required(nested(() => ReferenceDto))
  legalGround!: ReferenceDto;
}
