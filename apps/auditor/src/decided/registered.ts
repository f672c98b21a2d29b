import {
  body,
  calendar,
  type Command,
  type Coverage,
  coverageOf,
  decide,
  type Decider,
  type Event,
  ministry,
  Refusal,
  rulebook,
  type RuleBookState,
} from '#domain';
import { type JsonObject, type RecordFields, sha256Hex } from '#evidence';
import type { Registry, Resting } from '../records.js';
import { inadmissible } from './admitted.js';
import { askedOfRegistry } from './asked-of-registry.js';
import { metaOf } from './facts.js';
import { remembering } from './remembering.js';
import { isSame, type Places, sealedIn } from './same.js';
import { asSeen } from './seen.js';

const coverages = remembering((book: NonNullable<RuleBookState>): readonly Coverage[] => coverageOf(book));

/** What each decider is given from outside its stream, beside the command. */
interface Given {
  readonly registry: Registry;
  readonly key: string;
  readonly type: string;
}

function ruleBookFacts({ registry: { ruleBooks }, key, type }: Given) {
  const all = type === 'AdoptRuleBook' ? [...ruleBooks] : [];
  const others = all.flatMap(([id, book]) => (id === key || !book ? [] : coverages(book, '')));
  // Whether the content kept the schema of rule books is not looked at again: the schema is not in the log.
  return { hash: sha256Hex, schemaErrors: [], others };
}

/** The deciders differ in their messages only, which are read from data here. */
type AnyDecider = Decider<Command, Event, unknown>;

interface Row {
  readonly decider: AnyDecider;
  readonly sealed: ReadonlyMap<string, Places>;
  /** Member of every payload that names the stream. */
  readonly names: string;
  readonly stateIn: (registry: Registry, key: string) => unknown;
  readonly facts: (given: Given) => unknown;
}

function row<S>(
  decider: { readonly initial: S; readonly erasable: Parameters<typeof sealedIn>[0] },
  names: string,
  states: (registry: Registry) => ReadonlyMap<string, S>,
  facts: Row['facts'] = () => undefined,
): Row {
  return {
    ...{ decider: decider as unknown as AnyDecider, sealed: sealedIn(decider.erasable), names, facts },
    stateIn: (registry, key) => states(registry).get(key) ?? decider.initial,
  };
}

const rows: { readonly [K in Resting]: Row } = {
  ministry: row(
    ministry,
    'ministry',
    ({ ministries }) => ministries,
    ({ registry, key }) => ({ received: registry.gains.get(key) ?? [] }),
  ),
  body: row(body, 'body', ({ bodies }) => bodies),
  calendar: row(calendar, 'place', ({ calendars }) => calendars),
  rulebook: row(rulebook, 'ruleBook', ({ ruleBooks }) => ruleBooks, ruleBookFacts),
};

type Data = Readonly<Record<string, unknown>>;

/** Of a revision there is the content that the changes led to: that it is one of this version is all that can be told. */
const isRevision = ({ ruleBook, version, content }: Data): boolean => {
  const { id, version: named } = content as Data;
  return id === ruleBook && named === version;
};

/** What the rules yield where the record holds something else; undefined where it is the same. */
function other({ data, type }: RecordFields, events: readonly Event[], sealed: Row['sealed']): string | undefined {
  const [event] = events;
  const recorded = data as JsonObject;
  const { content, contentHash } = recorded;
  const isMade = type === 'RuleBookRevised' && isRevision(recorded) ? { content, contentHash } : {};
  const yields = { ...(event?.data as object), ...isMade };
  return isSame(recorded, yields, sealed.get(type)) ? undefined : `${type} ${JSON.stringify(yields)}`;
}

/** What others ceded may be missing: then nobody can tell that an area is not the ministry's to cede. */
const mayHaveMore = ({ mayLack, broken }: Registry, type: string, code: string): boolean =>
  (mayLack || broken.size > 0) && type === 'AnnounceAreaTransfer' && code === 'WRONG_STATE';

function refused(registry: Registry, kind: Resting, key: string, record: RecordFields): string | undefined {
  const { decider, sealed, names, stateIn, facts } = rows[kind];
  const { command: type, read } = askedOfRegistry[record.type as keyof typeof askedOfRegistry];
  const given = read(record);
  if (given?.[names] !== key) return 'INVALID_PAYLOAD';
  const inadmissibly = inadmissible(registry, type, record);
  if (inadmissibly !== undefined) return inadmissibly;
  const data = type === 'ReviseRuleBook' ? { ...given, changes: given['content'] } : given;
  const command = { type, data, meta: metaOf(registry, record), facts: facts({ registry, key, type }) };
  try {
    return other(record, decide(decider, command, stateIn(registry, key)), sealed);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return mayHaveMore(registry, type, error.code) ? undefined : error.code;
  }
}

/**
 * Decides a record of a ministry, body, calendar or rule book again, from what stood before it: the code with which it
 * would have been refused, or what it would have been instead; undefined where it is as it should be.
 */
export function refusedEntry(registry: Registry, kind: Resting, key: string, record: RecordFields): string | undefined {
  const found = refused(registry, kind, key, record);
  const seen = found === undefined ? registry : asSeen(registry, record);
  return seen === registry ? found : refused(seen, kind, key, record);
}
