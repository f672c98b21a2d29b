import { restsInAgreement } from './agreement/resting.js';
import { type Decider, type Event, evolve, fromRecord, type Message, type RecordLike } from './decider.js';
import { restsInMatter } from './matter/resting.js';
import { endOf, instant, type Instant, isDay, lastBefore } from './time.js';

/** A record with the times at which what it tells came in, and at which the deadline passed that a timer recorded. */
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

/**
 * When what the record tells was known: when it was received, else when it happened, at the latest when it was recorded. What
 * the rules recorded of its receipt comes before what was claimed on its envelope.
 */
export function knownAt({ at, received, occurred, data }: TimedRecord, told = receiptIn(data)): Instant {
  const known = told ?? received ?? occurred ?? at;
  return known < at ? known : at;
}

/** What one command led to was known together, though one of its records alone may tell the receipt. By command. */
const receiptsIn = (records: readonly RecordLike[]): ReadonlyMap<string, Instant> =>
  new Map(
    records.flatMap(({ cmd, data }) => {
      const receipt = receiptIn(data);
      return receipt === undefined ? [] : [[cmd.id, receipt]];
    }),
  );

/** Where a matter or an agreement keeps what its records name. */
interface Kept {
  readonly rounds?: readonly { readonly id: string }[];
  readonly versions?: readonly { readonly no: number }[];
  readonly levels?: readonly { readonly level: string }[];
  readonly measures?: readonly { readonly measure: string }[];
  readonly decision?: { readonly duties: readonly { readonly duty: string }[] } | undefined;
}

/** Whether everything is there that the record names; some rows change nothing where it is not, and nobody would notice. */
function isKept({ type, data }: RecordLike, after: unknown): boolean {
  const { rounds = [], versions = [], levels = [], measures = [], decision } = after as Kept;
  const named = data as { readonly [name: string]: unknown };
  const lists: Readonly<Record<string, readonly unknown[]>> = {
    round: rounds.map(({ id }) => id),
    version: versions.map(({ no }) => no),
    measure: measures.map(({ measure }) => measure),
    duty: decision?.duties.map(({ duty }) => duty) ?? [],
    // Of third parties and signatures it is another level.
    ...(/^(Level|Attempt)/.test(type) ? { level: levels.map(({ level }) => level) } : {}),
  };
  return Object.entries(lists).every(([name, list]) => named[name] === undefined || list.includes(named[name]));
}

type Rests = Readonly<Record<string, ((before: unknown, data: unknown) => boolean) | undefined>>;
const resting = { ...restsInMatter, ...restsInAgreement } as Rests;

/** Nothing but its first record begins a stream, and some follow from what others changed. */
function rests({ type, data, rev }: RecordLike, before: unknown, initial: unknown): boolean {
  if (before === initial && rev > 0) return false;
  return !Object.hasOwn(resting, type) || resting[type]?.(before, data) === true;
}

function folded<E extends Event, S>(decider: Decider<Message, E, S>, record: RecordLike, state: S): S | undefined {
  try {
    if (!rests(record, state, decider.initial)) return undefined;
    const after = evolve(decider, state, fromRecord<E>(record));
    return isKept(record, after) ? after : undefined;
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
  const receipts = receiptsIn(records);
  const broken = new Set<string>();
  let state = decider.initial;
  for (const record of records) {
    const { id } = record.cmd;
    if (knownAt(record, receipts.get(id)) > knownOn) leftOut.push(record);
    else {
      // What followed from it in the same command does not hold without it.
      const after = broken.has(id) ? undefined : folded(decider as unknown as Decider<Message, E, S>, record, state);
      if (after === undefined) {
        unfolded.push(record);
        broken.add(id);
      } else steps.push({ record, before: state, after });
      state = after ?? state;
    }
  }
  return { steps, state, leftOut, unfolded };
}
