import { type Agreement, agreement, decide, type Decider, type Event, type Matter, matter, Refusal } from '#domain';
import { canonical, type JsonObject, type RecordFields, sealData } from '#evidence';
import { bookOf } from '../facts.js';
import type { Registry } from '../records.js';
import { type Asked, askedOfAgreement, askedOfMatter, FOLLOWING, masked } from './asked.js';
import { agreementFactsOf, isOfMinistry, matterFactsOf, metaOf, pinned } from './facts.js';

/** A stream whose decisions can be decided again, before one of its commands. */
export type Subject =
  { readonly kind: 'matter'; readonly state: Matter } | { readonly kind: 'agreement'; readonly state: Agreement };

/** What the rules yield beside what was recorded; without `found` the records before it do not hold what it rests on. */
export interface Verdict {
  readonly recorded: string;
  readonly found?: string;
}

type Records = readonly [RecordFields, ...RecordFields[]];
type Erasable = Readonly<Record<string, readonly string[] | undefined>>;
/** The deciders differ in their messages only, which are read from data here. */
type AnyDecider = Decider<{ readonly type: string }, Event, unknown>;

const deciders = { matter: matter as unknown as AnyDecider, agreement: agreement as unknown as AnyDecider };
const asked = { matter: askedOfMatter, agreement: askedOfAgreement };

/** Whether the record begins something that the rules decided. */
export const isJudged = (kind: Subject['kind'], type: string): boolean =>
  Object.hasOwn(asked[kind], type) || FOLLOWING.has(type);

const shown = (erasable: Erasable, type: string, data: object): string => {
  const plain = JSON.parse(JSON.stringify(data)) as JsonObject;
  return `${type} ${canonical(masked(sealData(plain, erasable[type] ?? []).data))}`;
};

/** Whether the records before it hold what it rests on: rule book, body, and the house of who decided. */
function isFounded(registry: Registry, { kind, state }: Subject, { type, by, rb, data }: RecordFields): boolean {
  const { bodies, ministries, ruleBooks } = registry;
  if (isOfMinistry(by.role) && !ministries.has(by.org)) return false;
  if (kind === 'agreement') return rb === undefined || ruleBooks.has(rb.id);
  const opened =
    type === 'ProcedureOpened' ? (data as { readonly ruleBook?: { readonly id?: string } }).ruleBook : undefined;
  return bodies.has(state.body) && (opened ? ruleBooks.has(opened.id ?? '') : bookOf(registry, state) !== undefined);
}

function yielded(registry: Registry, subject: Subject, records: Records, { type, data }: Asked): readonly Event[] {
  const [first] = records;
  const { kind, state } = subject;
  const facts = kind === 'matter' ? matterFactsOf(registry, state, first) : agreementFactsOf(registry, first);
  const command = { type, data: { ...data, [kind]: state.id }, meta: metaOf(registry, first), facts };
  return decide(deciders[kind], command, state);
}

/** What the rules yield now, or the code of their refusal. */
function judged(registry: Registry, subject: Subject, records: Records): readonly string[] {
  const [first] = records;
  const { erasable } = deciders[subject.kind];
  const row = Object.hasOwn(asked[subject.kind], first.type) ? asked[subject.kind][first.type] : undefined;
  const content = row?.(records);
  if (!content) return ['NO_COMMAND'];
  try {
    return yielded(registry, subject, records, content).map(({ type, data }) => shown(erasable, type, data as object));
  } catch (error) {
    if (error instanceof Refusal) return [error.code];
    throw error;
  }
}

/** Decides one recorded command again, from the state before it. */
export function decideAgain(registry: Registry, before: Subject, records: Records): Verdict {
  const [first] = records;
  const subject = before.kind === 'matter' ? { ...before, state: pinned(registry, before.state, first) } : before;
  const { erasable } = deciders[subject.kind];
  const recorded = records.map(({ type, data }) => shown(erasable, type, data)).join('\n');
  if (!isFounded(registry, subject, first)) return { recorded };
  return { recorded, found: judged(registry, subject, records).join('\n') };
}
