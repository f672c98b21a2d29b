import { agreement, body, calendar, evolve, fromRecord, log, matter, ministry, rulebook, selfcheck } from '#domain';
import type {
  BodyState,
  CalendarState,
  Decider,
  Event,
  Message,
  MinistryEvent,
  MinistryFacts,
  MinistryState,
  RuleBookState,
} from '#domain';
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
  /** Whether records before it may be missing in the file. */
  readonly mayLack: boolean;
  /** Its hash in the log, by which later records name it as their basis. */
  readonly leaf: () => string;
}

/** States of one of the streams that matters rest on. */
interface States {
  readonly ministry: MinistryState;
  readonly body: BodyState;
  readonly calendar: CalendarState;
  readonly rulebook: RuleBookState;
}
export type Resting = keyof States;
export const isResting = (kind: Kind): kind is Resting =>
  kind === 'ministry' || kind === 'body' || kind === 'calendar' || kind === 'rulebook';

/** A state that another record has taken the place of, and when; `leaf` is that of its own last record. */
export interface Earlier<S> {
  readonly state: S;
  readonly leaf: string;
  readonly until: string;
}

/** What a stream went through: the leaves of its records by revision, and its last states, the newest last. */
export interface Past<S> {
  readonly leaves: string[];
  readonly earlier: Earlier<S>[];
}

/** An area that a ministry was registered with or that another one ceded to it, and when that was recorded. */
type Gain = MinistryFacts['received'][number] & { readonly at: string };

/** Streams that matters rest on, as they stood before the record that is read next. */
export interface Registry {
  readonly ministries: Map<string, MinistryState>;
  readonly bodies: Map<string, BodyState>;
  readonly calendars: Map<string, CalendarState>;
  readonly ruleBooks: Map<string, RuleBookState>;
  readonly pasts: { readonly [K in Resting]: Map<string, Past<States[K]>> };
  /** By code of the ministry, the latest last. */
  readonly gains: Map<string, Gain[]>;
  /** Streams that were given up before their end, for nobody can tell what their records mean. */
  readonly broken: Set<string>;
  /** Whether records before the next one may be missing in the file. */
  mayLack: boolean;
  /** Whether what was recorded then was not seen yet when a decision was prepared. */
  readonly isUnseen?: (at: string) => boolean;
}

export const emptyRegistry = (): Registry => ({
  ministries: new Map(),
  bodies: new Map(),
  calendars: new Map(),
  ruleBooks: new Map(),
  pasts: { ministry: new Map(), body: new Map(), calendar: new Map(), rulebook: new Map() },
  gains: new Map(),
  broken: new Set(),
  mayLack: false,
});

/** Whether what the registry does not hold of the stream may be there all the same. */
export const mayHide = ({ mayLack, broken }: Registry, stream: string): boolean => mayLack || broken.has(stream);

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
export function forget(registry: Registry, { kind, key }: Pick<Entry, 'kind' | 'key'>): void {
  const { ministries, bodies, calendars, ruleBooks, pasts } = registry;
  registry.mayLack = true;
  if (kind === 'ministry') ministries.delete(key);
  if (kind === 'body') bodies.delete(key);
  if (kind === 'calendar') calendars.delete(key);
  if (kind === 'rulebook') ruleBooks.delete(key);
  if (isResting(kind)) pasts[kind].delete(key);
}

/** Earlier states of a stream that are kept: no command in work has seen an older one. */
const KEPT = 64;

type Registered = Pick<Entry, 'record' | 'line' | 'kind' | 'key' | 'leaf' | 'mayLack'>;

function moved<C extends Message, E extends Event, S>(
  decider: Decider<C, E, S>,
  states: Map<string, S>,
  pasts: Map<string, Past<S>>,
  { key, record, leaf }: Registered,
): void {
  const state = states.get(key) ?? decider.initial;
  states.set(key, evolve(decider, state, fromRecord<E>(record)));
  const past = pasts.get(key) ?? { leaves: [], earlier: [] };
  past.earlier.push({ state, leaf: past.leaves.at(-1) ?? '', until: record.at });
  if (past.earlier.length > 2 * KEPT) past.earlier.splice(0, KEPT);
  past.leaves.push(leaf());
  pasts.set(key, past);
}

/** Which areas come to whom by an event of a ministry, and from which day on. */
function gained({ type, data }: MinistryEvent): readonly (readonly [code: string, area: string, on: string])[] {
  if (type === 'AreaTransferred') return [[data.to, data.area, data.on]];
  if (type === 'MinistryRegistered') return data.areas.map((area) => [data.ministry, area, data.validFrom] as const);
  if (type !== 'MinistrySucceeded') return [];
  return data.successors.flatMap(({ code, areas }) => areas.map((area) => [code, area, data.validFrom] as const));
}

function gain(gains: Registry['gains'], { record }: Registered): void {
  const { at } = record;
  for (const [code, area, on] of gained(fromRecord<MinistryEvent>(record))) {
    const known = gains.get(code) ?? [];
    known.push({ area, on, at });
    gains.set(code, known);
  }
}

/** Takes a record of one of the other streams into the registry. */
export function register(registry: Registry, entry: Registered): void {
  const { ministries, bodies, calendars, ruleBooks, pasts, gains } = registry;
  const { kind, mayLack } = entry;
  registry.mayLack ||= mayLack;
  fitting(entry, () => {
    if (kind === 'ministry') moved(ministry, ministries, pasts.ministry, entry);
    if (kind === 'ministry') gain(gains, entry);
    if (kind === 'body') moved(body, bodies, pasts.body, entry);
    if (kind === 'calendar') moved(calendar, calendars, pasts.calendar, entry);
    if (kind === 'rulebook') moved(rulebook, ruleBooks, pasts.rulebook, entry);
  });
}
