import type { Channel } from '#domain';
import { Optional, Required } from '../field.js';
import { code, instant, label, nested, oneOf, sha256 } from '../shape.js';

const CHANNELS = ['PORTAL', 'MEETING', 'EMAIL', 'LETTER', 'ORAL'] as const satisfies readonly Channel[];

export class EvidenceDto {
  @Required(label)
  name!: string;

  @Required(sha256)
  sha256!: string;
}

export class EnvelopeDto {
  @Optional(oneOf(CHANNELS))
  channel?: Channel;

  @Optional(instant)
  receivedAt?: string;

  @Optional(nested(() => EvidenceDto))
  evidence?: EvidenceDto;

  @Optional(code)
  onBehalfOf?: string;
}

/** Body of a command without payload beyond its path; every other body extends it. */
export class EnvelopedDto {
  @Optional(nested(() => EnvelopeDto))
  envelope?: EnvelopeDto;
}
