import type { BodyPayloads } from '#domain';
import { Optional, Required } from '../field.js';
import { code, freeText, label, list, nested, title } from '../shape.js';
import { EnvelopedDto } from './envelope.dto.js';
import { ReferenceDto } from './reference.dto.js';

type EstablishBody = BodyPayloads['EstablishBody'];

export class EstablishBodyDto extends EnvelopedDto implements EstablishBody {
  @Required(code)
  body!: string;

  @Required(title)
  name!: string;

  @Required(freeText)
  purpose!: string;

  @Required(list(label))
  tracks!: readonly string[];

  @Required(nested(() => ReferenceDto))
  legalBasis!: ReferenceDto;

  @Required(code)
  place!: string;

  @Optional(list(label))
  predecessors?: readonly string[];
}

export class ChangeCharterDto extends EnvelopedDto implements Omit<BodyPayloads['ChangeCharter'], 'body'> {
  @Optional(freeText)
  purpose?: string;

  @Optional(list(label))
  tracks?: readonly string[];

  @Required(nested(() => ReferenceDto))
  decision!: ReferenceDto;
}

export class EndBodyDto extends EnvelopedDto implements Omit<BodyPayloads['EndBody'], 'body'> {
  @Optional(code)
  successor?: string;

  @Required(nested(() => ReferenceDto))
  decision!: ReferenceDto;
}
