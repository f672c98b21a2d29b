import { decide, type Decider, type Event, type Instant, type Message, refuse } from '#domain';
import {
  canonical,
  digestsIn,
  eventId,
  type Json,
  openData,
  parseRecord,
  type RecordFields,
  sealData,
  VerificationFailure,
  writeRecord,
} from '#evidence';
import { Conflict, type EventStore, type NewEvent } from './event-store.js';
import type { Folded, Folds } from './fold.js';
import { refuseForeignSeals } from './foreign-seals.js';

/** What of a record comes with the command rather than with an event. */
export type Envelope = Pick<RecordFields, 'by' | 'ch' | 'ev' | 'cls' | 'rb' | 'occurred' | 'received'>;

/** A command ready to be decided: outside facts resolved, the records they rest on named by their leaf hashes. */
export interface Prepared<C> {
  readonly command: C;
  readonly at: Instant;
  readonly envelope: Envelope;
  readonly after: readonly string[];
  /** Pseudonyms of the actor and of whom the command names; they must be known when the records arrive. */
  readonly persons?: readonly string[];
}

export interface Ask<C extends Message, S> {
  readonly stream: string;
  /** UUID of the command, its idempotency key. */
  readonly commandId: string;
  /** What is asked, by whom; a repetition with other content is refused. Not looked up before the request is admitted. */
  readonly content: () => Json | Promise<Json>;
  /** Revision that the sender has seen; an older one than the stream's is refused. */
  readonly expectedRevision?: number;
  /** Visibility and permission. Throws a Refusal. */
  readonly admit: (folded: Folded<S>) => void | Promise<void>;
  readonly prepare: (folded: Folded<S>) => Promise<Prepared<C>>;
}

export interface Answer {
  readonly stream: string;
  /** Revision of the last event recorded by the command. */
  readonly revision: number;
  readonly events: readonly { readonly type: string; readonly revision: number; readonly data: unknown }[];
  /** True if the command had been recorded before and nothing was recorded now. */
  readonly repeated: boolean;
}

/** The part of the vault that recording needs. */
export interface ValueKeeper {
  /** Stores erasable values durably and claims the command id; answers with the hash it was first claimed with. */
  keep(entry: {
    readonly commandId: string;
    readonly stream: string;
    readonly sha256: string;
    readonly values: readonly { readonly digest: string; readonly disclosure: string; readonly class: string }[];
    readonly persons?: readonly string[];
  }): Promise<{ readonly sha256: string }>;
  /** Keyed hash of what was asked: recognises a repetition, gives nothing away. */
  fingerprint(text: string): Promise<string>;
  /** Values of a stream that are still there, by digest. */
  open(digests: readonly string[], stream: string): Promise<ReadonlyMap<string, Json>>;
}

export interface Ledger {
  readonly store: EventStore;
  readonly folds: Folds;
  readonly vault: ValueKeeper;
}

const ATTEMPTS = 10;

/**
 * Loads, folds, admits, decides and appends; on a conflict all again with the new state, so that a command is judged by
 * what it finds. Throws Refusal; IDEMPOTENCY_CONFLICT and CONCURRENT_MODIFICATION are raised here, once for all streams.
 */
export async function handle<C extends Message, E extends Event, S>(
  ledger: Ledger,
  decider: Decider<C, E, S>,
  ask: Ask<C, S>,
): Promise<Answer> {
  let sha256: string | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const folded = await ledger.folds.current(decider, ask.stream);
    await ask.admit(folded);
    sha256 ??= await ledger.vault.fingerprint(canonical(await ask.content()));
    const earlier = folded.commands.get(ask.commandId);
    if (earlier) return answerAgain(ledger, ask, sha256, earlier);
    if (ask.expectedRevision !== undefined && ask.expectedRevision !== folded.revision) {
      refuse('CONCURRENT_MODIFICATION', { expected: ask.expectedRevision, revision: folded.revision });
    }
    const prepared = await ask.prepare(folded);
    const events = decide(decider, prepared.command, folded.state);
    try {
      return await record(ledger, decider, ask, { folded, prepared, events, sha256 });
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      if (attempt === ATTEMPTS) refuse('CONCURRENT_MODIFICATION', { revision: error.current });
    }
  }
}

interface Decision<C, S> {
  readonly folded: Folded<S>;
  readonly prepared: Prepared<C>;
  readonly events: readonly Event[];
  readonly sha256: string;
}

async function record<C extends Message, E extends Event, S>(
  { store, vault }: Ledger,
  decider: Decider<C, E, S>,
  ask: Ask<C, S>,
  { folded, prepared, events, sha256 }: Decision<C, S>,
): Promise<Answer> {
  const first = folded.revision + 1;
  // A clock that was set back must not make a stream run backwards in time.
  const at = folded.at !== undefined && folded.at > prepared.at ? folded.at : prepared.at;
  await refuseForeignSeals(store, ask.stream, folded.revision, events);
  const erasable: Readonly<Record<string, readonly string[] | undefined>> = decider.erasable;
  const sealed = events.map((event) => sealData(event.data as object, erasable[event.type] ?? []));
  const records = events.map((event, index): NewEvent => {
    const id = eventId(ask.commandId, index);
    const text = written({
      v: 1,
      id,
      stream: ask.stream,
      rev: first + index,
      type: event.type,
      sv: 1,
      at,
      ...prepared.envelope,
      cmd: { id: ask.commandId, sha256 },
      after: [...prepared.after],
      data: sealed[index]?.data as RecordFields['data'],
    });
    return { id, type: event.type, record: text };
  });
  const values = sealed.flatMap(({ disclosures }, index) =>
    disclosures.map(({ digest, disclosure }) => ({ digest, disclosure, class: events[index]?.type ?? '' })),
  );
  // Before the event: a value without an event is swept, an event without its value would be a loss.
  const { persons = [] } = prepared;
  const claim = await vault.keep({ commandId: ask.commandId, stream: ask.stream, sha256, values, persons });
  if (claim.sha256 !== sha256) refuse('IDEMPOTENCY_CONFLICT', { commandId: ask.commandId });
  const revision = await store.append(ask.stream, folded.revision, records);
  const recorded = events.map(({ type, data }, index) => ({ type, data: data as object, revision: first + index }));
  return { stream: ask.stream, revision, events: await opened(vault, ask.stream, recorded), repeated: false };
}

/** What does not fit into one record cannot be taken; longer texts belong into a file that is named as evidence. */
function written(fields: RecordFields): string {
  try {
    return writeRecord(fields);
  } catch (error) {
    if (error instanceof VerificationFailure && error.code === 'TOO_LONG')
      refuse('INVALID_PAYLOAD', { problem: `${error.code} ${error.detail ?? ''}`.trim() });
    throw error;
  }
}

type Reported = Answer['events'][number] & { readonly data: object };

/** With the words in place of their digests, as far as they are still there. */
async function opened(
  vault: ValueKeeper,
  stream: string,
  events: readonly Reported[],
  erased: ReadonlySet<string> = new Set(),
): Promise<readonly Reported[]> {
  const digests = events.flatMap(({ data }) => digestsIn(data)).filter((digest) => !erased.has(digest));
  if (digests.length === 0) return events;
  const values = await vault.open(digests, stream);
  return events.map((event) => ({ ...event, data: openData(event.data, (digest) => values.get(digest)) }));
}

async function answerAgain(
  { store, vault }: Ledger,
  { stream, commandId }: Pick<Ask<Message, unknown>, 'stream' | 'commandId'>,
  sha256: string,
  earlier: { readonly sha256: string; readonly from: number; readonly to: number },
): Promise<Answer> {
  if (earlier.sha256 !== sha256) refuse('IDEMPOTENCY_CONFLICT', { commandId });
  const events: { type: string; revision: number; data: object }[] = [];
  const erased = new Set<string>();
  for await (const stored of store.readStream(stream, earlier.from)) {
    const { data } = parseRecord(stored.record);
    if (stored.revision <= earlier.to) events.push({ type: stored.type, revision: stored.revision, data });
    if (stored.type === 'ValuesErased')
      for (const one of (data as { readonly digests: string[] }).digests) erased.add(one);
  }
  // What was erased since is not told again, whether it is deleted yet or not.
  return { stream, revision: earlier.to, events: await opened(vault, stream, events, erased), repeated: true };
}
