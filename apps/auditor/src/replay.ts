import type { Decider, Event, Instant, Message } from '#domain';
import type { RecordFields } from '#evidence';
import { decideAgain, isJudged, type Subject } from './decided/again.js';
import { entriesOf } from './entries.js';
import { emptyRegistry, type Entry, evolved, register, type Registry } from './records.js';
import { Unreadable } from './unreadable.js';

/** Verdict of deciding again: as recorded, otherwise, or not to be decided from this file. */
export interface Finding {
  readonly revision: number;
  readonly type: string;
  readonly verdict: 'CONFIRMED' | 'DEVIATES' | 'NOT_RECOMPUTED';
  /** What the rules yield, or the code of their refusal. */
  readonly found?: string;
  readonly recorded?: string;
}

/** A kind of stream that is replayed one by one. */
export interface Replayed<S> {
  readonly kind: Subject['kind'];
  readonly decider: Decider<Message, Event, S>;
  readonly subjectOf: (state: S) => Subject;
}

/** One event of the stream and its state before and after it. */
export interface Step<S> {
  readonly record: RecordFields;
  readonly before: S;
  readonly after: S;
}

export interface Replay<S> {
  readonly steps: readonly Step<S>[];
  readonly state: S;
  readonly findings: readonly Finding[];
}

/** A command whose records are not all read yet. */
interface Judgement {
  readonly registry: Registry;
  readonly before: Subject;
  readonly records: [RecordFields, ...RecordFields[]];
}

function findingOf({ registry, before, records }: Judgement): Finding {
  const [{ rev: revision, type }] = records;
  const verdict = decideAgain(registry, before, records);
  if (verdict.is === 'UNFOUNDED') return { revision, type, verdict: 'NOT_RECOMPUTED' };
  if (verdict.is === 'CONFIRMED') return { revision, type, verdict: 'CONFIRMED' };
  return { revision, type, verdict: 'DEVIATES', found: verdict.found, recorded: verdict.recorded };
}

const copyOf = ({ ministries, bodies, calendars, ruleBooks }: Registry): Registry => ({
  ministries: new Map(ministries),
  bodies: new Map(bodies),
  calendars: new Map(calendars),
  ruleBooks: new Map(ruleBooks),
});

/** Decides each judgement again as soon as all records of its command are read. */
function judgements(registry: Registry) {
  const findings: Finding[] = [];
  let open: Judgement | undefined;
  const close = () => {
    if (open) findings.push(findingOf(open));
    open = undefined;
  };
  return {
    add: (record: RecordFields, before: Subject) => {
      if (open?.records[0].cmd.id === record.cmd.id) {
        open.records.push(record);
        return;
      }
      close();
      if (isJudged(before.kind, record.type)) open = { registry: copyOf(registry), before, records: [record] };
    },
    end: () => {
      close();
      return findings;
    },
  };
}

/** Records of an export up to an instant. */
async function* entriesUntil(file: string, at: Instant | undefined): AsyncGenerator<Entry> {
  for await (const entry of entriesOf(file)) if (at === undefined || entry.record.at <= at) yield entry;
}

/** Replays one stream from an export, up to `at`; keeps the records of this stream only. Throws Unreadable. */
export async function replay<S>(replayed: Replayed<S>, file: string, id: string, at?: Instant): Promise<Replay<S>> {
  const registry = emptyRegistry();
  const judging = judgements(registry);
  const steps: Step<S>[] = [];
  const { decider } = replayed;
  let state = decider.initial;
  for await (const entry of entriesUntil(file, at)) {
    const { record, kind, key } = entry;
    register(registry, entry);
    if (kind === replayed.kind && key === id) {
      judging.add(record, replayed.subjectOf(state));
      const after = evolved(decider, entry, state);
      steps.push({ record, before: state, after });
      state = after;
    }
  }
  if (steps.length === 0) throw new Unreadable('NO_STREAM', id);
  return { steps, state, findings: judging.end() };
}

export interface Listed {
  readonly id: string;
  readonly title: string;
  readonly phase: string;
}

/** The streams of a kind in an export with title and phase, in the order of their beginning. Throws Unreadable. */
export async function listed<S extends Pick<Listed, 'title' | 'phase'>>(
  { kind: listedKind, decider }: Replayed<S>,
  file: string,
  at?: Instant,
): Promise<readonly Listed[]> {
  const states = new Map<string, S>();
  for await (const entry of entriesUntil(file, at)) {
    const { kind, key } = entry;
    if (kind === listedKind) states.set(key, evolved(decider, entry, states.get(key) ?? decider.initial));
  }
  return [...states].map(([id, { title, phase }]) => ({ id, title, phase }));
}
