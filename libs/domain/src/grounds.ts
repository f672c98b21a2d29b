import { type Event, fromRecord, type Recorded, type RecordLike } from './decider.js';
import type { RuleBookRef } from './matter/messages/proposal.js';
import { present } from './present.js';
import type { LegalBasis } from './rulebook/content.js';
import type { AdoptedVersion } from './rulebook/state.js';

/** What an explanation rests on beside the state: the events of the stream, and the rule books they name. */
export interface Grounds<E extends Event> {
  readonly events: readonly Recorded<E>[];
  /** The rule book that the record of the revision names. */
  readonly ruleBookAt: (revision: number) => RuleBookRef | undefined;
  /** The version as it was adopted, where it can be looked up. */
  readonly adopted: (book: RuleBookRef) => AdoptedVersion | undefined;
}

type Named = RecordLike & { readonly rb?: RuleBookRef };

/** Grounds as the records of the stream hold them. */
export const groundsIn = <E extends Event>(
  records: readonly Named[],
  adopted: Grounds<E>['adopted'] = () => undefined,
): Grounds<E> => {
  const books = new Map(records.map(({ rev, rb }) => [rev, rb]));
  return { events: records.map((record) => fromRecord<E>(record)), ruleBookAt: (rev) => books.get(rev), adopted };
};

/** Events of one type, in the order of recording. */
export const eventsOf =
  <E extends Event>({ events }: Pick<Grounds<E>, 'events'>) =>
  <T extends E['type']>(type: T) =>
    events.filter((event) => event.type === type) as unknown as readonly Recorded<Extract<E, { readonly type: T }>>[];

/** A rule book with the records that it rests on. */
export interface ExplainedBook extends RuleBookRef {
  /** Revision of the record of this stream that names it first. */
  readonly revision: number;
  /** Revision of its adoption in the stream of the rule book, where it can be looked up; likewise its legal basis. */
  readonly adopted?: number;
  readonly legalBasis?: LegalBasis;
}

export function explainedBook<E extends Event>(
  { adopted }: Pick<Grounds<E>, 'adopted'>,
  { id, version }: RuleBookRef,
  revision: number,
): ExplainedBook {
  const found = adopted({ id, version });
  const legalBasis = found?.content.legalBasis ?? undefined;
  return { id, version, revision, ...present({ adopted: found?.revision, legalBasis }) };
}
