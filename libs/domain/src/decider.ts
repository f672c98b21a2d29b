import type { Actor } from './actor.js';
import type { Instant } from './time.js';

/** Anything with a type that a table can be keyed by. */
export interface Message {
  readonly type: string;
}

/** The members of a message union that carry type `T`. */
export type Of<M extends Message, T> = Extract<M, { readonly type: T }>;

export type Channel = 'PORTAL' | 'MEETING' | 'EMAIL' | 'LETTER' | 'ORAL';

/** What came with a command beside its payload: who, for whom, when, how. Set by the server, except channel, receipt and evidence. */
export interface Meta {
  readonly now: Instant;
  readonly actor: Actor;
  /** Code of the ministry or body the actor speaks for. */
  readonly onBehalfOf: string;
  readonly channel: Channel;
  /** Eingang at the secretariat as claimed; what counts is `receiptOf`. */
  readonly receivedAt?: Instant;
  readonly evidence?: { readonly name: string; readonly sha256: string };
}

/** A request to an aggregate: the payload of the catalogue, its envelope, and the outside facts resolved beforehand. */
export interface Command<T extends string = string, D = unknown, F = unknown> extends Message {
  readonly type: T;
  readonly data: D;
  readonly meta: Meta;
  readonly facts: F;
}

/** A fact of one stream: the payload of the catalogue. */
export interface Event<T extends string = string, D = unknown> extends Message {
  readonly type: T;
  readonly data: D;
}

/** What the record adds to an event. `at` is the entry in the log; `by.sub` a pseudonym. */
export interface Entry {
  readonly at: Instant;
  readonly revision: number;
  readonly by: { readonly sub: string; readonly org: string; readonly role: string };
  readonly commandId: string;
}

export type Recorded<E extends Message> = E & { readonly entry: Entry };

/** Erasable text: the words themselves while deciding, their salted digest once read back from the log. */
export type Erasable = string | { readonly '#': string };

/** Payload of a command as it is recorded: the named fields become erasable. */
export type As<P, Texts extends string = never> = {
  readonly [K in keyof P]: K extends Texts ? Erasable | Extract<P[K], undefined> : P[K];
};

/** An aggregate is two tables: what each command yields, what each event changes. */
export interface Decider<C extends Message, E extends Message, S> {
  readonly initial: S;
  readonly decide: { readonly [T in C['type']]: (command: Of<C, T>, state: S) => readonly E[] };
  readonly evolve: { readonly [T in E['type']]: (state: S, event: Recorded<Of<E, T>>) => S };
  /** Per event type the payload paths that are stored erasably, e.g. `answers[].text`. */
  readonly erasable: { readonly [T in E['type']]?: readonly string[] };
}

/** An event type that this version of the rules does not know: the history is broken or newer than the reader. */
export class UnknownEvent extends Error {
  constructor(readonly type: string) {
    super(`Unknown event type ${type}`);
    this.name = 'UnknownEvent';
  }
}

/** Applies one recorded event. Throws UnknownEvent, or what the table row throws when the event does not fit the state. */
export function evolve<C extends Message, E extends Message, S>(
  decider: Decider<C, E, S>,
  state: S,
  event: Recorded<E>,
): S {
  if (!Object.hasOwn(decider.evolve, event.type)) throw new UnknownEvent(event.type);
  const row = decider.evolve[event.type as E['type']] as (state: S, event: Recorded<E>) => S;
  return row(state, event);
}

/** Decides one command. The caller has checked that the type belongs to the aggregate. */
export function decide<C extends Message, E extends Message, S>(
  decider: Decider<C, E, S>,
  command: C,
  state: S,
): readonly E[] {
  const row = decider.decide[command.type as C['type']] as (command: C, state: S) => readonly E[];
  return row(command, state);
}

/** The members of a stored record that the rules read; what surrounds them is evidence. */
export interface RecordLike {
  readonly type: string;
  readonly rev: number;
  readonly at: Instant;
  readonly by: { readonly sub: string; readonly org: string; readonly role: string };
  readonly cmd: { readonly id: string };
  readonly data: unknown;
}

/** The event that a record holds. Its payload is trusted to have the shape that the writer's types gave it. */
export function fromRecord<E extends Event>(record: RecordLike): Recorded<E> {
  const { type, rev, at, by, cmd, data } = record;
  const entry: Entry = { at, revision: rev, by: { sub: by.sub, org: by.org, role: by.role }, commandId: cmd.id };
  return { type, data, entry } as Recorded<E>;
}
