import {
  AGREEMENT_PHASES,
  type AgreementStatus,
  CLASSIFICATIONS,
  type Effect,
  type MatterStatus,
  type Outcome,
  PHASES,
  rules,
  TRACKS,
} from '#domain';
import type { AgreementsParams, DeadlinesParams, DecisionsParams, MattersParams } from '../answers/register.js';
import { bookName, code, day, instant, oneOf, Optional, uuid, word, words } from '../parameter.js';
import { OUTCOMES } from './ballot.dto.js';
import { PageQuery } from './parameters.dto.js';

const ORIGINS = ['CONSENSUS', 'SILENCE', 'MAJORITY', 'FINAL', 'CABINET'] as const;
const EFFECTS: readonly Effect[] = [
  ...(['IN_FORCE', 'SUSPENDED', 'EXPIRED', 'REVOKED'] as const),
  ...(['SUPERSEDED', 'AMENDED', 'VOIDED'] as const),
];
const RULES = Object.keys(rules);

class RegisterQuery extends PageQuery {
  @Optional(code)
  ministry?: string;

  @Optional(day)
  from?: string;

  @Optional(day)
  to?: string;

  @Optional(oneOf(CLASSIFICATIONS))
  classification?: (typeof CLASSIFICATIONS)[number];

  @Optional(words)
  q?: string;
}

export class MattersQuery extends RegisterQuery implements MattersParams {
  @Optional(oneOf(PHASES))
  phase?: MatterStatus['phase'];

  @Optional(code)
  lead?: string;

  @Optional(code)
  body?: string;

  @Optional(oneOf(TRACKS))
  track?: (typeof TRACKS)[number];

  @Optional(oneOf(RULES))
  rule?: string;

  @Optional(bookName)
  ruleBook?: string;

  @Optional(oneOf(OUTCOMES))
  outcome?: Outcome;
}

export class DecisionsQuery extends MattersQuery implements DecisionsParams {
  @Optional(oneOf(ORIGINS))
  origin?: (typeof ORIGINS)[number];

  @Optional(oneOf(EFFECTS))
  effect?: Effect;

  @Optional(day)
  on?: string;
}

export class AgreementsQuery extends RegisterQuery implements AgreementsParams {
  @Optional(oneOf(AGREEMENT_PHASES))
  phase?: AgreementStatus['phase'];

  @Optional(day)
  on?: string;
}

export class DeadlinesQuery extends PageQuery implements DeadlinesParams {
  @Optional(uuid)
  matter?: string;

  @Optional(word)
  kind?: string;

  @Optional(instant)
  before?: string;
}
