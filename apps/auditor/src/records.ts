import { agreement, body, calendar, evolve, fromRecord, log, matter, ministry, rulebook, selfcheck } from '#domain';
import type { BodyState, CalendarState, Decider, Event, Message, MinistryState, RuleBookState } from '#domain';
import type { RecordFields } from '#evidence';
import { Unreadable } from './unreadable.js';

export const deciders = { matter, agreement, ministry, body, calendar, rulebook, selfcheck, log } as const;
export type Kind = keyof typeof deciders;

/** A record of the file, where it stands, and what its stream is about. */
export interface Entry {
  readonly line: number;
  readonly index: bigint;
  readonly record: RecordFields;
  readonly kind: Kind;
  readonly key: string;
  /** Whether the file holds the stream from its beginning up to this record. */
  readonly whole: boolean;
}

/** Streams that matters rest on, as they stood before the record that is read next. */
export interface Registry {
  readonly ministries: Map<string, MinistryState>;
  readonly bodies: Map<string, BodyState>;
  readonly calendars: Map<string, CalendarState>;
  readonly ruleBooks: Map<string, RuleBookState>;
}

export const emptyRegistry = (): Registry => ({
  ministries: new Map(),
  bodies: new Map(),
  calendars: new Map(),
  ruleBooks: new Map(),
});

/** What a broken history throws becomes a sentence with its line. */
function fitting<S>({ record, line }: Pick<Entry, 'record' | 'line'>, change: () => S): S {
  try {
    return change();
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new Unreadable('MISFIT', `${record.stream} ${record.rev} ${record.type}: ${why}`, line);
  }
}

export const evolved = <C extends Message, E extends Event, S>(
  decider: Decider<C, E, S>,
  entry: Pick<Entry, 'record' | 'line'>,
  state: S,
): S => fitting(entry, () => evolve(decider, state, fromRecord<E>(entry.record)));

/** What hides its beginning tells nothing that one could rest on. */
export function forget(
  { ministries, bodies, calendars, ruleBooks }: Registry,
  { kind, key }: Pick<Entry, 'kind' | 'key'>,
): void {
  if (kind === 'ministry') ministries.delete(key);
  if (kind === 'body') bodies.delete(key);
  if (kind === 'calendar') calendars.delete(key);
  if (kind === 'rulebook') ruleBooks.delete(key);
}

/** Takes a record of one of the other streams into the registry. */
export function register(registry: Registry, entry: Pick<Entry, 'record' | 'line' | 'kind' | 'key'>): void {
  const { kind, key, record } = entry;
  const { ministries, bodies, calendars, ruleBooks } = registry;
  fitting(entry, () => {
    if (kind === 'ministry') ministries.set(key, evolve(ministry, ministries.get(key), fromRecord(record)));
    if (kind === 'body') bodies.set(key, evolve(body, bodies.get(key), fromRecord(record)));
    if (kind === 'calendar') calendars.set(key, evolve(calendar, calendars.get(key) ?? [], fromRecord(record)));
    if (kind === 'rulebook') ruleBooks.set(key, evolve(rulebook, ruleBooks.get(key), fromRecord(record)));
  });
}
