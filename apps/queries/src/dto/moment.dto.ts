import { bookVersion, day, instant, integer, moment, Optional, place, Required, saying } from '../parameter.js';
import type { Place } from '../sight.js';

const asOf = saying(
  'The past by the time of recording: what was recorded until this instant. Without it, now; not in the future.',
  instant,
);
const revision = saying(
  'Revision of the stream that the answer must know of, such as one just written: the answer waits until the read side has ' +
    'reached it, and is 503 if that takes too long. It does not look at the past: for that there is `asOf`.',
  integer(0, 999_999_999),
);
const knownOn = saying(
  'The past by the time of knowledge: only what had been received by this instant, or by the end of this day in Berlin, ' +
    'whenever it was recorded; without a receipt, what had been recorded or had passed as a deadline by then. It goes ' +
    'together with `asOf`; `known` in the answer says what is left out.',
  moment,
);

/** Of a question about one stream: the instant it is about, and the revision it must know of. */
class AsOfQuery {
  @Optional(asOf)
  asOf?: string;

  @Optional(revision)
  revision?: number;
}

/** The same with the second axis of time: what had been received by then, whenever it was recorded. */
export class MomentQuery extends AsOfQuery {
  @Optional(knownOn)
  knownOn?: string;
}

/** Of two places in a stream. */
export class DifferenceQuery {
  @Required(saying('The earlier place: a revision, or what was recorded until a day or an instant', place))
  from!: Place;

  @Required(saying('The later place, likewise', place))
  to!: Place;

  @Optional(
    saying(
      'At both places only what had been received by then, whenever it was recorded; without a receipt, what had been ' +
        'recorded or had passed as a deadline by then',
      moment,
    ),
  )
  knownOn?: string;
}

export class RedecisionQuery extends AsOfQuery {
  @Required(saying('The adopted version of a rule book to decide by again', bookVersion))
  ruleBook!: string;
}

export class AgreementQuery extends MomentQuery {
  @Optional(saying('The day that text, parties and shares are told for; without it, the day of the answer', day))
  on?: string;
}
