import { randomUUID } from 'node:crypto';
import type { Actor, Command, Decider, Event, Instant, Meta } from '#domain';
import { mandateFor, maySend, Refusal, refuse } from '#domain';
import { RefusedRequest } from '#edge';
import { type Answer, type Envelope, type Folded, handle } from '#event-store';
import { actorOf } from '#facts';
import { ForgottenPerson } from '#vault';
import { existing, permitted, proven, type Sent } from './admission.js';
import type { Desk } from './desk.js';

/** In place of a pseudonym that nobody has; no record can hold it. */
const NOBODY = randomUUID();

/** What facts are looked up for. */
interface Asked {
  /** Pseudonym of the sender. */
  readonly person: string;
  /** What was sent, whom it names by pseudonym. */
  readonly data: object;
  readonly now: Instant;
}

/** How one aggregate takes a request: its decider, its stream, and what it needs to know from outside. */
export interface Taking<C extends Command, E extends Event, S> {
  readonly decider: Decider<C, E, S>;
  readonly stream: string;
  /** Default of the body or house spoken for, where the sender has none. */
  readonly body: (state: S) => string;
  readonly visible?: (state: S) => boolean;
  readonly facts: (
    folded: Folded<S>,
    asked: Asked,
  ) => Promise<{ readonly facts: C['facts']; readonly after: readonly string[] }>;
  /** What the records of this aggregate carry beside the sender. */
  readonly marks?: (state: S, facts: C['facts']) => Pick<Envelope, 'cls' | 'rb'>;
  /** What has a place in the state instead of what was refused. */
  readonly next?: (state: S) => {
    readonly commands: readonly string[];
    readonly ruleBook?: { readonly id: string; readonly version: string };
  };
}

/**
 * Takes one request. A person who was forgotten while it was worked on comes again under a new pseudonym: it is then
 * taken once more, so that no record names somebody behind whom nobody can be found.
 */
export async function submit<C extends Command, E extends Event, S>(
  desk: Desk,
  sent: Sent,
  taking: Taking<C, E, S>,
): Promise<Answer> {
  try {
    return await taken(desk, sent, taking);
  } catch (error) {
    if (!(error instanceof ForgottenPerson)) throw error;
    return taken(desk, sent, taking);
  }
}

/** Admits, prepares and decides one request; a refusal tells what would be allowed instead. */
async function taken<C extends Command, E extends Event, S>(
  desk: Desk,
  sent: Sent,
  taking: Taking<C, E, S>,
): Promise<Answer> {
  const { type, commandId, expectedRevision, identity } = sent;
  const person = await desk.vault.pseudonym(identity.person);
  let seen: S | undefined;
  const admit = async (folded: Folded<S>) => {
    const visible = taking.visible?.(folded.state) ?? true;
    const edits = type === 'EditEvent';
    // Codes of what is invisible are lawful here (ALREADY_EXISTS, HISTORY_IMMUTABLE); where it stands is not told with them.
    seen = visible && !(edits && folded.revision < 0) ? folded.state : undefined;
    // Before the revision is compared, which would tell it.
    if (edits) refuse('HISTORY_IMMUTABLE');
    existing(sent, folded);
    if (!visible) refuse('NOT_FOUND');
    await permitted(desk, sent);
  };
  let naming: ReturnType<typeof pseudonymous> | undefined;
  const named = () => (naming ??= pseudonymous(desk, sent));
  const prepare = async (folded: Folded<S>) => {
    const now = present(desk, folded);
    await proven(desk, sent, now);
    const { data, persons } = await named();
    const { actor, after: grants } = await actorOf(desk.registry, identity, person, now);
    const { facts, after } = await taking.facts(folded, { person, data, now });
    const meta = metaOf(sent, actor, now, taking.body(folded.state));
    return {
      command: { type, data, meta, facts } as unknown as C,
      at: now,
      envelope: { ...envelopeOf(type, meta), ...taking.marks?.(folded.state, facts) },
      ...{ after: [...after, ...grants], persons: [...new Set([person, ...persons])] },
    };
  };
  // By pseudonym: a name in the fingerprint could be tried, and would stay when the name behind the pseudonym is gone.
  const content = async () => ({
    type,
    stream: taking.stream,
    by: person,
    data: (await named()).data as never,
    envelope: { ...sent.envelope } as never,
  });
  const ask = { stream: taking.stream, commandId, content, admit, prepare };
  try {
    const precise = expectedRevision === undefined ? ask : { ...ask, expectedRevision };
    const decided = () => handle(desk.ledger, taking.decider, precise);
    return await desk.inTurn(commandId, () => desk.inTurn(taking.stream, decided));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new RefusedRequest(error, contextOf(taking, seen, sent, error));
  }
}

/** The instant that is recorded: where the clock was set back, or another's is ahead, the command is decided by that one too. */
function present({ clock }: Desk, { at }: Folded<unknown>): Instant {
  const now = clock.now();
  return at !== undefined && at > now ? at : now;
}

/** Payload members that name a person; the log knows them by their pseudonym only. */
async function pseudonymous({ vault }: Desk, { type, data }: Pick<Sent, 'type' | 'data'>) {
  if (!('person' in data) || typeof data.person !== 'string') return { data, persons: [] };
  // Who asks to erase somebody must not thereby enter them: of whom nothing is known, nothing is found either.
  const known = type === 'RequestErasure' ? ((await vault.knownAs(data.person)) ?? NOBODY) : undefined;
  const person = known ?? (await vault.pseudonym(data.person));
  return { data: { ...data, person }, persons: [person] };
}

function metaOf({ envelope, identity }: Sent, actor: Actor, now: string, body: string): Meta {
  const { channel = 'PORTAL', receivedAt, evidence, onBehalfOf } = envelope;
  return {
    ...{ now, actor, channel },
    onBehalfOf: onBehalfOf ?? identity.ministry ?? (body || (identity.origin ?? identity.function)),
    ...(receivedAt === undefined ? {} : { receivedAt }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function envelopeOf(type: string, { actor, onBehalfOf, channel, receivedAt, evidence }: Meta): Envelope {
  const org = actor.ministry ?? actor.origin ?? actor.function;
  const mandate = mandateFor(type, actor.mandates)?.id;
  return {
    by: {
      ...{ org, role: actor.function, sub: actor.person },
      ...(onBehalfOf === org ? {} : { for: onBehalfOf }),
      ...(mandate === undefined ? {} : { mandate }),
    },
    ch: channel,
    ...(receivedAt === undefined ? {} : { received: receivedAt }),
    ...(evidence === undefined ? {} : { ev: evidence }),
  };
}

/** An invisible stream must not betray its phase. */
function contextOf<S>(
  { next }: Pick<Taking<never, never, S>, 'next'>,
  state: S | undefined,
  { identity }: Sent,
  refusal: Refusal,
) {
  if (!next || state === undefined || refusal.code === 'NOT_FOUND' || refusal.code === 'INVALID_PAYLOAD') return {};
  const { commands, ruleBook } = next(state);
  const allowedCommands = commands.filter((type) => maySend(identity.function, type));
  return { allowedCommands, ...(ruleBook ? { ruleBook: `${ruleBook.id}@${ruleBook.version}` } : {}) };
}
