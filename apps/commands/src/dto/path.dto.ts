import { Required } from '../field.js';
import { code, type Shape, uuid } from '../shape.js';

/** Revision of an event as it stands in a path. */
const revision: Shape<string> = {
  name: 'a revision',
  schema: { type: 'integer', minimum: 0 },
  test: (value): value is string => typeof value === 'string' && /^\d{1,15}$/.test(value),
};

export class MatterPath {
  @Required(uuid)
  matter!: string;
}

export class EventPath extends MatterPath {
  @Required(revision)
  revision!: string;
}

export class AgreementPath {
  @Required(uuid)
  agreement!: string;
}

export class MinistryPath {
  @Required(code)
  ministry!: string;
}

export class BodyPath {
  @Required(code)
  body!: string;
}

export class RuleBookPath {
  @Required(code)
  ruleBook!: string;
}

export class RuleBookVersionPath extends RuleBookPath {
  @Required(code)
  version!: string;
}

export class CalendarPath {
  @Required(code)
  place!: string;
}
