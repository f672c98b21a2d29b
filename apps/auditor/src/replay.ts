import { type Decider, type Event, foldKnown, type Instant, type Message, type Step as StepOf } from '#domain';
import type { RecordFields } from '#evidence';
import type { Subject } from './decided/subject.js';
import { type Finding, judgements } from './judging.js';
import type { End } from './leaves.js';
import { type Moment, placed } from './moment.js';
import { emptyRegistry, type Entry, evolved, forget, register, type Registry } from './records.js';
import { type Tail, tails } from './tails.js';
import { Unreadable } from './unreadable.js';
import { basis, isBasis } from './verify/basis.js';
import { isSubject } from './verify/kinds.js';

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
  /** What may be missing behind its last record; absent where nothing can be. */
  readonly tail?: Tail;
  /** Rule books of the file, as far as it holds them from their beginning. */
  readonly ruleBooks: Registry['ruleBooks'];
}

export interface Unknown {
  readonly on: Instant;
  readonly leftOut: readonly RecordFields[];
  readonly unfolded: readonly RecordFields[];
}

/** One stream, as it is folded, and its decisions, as they are decided again. */
function course<S>({ decider, subjectOf }: Replayed<S>, registry: Registry) {
  const judging = judgements(registry);
  const resting = basis();
  const own: string[] = [];
  const steps: Step<S>[] = [];
  let state = decider.initial;
  let hidden: number | undefined;
  return {
    follow: judging.follow,
    take: (entry: Entry): void => {
      const { record, whole, leaf } = entry;
      if (!whole) {
        hidden ??= steps.length;
        return;
      }
      judging.begin(
        entry,
        subjectOf(state),
        resting.missing(record, () => own),
      );
      const after = evolved(decider, entry, state);
      if (isBasis(subjectOf(after), record.rev)) own.push(leaf());
      steps.push({ record, before: state, after });
      state = after;
    },
    /** What follows may name it as its basis. */
    passed: ({ kind, leaf }: Entry): void => {
      if (!isSubject(kind)) resting.add(leaf());
    },
    end: (end: End) => {
      const findings = judging.end(end);
      return { steps, state, findings, ...(hidden === undefined ? {} : { hidden }) };
    },
  };
}

/** What the file tells of one stream, as it was recorded. */
async function told<S>(replayed: Replayed<S>, file: string, id: string, { at }: Moment) {
  const registry = emptyRegistry();
  const { follow, take, passed, end } = course(replayed, registry);
  const stream = `${replayed.kind}-${id}`;
  const behind = tails(at, (name) => name === stream);
  let ending: End = { places: 0n };
  const ended = (found: End) => (ending = found);
  for await (const one of placed(file, { place: at, stream, ended })) {
    const { entry, isUntil } = one;
    // A command is decided again with all its records, also where the place lies between them.
    follow(entry);
    behind.take(one);
    if (isUntil) {
      if (entry.whole) register(registry, entry);
      else forget(registry, entry);
      if (entry.record.stream === stream) take(entry);
    }
    passed(entry);
  }
  const tail = behind.of(stream, ending);
  return { ...end(ending), ...(tail ? { tail } : {}), ruleBooks: registry.ruleBooks };
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
  { steps, findings, ...whole }: Omit<Replay<S>, 'state' | 'now'>,
  { on, now }: { readonly on: Instant; readonly now: Instant },
): Replay<S> {
  const records = steps.map(({ record }) => record);
  const { leftOut, unfolded, ...known } = foldKnown(decider, records, on);
  if (known.steps.length === 0) {
    const resting = unfolded.map(({ rev, type }) => `#${rev} ${type}`);
    throw resting.length === 0 ? new Unreadable('NOT_KNOWN', id) : new Unreadable('NOT_BEGUN', resting.join(', '));
  }
  const shown = new Set(known.steps.map(({ record: { rev } }) => rev));
  return {
    ...{ ...whole, ...known },
    findings: findings.filter(({ revision }) => shown.has(revision)),
    now: on < now ? on : now,
    known: { on, leftOut, unfolded },
  };
}
