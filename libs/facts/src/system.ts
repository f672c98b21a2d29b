import {
  agreement,
  agreementDeadlinesOf,
  type AgreementTimers,
  type Command,
  deadlinesOf,
  type Decider,
  dueFor,
  type Event,
  type Instant,
  log,
  type LogCommand,
  type LogEvent,
  type LogSuccession,
  matter,
  type Matter,
  type MatterCommand,
  type MatterTimers,
  selfcheck,
  type SelfCheckCommand,
  type SelfCheckEvent,
  type ViewsComparison,
} from '#domain';
import { sha256Hex, uuidV5 } from '#evidence';
import { type Answer, type Envelope, type Folded, type Folds, handle, type Ledger } from '#event-store';
import { agreementFacts, agreementMarks } from './agreement-facts.js';
import { matterFacts } from './matter-facts.js';
import type { Registry } from './registry.js';

const SYSTEM = { sub: 'system', org: 'SYSTEM', role: 'SYSTEM' } as const;
/** Namespace of the ids of commands that follow from time or from an event; any fixed UUID. */
const NAMESPACE = '5f0c5d6e-6f2a-5b43-9c7e-1a2b3c4d5e6f';
const actor = { person: SYSTEM.sub, function: 'SEC', mandates: [] } as const;

export interface Office {
  readonly ledger: Ledger;
  readonly folds: Folds;
  readonly registry: Registry;
}

type Own<T> = { readonly [K in keyof T]: { readonly type: K; readonly data: T[K] } }[keyof T];
type Draft = { readonly type: 'DraftMatter'; readonly data: Extract<MatterCommand, { type: 'DraftMatter' }>['data'] };

/** A command that the system sends by itself: what time brings about, or what follows from an event. */
export type SystemCommand = (Own<MatterTimers> | Own<AgreementTimers> | Draft) & Caused;

interface Caused {
  /** Instant at which it became due, `occurred` in the record. */
  readonly due: Instant;
  /** What makes it the same command when it is sent again. */
  readonly cause: string;
}

const isOfAgreement = (command: SystemCommand): command is Own<AgreementTimers> & Caused => 'agreement' in command.data;

/** How one kind of stream takes a command of the system. */
interface Taking<C extends Command, E extends Event, S> {
  readonly decider: Decider<C, E, S>;
  readonly stream: string;
  readonly facts: (folded: Folded<S>) => Promise<{ readonly facts: C['facts']; readonly after: readonly string[] }>;
  readonly marks: (state: S, facts: C['facts']) => Pick<Envelope, 'cls' | 'rb'>;
  /** When it became due as the stream has it: a view that is behind still has the deadline of before. */
  readonly dueIn?: (state: S) => Instant | undefined;
  /** How often what the cause is about was there before: when it is there anew, the same cause is another one. */
  readonly turn?: (state: S) => number;
}

/**
 * The id of a command of the system, the same for all processes on one vault, and nobody can tell it beforehand: who could
 * would use it for a command of his own, and what is due would be taken for a repetition with other content.
 */
const idOf = async ({ vault }: Ledger, text: string): Promise<string> =>
  uuidV5(NAMESPACE, await vault.fingerprint(text));

async function send<C extends Command, E extends Event, S>(
  { ledger, folds }: Office,
  { type, data, due, cause }: Caused & { readonly type: string; readonly data: object },
  now: Instant,
  { decider, stream, facts: lookUp, marks, dueIn = () => undefined, turn }: Taking<C, E, S>,
): Promise<Answer> {
  const before = turn ? turn((await folds.current(decider, stream)).state) : 0;
  const commandId = await idOf(ledger, [stream, type, cause, ...(before > 0 ? [before] : [])].join(' '));
  const prepare = async (folded: Folded<S>) => {
    const { facts, after } = await lookUp(folded);
    const meta = { now, actor, onBehalfOf: SYSTEM.org, channel: 'PORTAL' } as const;
    return {
      command: { type, data, meta, facts } as unknown as C,
      at: now,
      envelope: { by: SYSTEM, occurred: dueIn(folded.state) ?? due, ...marks(folded.state, facts) },
      after,
    };
  };
  const content = () => ({ type, stream, cause });
  return handle(ledger, decider, { stream, commandId, content, admit: () => undefined, prepare });
}

/** Sends a command of the system. The same cause is recorded once, however often it is sent. Throws Refusal if it no longer fits. */
export function act(office: Office, command: SystemCommand, now: Instant): Promise<Answer> {
  const { registry, folds } = office;
  if (isOfAgreement(command)) {
    const { data } = command;
    return send(office, command, now, {
      decider: agreement,
      stream: `agreement-${data.agreement}`,
      facts: (folded) => agreementFacts(registry, { command, folded, now }),
      marks: (state, facts) => agreementMarks(state, data, facts),
      dueIn: (state) => dueFor(command, agreementDeadlinesOf(state)),
      // A party that left and acceded again may give notice for the same day.
      turn: ({ memberships }) =>
        'party' in data ? memberships.filter(({ party }) => party === data.party).length - 1 : 0,
    });
  }
  const { data } = command;
  return send(office, command, now, {
    decider: matter,
    stream: `matter-${data.matter}`,
    facts: (folded) => matterFacts(registry, folds, { command, folded, now, person: SYSTEM.sub }),
    marks: (state) => pinned(state, data),
    dueIn: (state) => dueFor(command, deadlinesOf(state)),
    // A decision that was annulled and is enacted again sets the same duties for the same days.
    turn: ({ formerDecisions }) => formerDecisions.length,
  });
}

/** Stream of the checks that the ledger makes of its views. */
export const SELF_CHECKS = 'selfcheck-views';

/** Records what a check of the views found; the same cause is recorded once. */
export const recordSelfCheck = (
  office: Office,
  data: ViewsComparison,
  { now, cause }: { readonly now: Instant; readonly cause: string },
): Promise<Answer> =>
  send<SelfCheckCommand, SelfCheckEvent, ViewsComparison | undefined>(
    office,
    { type: 'RecordSelfCheck', data, due: now, cause },
    now,
    {
      ...{ decider: selfcheck, stream: SELF_CHECKS },
      facts: () => Promise.resolve({ facts: undefined, after: [] }),
      marks: () => ({}),
    },
  );

/** Records, as the first event of a new log, which log it continues. The stream has the name of no other such record. */
export const recordSuccession = (
  office: Office,
  data: LogSuccession,
  { now, origin }: { readonly now: Instant; readonly origin: string },
): Promise<Answer> =>
  send<LogCommand, LogEvent, readonly string[]>(office, { type: 'ContinueLog', data, due: now, cause: origin }, now, {
    ...{ decider: log, stream: `log-after-${sha256Hex(origin).slice(0, 16)}` },
    facts: () => Promise.resolve({ facts: undefined, after: [] }),
    marks: () => ({}),
  });

/** Classification and pinned rule book as they stand in every record of a matter; a draft brings its classification along. */
export const pinned = ({ phase, classification, ruleBook }: Matter, data: object) => {
  const cls = phase === 'NONE' && 'classification' in data ? String(data.classification) : classification;
  return { cls, ...(ruleBook ? { rb: ruleBook } : {}) };
};
