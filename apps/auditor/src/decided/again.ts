import { agreement, decide, type Decider, type Event, matter, phases, Refusal } from '#domain';
import type { JsonObject, RecordFields } from '#evidence';
import { mayHide, type Registry } from '../records.js';
import { inadmissible } from './admitted.js';
import { askedOfMatter, notedOfMatter } from './asked.js';
import { askedOfAgreement } from './asked-of-agreement.js';
import type { Asked, Row } from './asking.js';
import { hasAgreementBook, hasBook, pinned } from './books.js';
import { agreementFactsOf, bodyOf, matterFactsOf, metaOf } from './facts.js';
import { isOfMinistry, unregistered } from './houses.js';
import { wrongMark } from './marks.js';
import { masked } from './masked.js';
import { isSame, sealedIn } from './same.js';
import { asSeen } from './seen.js';
import type { Subject } from './subject.js';

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
const sealed = { matter: sealedIn(matter.erasable), agreement: sealedIn(agreement.erasable) };

/** Whether the record begins something that the rules decide again, or that nobody decided: whatever is not merely noted. */
export const isJudged = (kind: Subject['kind'], type: string): boolean =>
  kind === 'agreement' || !Object.hasOwn(notedOfMatter, type);

/** Whether the payload is about the stream that it stands in. */
const isAbout = ({ stream, data }: RecordFields): boolean => {
  const { matter: about } = data as JsonObject;
  return typeof about !== 'string' || stream === `matter-${about}`;
};

function refusedOf(registry: Registry, subject: Subject, record: RecordFields): string | undefined {
  const { command, fits } = notedOfMatter[record.type as keyof typeof notedOfMatter];
  if (!fits(record.data as JsonObject) || !isAbout(record)) return 'INVALID_PAYLOAD';
  const places: readonly string[] = phases[command];
  if (!places.includes(subject.state.phase)) return 'WRONG_STATE';
  return inadmissible(registry, command, record) ?? wrongMark(registry, subject, [record]);
}

/** The code with which a record that is nobody's judgement would have been refused, as far as it tells. */
export function refusedNote(registry: Registry, subject: Subject, record: RecordFields): string | undefined {
  const refused = refusedOf(registry, subject, record);
  const seen = refused === undefined ? registry : asSeen(registry, record);
  return seen === registry ? refused : refusedOf(seen, subject, record);
}

/** Whether a house that decided or is named may be one whose registration is hidden. */
function lacksHouse(registry: Registry, { by }: RecordFields, asked: Asked | undefined): boolean {
  const own = isOfMinistry(by.role) && !registry.ministries.has(by.org) ? [by.org] : [];
  const others = asked ? unregistered(registry, asked) : [];
  return [...own, ...others].some((code) => mayHide(registry, `ministry-${code}`));
}

/** Whether the records before it hold what it rests on, or nobody can have hidden it: rule book, body, and houses. */
function isFounded(registry: Registry, { kind, state }: Subject, record: RecordFields, asked?: Asked): boolean {
  if (lacksHouse(registry, record, asked)) return false;
  if (kind === 'agreement') return hasAgreementBook(registry, record);
  const body = bodyOf(state, asked);
  return (registry.bodies.has(body) || !mayHide(registry, `body-${body}`)) && hasBook(registry, state, record);
}

function yielded(registry: Registry, subject: Subject, first: RecordFields, asked: Asked): readonly Event[] {
  const { kind, state } = subject;
  const { type, data } = asked;
  const facts =
    kind === 'matter' ? matterFactsOf(registry, state, first, asked) : agreementFactsOf(registry, first, asked);
  const id = first.stream.slice(kind.length + 1);
  const command = { type, data: { [kind]: id, ...data }, meta: metaOf(registry, first), facts };
  return decide(deciders[kind], command, state);
}

/** What was asked for, or why nobody can have asked for it. */
function askedIn({ kind, state }: Subject, records: Records): Asked | 'NO_COMMAND' | 'INVALID_PAYLOAD' {
  const rows = asked[kind] as Readonly<Record<string, Row<Subject['state']>>>;
  const [{ type }] = records;
  return Object.hasOwn(rows, type) ? (rows[type]?.(records, state) ?? 'INVALID_PAYLOAD') : 'NO_COMMAND';
}

/** What the rules yield now, or the code of their refusal. */
function judged(registry: Registry, subject: Subject, first: RecordFields, content: Asked): readonly Event[] | string {
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

const isPrefix = (kind: Subject['kind'], records: Records, events: readonly Event[]): boolean =>
  records.every(({ type, data }, index) => {
    const event = events[index];
    return event?.type === type && isSame(data as JsonObject, event.data, sealed[kind].get(type));
  });

function decided(registry: Registry, before: Subject, records: Records): Verdict {
  const [first] = records;
  const subject = before.kind === 'matter' ? { ...before, state: pinned(registry, before.state, first) } : before;
  const content = askedIn(subject, records);
  const isNobodys = typeof content === 'string';
  if (!isFounded(registry, subject, first, isNobodys ? undefined : content)) return { is: 'UNFOUNDED' };
  const wrong = isNobodys ? content : wrongMark(registry, before, records);
  const events = wrong ?? judged(registry, subject, first, content as Asked);
  if (typeof events === 'string') return { is: 'DEVIATES', recorded: shown(records), found: events };
  const begun = isPrefix(before.kind, records, events);
  if (begun && events.length === records.length) return { is: 'CONFIRMED' };
  return { is: begun ? 'BEGUN' : 'DEVIATES', recorded: shown(records), found: shown(events) };
}

/**
 * Decides one recorded command again, from the state before it: by all that is recorded before it, or else by what the
 * record says that it has seen, where that was a moment before.
 */
export function decideAgain(registry: Registry, before: Subject, records: Records): Verdict {
  const verdict = decided(registry, before, records);
  if (verdict.is === 'CONFIRMED' || verdict.is === 'UNFOUNDED') return verdict;
  const seen = asSeen(registry, records[0], before.kind === 'matter' ? before.state : undefined);
  const other = seen === registry ? verdict : decided(seen, before, records);
  return other.is === 'CONFIRMED' || other.is === 'BEGUN' ? other : verdict;
}
