import type { LegalBasis } from '#domain';
import { Optional, Required } from '../field.js';
import { day, label, oneOf } from '../shape.js';

const TYPES = ['MATTER', 'CABINET_DECISION', 'ORGANISATION_DECREE', 'LAW', 'AGREEMENT', 'GGO'] as const;

/** What a registration, a charter or an adoption rests on. */
export class ReferenceDto implements LegalBasis {
  @Required(oneOf(TYPES))
  type!: LegalBasis['type'];

  @Required(label)
  reference!: string;

  @Optional(day)
  date?: string;
}
