import { type Day, dayOf, inForce, type Matter, type RuleBookContent, type RuleBookState } from '#domain';
import type { RecordFields } from '#evidence';
import { bookOf } from '../facts.js';
import { mayHide, type Registry } from '../records.js';
import { remembering } from './remembering.js';

type Known = NonNullable<RuleBookState>;

const adoptedOn = remembering((state: Known, day) => ({ version: inForce(state, day) }));

/** The version of the book that is in force on the day. */
export const versionOn = (state: RuleBookState, day: Day): ReturnType<typeof inForce> =>
  state && adoptedOn(state, day).version;

/** The book that the record names, if it is in force on the day. */
function bookInForce({ ruleBooks }: Registry, named: RecordFields['rb'], day: Day): RuleBookContent | undefined {
  const found = named && versionOn(ruleBooks.get(named.id), day);
  return found?.version === named?.version ? found?.content : undefined;
}

function firstInForce(registry: Registry, day: Day, covers: (content: RuleBookContent) => boolean) {
  for (const book of registry.ruleBooks.values()) {
    const content = versionOn(book, day)?.content;
    if (content && covers(content)) return content;
  }
  return undefined;
}

/** The book that the event pins, where it opens a procedure. */
export const pinnedBy = ({ type, data }: RecordFields): RecordFields['rb'] =>
  type === 'ProcedureOpened' ? (data as { readonly ruleBook?: RecordFields['rb'] }).ruleBook : undefined;

const covering =
  ({ body, track }: Matter) =>
  ({ bodies, tracks }: RuleBookContent): boolean =>
    bodies.includes(body) && tracks[track] !== undefined;

/** The matter as the decision found it: where the procedure is being opened, with the book that the event pins. */
export function pinned(registry: Registry, state: Matter, record: RecordFields): Matter {
  const ruleBook = pinnedBy(record);
  const book = ruleBook && bookInForce(registry, ruleBook, dayOf(record.at));
  return book && covering(state)(book) ? { ...state, ruleBook } : state;
}

/** An erasure needs a rule book for its retention period, also where no procedure was ever opened. */
const needsBook = ({ type }: RecordFields): boolean => type === 'ErasureRequested' || type === 'ValuesErased';

/** The book that the matter is pinned to; where it is to none and needs one, that in force for its body and track. */
export function bookFor(registry: Registry, state: Matter, record: RecordFields): RuleBookContent | undefined {
  if (state.ruleBook || !needsBook(record)) return bookOf(registry, state);
  return firstInForce(registry, dayOf(record.at), covering(state));
}

/** Whether the rule book that it rests on is known; where none is pinned, the rules say whether they need one. */
export function hasBook(registry: Registry, state: Matter, record: RecordFields): boolean {
  const { ruleBook = pinnedBy(record) } = state;
  const isFound = bookFor(registry, state, record) !== undefined;
  if (ruleBook)
    return registry.ruleBooks.has(ruleBook.id) && (isFound || !mayHide(registry, `rulebook-${ruleBook.id}`));
  return isFound || !needsBook(record) || !registry.mayLack;
}

/** The book that the record of an agreement names, where it is in force and about agreements. */
export function agreementBook(registry: Registry, { rb, at }: RecordFields): RuleBookContent | undefined {
  const book = bookInForce(registry, rb, dayOf(at));
  return book?.agreement && book;
}

/** The same of an agreement: it names its book itself. */
export function hasAgreementBook(registry: Registry, record: RecordFields): boolean {
  const { rb } = record;
  if (!rb || agreementBook(registry, record)) return true;
  return registry.ruleBooks.has(rb.id) && !mayHide(registry, `rulebook-${rb.id}`);
}

/** Any book about agreements that is in force when the record is made: one that names none has overlooked it. */
export const someAgreementBook = (registry: Registry, { at }: RecordFields): RuleBookContent | undefined =>
  firstInForce(registry, dayOf(at), ({ agreement }) => agreement !== undefined);
