import { type Instant, matter, type MatterTimers, type Matter, type MatterCommand } from '#domain';
import { uuidV5 } from '#evidence';
import { type Answer, type Folded, type Folds, handle, type Ledger } from '#event-store';
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

type Own = {
  readonly [T in keyof MatterTimers]: { readonly type: T; readonly data: MatterTimers[T] };
}[keyof MatterTimers];
type Draft = { readonly type: 'DraftMatter'; readonly data: Extract<MatterCommand, { type: 'DraftMatter' }>['data'] };

/** A command that the system sends by itself: what time brings about, or what follows from an event. */
export type SystemCommand = (Own | Draft) & {
  /** Instant at which it became due, `occurred` in the record. */
  readonly due: Instant;
  /** What makes it the same command when it is sent again. */
  readonly cause: string;
};

/** Sends a command of the system. The same cause is recorded once, however often it is sent. Throws Refusal if it no longer fits. */
export function act(office: Office, { due, cause, ...command }: SystemCommand, now: Instant): Promise<Answer> {
  const stream = `matter-${command.data.matter}`;
  const commandId = uuidV5(NAMESPACE, `${stream} ${command.type} ${cause}`);
  const prepare = async (folded: Folded<Matter>) => {
    const question = { command, folded, now, person: SYSTEM.sub };
    const { facts, after } = await matterFacts(office.registry, office.folds, question);
    const meta = { now, actor, onBehalfOf: SYSTEM.org, channel: 'PORTAL' } as const;
    return {
      command: { ...command, meta, facts } as MatterCommand,
      at: now,
      envelope: { by: SYSTEM, occurred: due, ...pinned(folded.state, command.data) },
      after,
    };
  };
  const content = { type: command.type, stream, cause };
  return handle(office.ledger, matter, { stream, commandId, content, admit: () => undefined, prepare });
}

/** Classification and pinned rule book as they stand in every record of a matter; a draft brings its classification along. */
export const pinned = ({ phase, classification, ruleBook }: Matter, data: object) => {
  const cls = phase === 'NONE' && 'classification' in data ? String(data.classification) : classification;
  return { cls, ...(ruleBook ? { rb: ruleBook } : {}) };
};
