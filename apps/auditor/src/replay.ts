import { type Decider, type Event, foldKnown, type Instant, type Message, type Step as StepOf } from '#domain';
import type { RecordFields } from '#evidence';
import type { Subject } from './decided/again.js';
import { type Finding, judgements } from './judging.js';
import { entriesUntil, mayCut, type Moment } from './moment.js';
import { emptyRegistry, evolved, forget, register, type Registry } from './records.js';
import { Unreadable } from './unreadable.js';

/** A kind of stream that is replayed one by one. */
export interface Replayed<S> {
  readonly kind: Subject['kind'];
  readonly decider: Decider<Message, Event, S>;
  readonly subjectOf: (state: S) => Subject;
}

/** One event of the stream and its state before and after it. */
export type Step<S> = StepOf<RecordFields, S>;

export interface Replay<S> {
  readonly steps: readonly Step<S>[];
  readonly state: S;
  readonly findings: readonly Finding[];
  /** The instant that it tells of: the one asked for, else that of its last record. */
  readonly now: Instant;
  /** Records that are not part of what was known, and those that are but rest on one that is not. */
  readonly known?: Unknown;
  /** First revision that the file hides. */
  readonly hidden?: number;
  /** Rule books of the file, as far as it holds them from their beginning. */
  readonly ruleBooks: Registry['ruleBooks'];
}

export interface Unknown {
  readonly on: Instant;
  readonly leftOut: readonly RecordFields[];
  readonly unfolded: readonly RecordFields[];
}

/** What the file tells of one stream, as it was recorded. */
async function told<S>(replayed: Replayed<S>, file: string, id: string, { at }: Moment) {
  const registry = emptyRegistry();
  const judging = judgements(registry);
  const steps: Step<S>[] = [];
  const { decider } = replayed;
  let state = decider.initial;
  let hidden: number | undefined;
  let isCut = mayCut(at);
  for await (const entry of entriesUntil(file, at, `${replayed.kind}-${id}`)) {
    const { record, kind, key, whole, isBundle } = entry;
    isCut ||= isBundle;
    if (!whole) forget(registry, entry);
    else register(registry, entry);
    if (kind !== replayed.kind || key !== id) continue;
    if (whole) {
      judging.add(record, replayed.subjectOf(state));
      const after = evolved(decider, entry, state);
      steps.push({ record, before: state, after });
      state = after;
    } else hidden ??= steps.length;
  }
  const { ruleBooks } = registry;
  return { steps, state, findings: judging.end(isCut), ruleBooks, ...(hidden === undefined ? {} : { hidden }) };
}

/**
 * Replays one stream from a file, up to a place of the log and as it was known at an instant; keeps the records of this
 * stream only. What was decided is decided again from everything recorded before it. Throws Unreadable.
 */
export async function replay<S>(replayed: Replayed<S>, file: string, id: string, moment: Moment): Promise<Replay<S>> {
  const whole = await told(replayed, file, id, moment);
  const { steps, hidden } = whole;
  const last = steps.at(-1)?.record.at;
  if (last === undefined) throw new Unreadable(hidden === undefined ? 'NO_STREAM' : 'HIDDEN', id);
  const { knownOn, at } = moment;
  const now = at?.is === 'instant' ? at.until : last;
  return knownOn === undefined
    ? { ...whole, now }
    : knownOf(replayed, id, whole, { on: knownOn, now: at ? now : knownOn });
}

/** Of what was recorded, what was known on the day. */
function knownOf<S>(
  { decider }: Replayed<S>,
  id: string,
  { steps, findings, hidden, ruleBooks }: Pick<Replay<S>, 'steps' | 'findings' | 'hidden' | 'ruleBooks'>,
  { on, now }: { readonly on: Instant; readonly now: Instant },
): Replay<S> {
  const records = steps.map(({ record }) => record);
  const { leftOut, unfolded, ...known } = foldKnown(decider, records, on);
  if (known.steps.length === 0) throw new Unreadable('NOT_KNOWN', id);
  const shown = new Set(known.steps.map(({ record: { rev } }) => rev));
  return {
    ...{ ...known, ruleBooks },
    findings: findings.filter(({ revision }) => shown.has(revision)),
    now: on < now ? on : now,
    known: { on, leftOut, unfolded },
    ...(hidden === undefined ? {} : { hidden }),
  };
}

export interface Listed {
  readonly id: string;
  readonly title: string;
  readonly phase: string;
}

/** The streams of a kind in a file with title and phase, in the order of their beginning. Throws Unreadable. */
export async function listed<S extends Pick<Listed, 'title' | 'phase'>>(
  { kind: listedKind, decider }: Replayed<S>,
  file: string,
  { at, knownOn }: Moment,
): Promise<readonly Listed[]> {
  const states = new Map<string, S>();
  const records = new Map<string, RecordFields[]>();
  for await (const entry of entriesUntil(file, at)) {
    const { kind, key, record, whole } = entry;
    if (kind !== listedKind || !whole) continue;
    states.set(key, evolved(decider, entry, states.get(key) ?? decider.initial));
    if (knownOn === undefined) continue;
    const sofar = records.get(key) ?? [];
    sofar.push(record);
    records.set(key, sofar);
  }
  const shown = [...states].flatMap(([id, state]) => {
    if (knownOn === undefined) return [{ id, state }];
    const known = foldKnown(decider, records.get(id) ?? [], knownOn);
    return known.steps.length === 0 ? [] : [{ id, state: known.state }];
  });
  return shown.map(({ id, state: { title, phase } }) => ({ id, title, phase }));
}
