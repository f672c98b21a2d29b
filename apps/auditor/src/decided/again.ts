import { type Agreement, agreement, decide, type Decider, type Event, type Matter, matter, Refusal } from '#domain';
import type { JsonObject, RecordFields } from '#evidence';
import { bookOf } from '../facts.js';
import type { Registry } from '../records.js';
import { inadmissible } from './admitted.js';
import { type Asked, askedOfAgreement, askedOfMatter, FOLLOWING, masked } from './asked.js';
import { agreementFactsOf, isOfMinistry, matterFactsOf, metaOf, pinned } from './facts.js';
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

/** Whether the record begins something that the rules decided. */
export const isJudged = (kind: Subject['kind'], type: string): boolean =>
  Object.hasOwn(asked[kind], type) || FOLLOWING.has(type);

/** Whether the records before it hold what it rests on: rule book, body, and the house of who decided. */
function isFounded(registry: Registry, { kind, state }: Subject, { type, by, rb, data }: RecordFields): boolean {
  const { bodies, ministries, ruleBooks } = registry;
  if (isOfMinistry(by.role) && !ministries.has(by.org)) return false;
  if (kind === 'agreement') return rb === undefined || ruleBooks.has(rb.id);
  const opened =
    type === 'ProcedureOpened' ? (data as { readonly ruleBook?: { readonly id?: string } }).ruleBook : undefined;
  return bodies.has(state.body) && (opened ? ruleBooks.has(opened.id ?? '') : bookOf(registry, state) !== undefined);
}

function yielded(registry: Registry, subject: Subject, first: RecordFields, { type, data }: Asked): readonly Event[] {
  const { kind, state } = subject;
  const facts = kind === 'matter' ? matterFactsOf(registry, state, first) : agreementFactsOf(registry, first);
  const command = { type, data: { [kind]: state.id, ...data }, meta: metaOf(registry, first), facts };
  return decide(deciders[kind], command, state);
}

/** What the rules yield now, or the code of their refusal. */
function judged(registry: Registry, subject: Subject, records: Records): readonly Event[] | string {
  const rows = asked[subject.kind];
  const [first] = records;
  const content = Object.hasOwn(rows, first.type) ? rows[first.type]?.(records) : undefined;
  if (!content) return 'NO_COMMAND';
  const refused = inadmissible(registry, content.type, first);
  if (refused !== undefined) return refused;
  try {
    return yielded(registry, subject, first, content);
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
