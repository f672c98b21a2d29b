import {
  type Agreement,
  agreement,
  allowedIn,
  decide,
  type Decider,
  type Event,
  type Matter,
  matter,
  phases,
  Refusal,
} from '#domain';
import type { JsonObject, RecordFields } from '#evidence';
import type { Registry } from '../records.js';
import { inadmissible } from './admitted.js';
import { type Asked, askedOfMatter, notedOfMatter, type Row } from './asked.js';
import { askedOfAgreement, notedOfAgreement } from './asked-of-agreement.js';
import { agreementFactsOf, bookFor, isOfMinistry, matterFactsOf, metaOf, needsBook, pinned } from './facts.js';
import { masked } from './masked.js';
import { isSame } from './same.js';

/** A stream whose decisions can be decided again, before one of its commands. */
export type Subject =
  { readonly kind: 'matter'; readonly state: Matter } | { readonly kind: 'agreement'; readonly state: Agreement };

/**
 * Whether the rules yield what was recorded. `BEGUN`: they yield it and more. `UNFOUNDED`: the records before it do not
 * hold what it rests on. `DEVIATES` with what they yield, or the code of their refusal.
 */
export type Verdict =
  | { readonly is: 'CONFIRMED' }
  | { readonly is: 'UNFOUNDED' }
  | { readonly is: 'DEVIATES' | 'BEGUN'; readonly recorded: string; readonly found: string };

export type Records = readonly [RecordFields, ...RecordFields[]];
/** The deciders differ in their messages only, which are read from data here. */
type AnyDecider = Decider<{ readonly type: string }, Event, unknown>;

const deciders = { matter: matter as unknown as AnyDecider, agreement: agreement as unknown as AnyDecider };
const asked = { matter: askedOfMatter, agreement: askedOfAgreement };
const noted = { matter: notedOfMatter, agreement: notedOfAgreement };

/** Whether the record begins something that the rules decide again, or that nobody decided: whatever is not merely noted. */
export const isJudged = (kind: Subject['kind'], type: string): boolean => !Object.hasOwn(noted[kind], type);

/** The code with which a record that is nobody's judgement would have been refused, as far as it tells. */
export function refusedNote(registry: Registry, { kind, state }: Subject, record: RecordFields): string | undefined {
  const { type } = record;
  if (kind === 'agreement') {
    const command = notedOfAgreement[type as keyof typeof notedOfAgreement];
    return allowedIn(state.phase).includes(command) ? inadmissible(registry, command, record) : 'WRONG_STATE';
  }
  const command = notedOfMatter[type as keyof typeof notedOfMatter];
  const places: readonly string[] = phases[command];
  return places.includes(state.phase) ? inadmissible(registry, command, record) : 'WRONG_STATE';
}

/** Whether the rule book that it rests on is known; where none is pinned, the rules say whether they need one. */
function hasBook(registry: Registry, state: Matter, record: RecordFields): boolean {
  if (record.type === 'ProcedureOpened') {
    const { ruleBook } = record.data as { readonly ruleBook?: { readonly id?: string } };
    return ruleBook === undefined || registry.ruleBooks.has(ruleBook.id ?? '');
  }
  return (state.ruleBook === undefined && !needsBook(record)) || bookFor(registry, state, record) !== undefined;
}

/** Whether the records before it hold what it rests on: rule book, body, and the house of who decided. */
function isFounded(registry: Registry, { kind, state }: Subject, record: RecordFields): boolean {
  const { by, rb } = record;
  const { bodies, ministries, ruleBooks } = registry;
  if (isOfMinistry(by.role) && !ministries.has(by.org)) return false;
  if (kind === 'agreement') return rb === undefined || ruleBooks.has(rb.id);
  return bodies.has(state.body) && hasBook(registry, state, record);
}

function yielded(registry: Registry, subject: Subject, first: RecordFields, { type, data }: Asked): readonly Event[] {
  const { kind, state } = subject;
  const facts = kind === 'matter' ? matterFactsOf(registry, state, first) : agreementFactsOf(registry, first);
  const command = { type, data: { [kind]: state.id, ...data }, meta: metaOf(registry, first), facts };
  return decide(deciders[kind], command, state);
}

/** The events with the members of the first one that cannot be computed again as they were recorded. */
function withLost([event, ...more]: readonly Event[], lost: readonly string[], { data }: RecordFields) {
  const kept = Object.entries(data).filter(([name]) => lost.includes(name));
  return event ? [{ ...event, data: { ...(event.data as object), ...Object.fromEntries(kept) } }, ...more] : [];
}

/** What the rules yield now, or the code of their refusal. */
function judged(registry: Registry, subject: Subject, records: Records): readonly Event[] | string {
  const rows = asked[subject.kind] as Readonly<Record<string, Row<Subject['state']>>>;
  const [first] = records;
  const content = Object.hasOwn(rows, first.type) ? rows[first.type]?.(records, subject.state) : undefined;
  if (!content) return 'NO_COMMAND';
  const refused = inadmissible(registry, content.type, first);
  if (refused !== undefined) return refused;
  try {
    const events = yielded(registry, subject, first, content);
    return content.lost ? withLost(events, content.lost, first) : events;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const shown = (events: readonly { readonly type: string; readonly data: unknown }[]): string =>
  events.map(({ type, data }) => `${type} ${JSON.stringify(masked(data as JsonObject))}`).join('\n');

const isPrefix = (records: Records, events: readonly Event[]): boolean =>
  records.every(({ type, data }, index) => {
    const event = events[index];
    return event?.type === type && isSame(data as JsonObject, event.data);
  });

/** Decides one recorded command again, from the state before it. */
export function decideAgain(registry: Registry, before: Subject, records: Records): Verdict {
  const [first] = records;
  const subject = before.kind === 'matter' ? { ...before, state: pinned(registry, before.state, first) } : before;
  if (!isFounded(registry, subject, first)) return { is: 'UNFOUNDED' };
  const events = judged(registry, subject, records);
  if (typeof events === 'string') return { is: 'DEVIATES', recorded: shown(records), found: events };
  const begun = isPrefix(records, events);
  if (begun && events.length === records.length) return { is: 'CONFIRMED' };
  return { is: begun ? 'BEGUN' : 'DEVIATES', recorded: shown(records), found: shown(events) };
}
