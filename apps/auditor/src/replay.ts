import { type Instant, type Matter, matter as decider } from '#domain';
import type { RecordFields } from '#evidence';
import { emptyRegistry, entriesOf, type Entry, evolved, register, type Registry } from './records.js';
import { type Finding, isJudgement, redecide } from './redecide.js';
import { Unreadable } from './unreadable.js';

/** One event of the matter and the matter before and after it. */
export interface Step {
  readonly record: RecordFields;
  readonly before: Matter;
  readonly after: Matter;
}

export interface Replay {
  readonly steps: readonly Step[];
  readonly state: Matter;
  readonly findings: readonly Finding[];
}

/** A command whose records are not all read yet. */
interface Judgement {
  readonly registry: Registry;
  readonly before: Matter;
  readonly records: RecordFields[];
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
    const finding = open && redecide(open.registry, open.before, open.records);
    if (finding) findings.push(finding);
    open = undefined;
  };
  return {
    add: (record: RecordFields, before: Matter) => {
      if (open?.records[0]?.cmd.id === record.cmd.id) {
        open.records.push(record);
        return;
      }
      close();
      if (isJudgement(record)) open = { registry: copyOf(registry), before, records: [record] };
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

/** Replays one matter from an export, up to `at`; keeps the records of this matter only. Throws Unreadable. */
export async function replay(file: string, matter: string, at?: Instant): Promise<Replay> {
  const registry = emptyRegistry();
  const judging = judgements(registry);
  const steps: Step[] = [];
  let state: Matter = decider.initial;
  for await (const entry of entriesUntil(file, at)) {
    const { record, kind, key } = entry;
    if (kind !== 'matter') register(registry, entry);
    else if (key === matter) {
      judging.add(record, state);
      const after = evolved(entry, state);
      steps.push({ record, before: state, after });
      state = after;
    }
  }
  if (steps.length === 0) throw new Unreadable('NO_MATTER', matter);
  return { steps, state, findings: judging.end() };
}

export interface Listed {
  readonly matter: string;
  readonly title: string;
  readonly phase: Matter['phase'];
}

/** The matters of an export with title and phase, in the order of their beginning. Throws Unreadable. */
export async function matters(file: string, at?: Instant): Promise<readonly Listed[]> {
  const states = new Map<string, Matter>();
  for await (const entry of entriesUntil(file, at)) {
    const { kind, key } = entry;
    if (kind === 'matter') states.set(key, evolved(entry, states.get(key) ?? decider.initial));
  }
  return [...states].map(([matter, { title, phase }]) => ({ matter, title, phase }));
}
