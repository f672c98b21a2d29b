import { type Decider, type Event, evolve, fromRecord, type Message, type RecordLike } from './decider.js';
import { endOf, instant, type Instant, isDay, lastBefore } from './time.js';

/** A record with the times at which what it tells happened and came in. */
export interface TimedRecord extends RecordLike {
  readonly occurred?: Instant;
  readonly received?: Instant;
}

/** One record of a stream and the state before and after it. */
export interface Step<R, S> {
  readonly record: R;
  readonly before: S;
  readonly after: S;
}

/** A stream as it was known at an instant, and the records of it that are not part of that. */
export interface Known<R, S> {
  readonly steps: readonly Step<R, S>[];
  readonly state: S;
  /** Not known yet. */
  readonly leftOut: readonly R[];
  /** Known, but resting on something that was not: they change nothing. */
  readonly unfolded: readonly R[];
}

/** The instant that a text names; of a day its last one in Berlin. Undefined for anything else. */
export const momentIn = (text: string): Instant | undefined => (isDay(text) ? lastBefore(endOf(text)) : instant(text));

/** A vote tells its receipt even where its record is that of a second person who confirms it. */
function receiptIn(data: unknown): Instant | undefined {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, 'receivedAt')) return undefined;
  const { receivedAt } = data as { readonly receivedAt: unknown };
  return typeof receivedAt === 'string' ? instant(receivedAt) : undefined;
}

/** When what the record tells was known: when it was received, else when it happened, at the latest when it was recorded. */
export function knownAt({ at, received, occurred, data }: TimedRecord): Instant {
  const known = received ?? receiptIn(data) ?? occurred ?? at;
  return known < at ? known : at;
}

/** What a record that is folded must find there; without it some rows would change nothing, and nobody would notice. */
function rests({ type, data }: RecordLike, state: unknown): boolean {
  const { round, level } = data as { readonly round?: unknown; readonly level?: unknown };
  const { rounds = [], levels = [] } = state as {
    readonly rounds?: readonly { readonly id: string }[];
    readonly levels?: readonly { readonly level: string }[];
  };
  const hasRound = round === undefined || type === 'RoundOpened' || rounds.some(({ id }) => id === round);
  return hasRound && (!type.startsWith('Level') || type === 'LevelOpened' || levels.some((one) => one.level === level));
}

function folded<E extends Event, S>(decider: Decider<Message, E, S>, record: RecordLike, state: S): S | undefined {
  try {
    return rests(record, state) ? evolve(decider, state, fromRecord<E>(record)) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Folds of a stream what was known at the instant, whenever it was recorded, in order of recording. The records must fit as
 * a whole: what then cannot be folded lacks one that was not known.
 */
export function foldKnown<R extends TimedRecord, C extends Message, E extends Event, S>(
  decider: Decider<C, E, S>,
  records: readonly R[],
  knownOn: Instant,
): Known<R, S> {
  const steps: Step<R, S>[] = [];
  const leftOut: R[] = [];
  const unfolded: R[] = [];
  let state = decider.initial;
  for (const record of records) {
    if (knownAt(record) > knownOn) leftOut.push(record);
    else {
      const after = folded(decider as unknown as Decider<Message, E, S>, record, state);
      if (after === undefined) unfolded.push(record);
      else steps.push({ record, before: state, after });
      state = after ?? state;
    }
  }
  return { steps, state, leftOut, unfolded };
}
