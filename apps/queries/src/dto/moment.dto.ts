import { bookVersion, day, instant, integer, moment, Optional, place, Required } from '../parameter.js';
import type { Place } from '../sight.js';

const revision = integer(0, 999_999_999);

/** Of a question about one stream: the instant it is about, and the revision it must know of. */
class AsOfQuery {
  @Optional(instant)
  asOf?: string;

  @Optional(revision)
  revision?: number;
}

/** The same with the second axis of time: what had been received or had happened by then, whenever it was recorded. */
export class MomentQuery extends AsOfQuery {
  @Optional(moment)
  knownOn?: string;
}

/** Of two places in a stream. */
export class DifferenceQuery {
  @Required(place)
  from!: Place;

  @Required(place)
  to!: Place;

  @Optional(moment)
  knownOn?: string;
}

export class RedecisionQuery extends AsOfQuery {
  @Required(bookVersion)
  ruleBook!: string;
}

export class AgreementQuery extends MomentQuery {
  @Optional(day)
  on?: string;
}
