import { agreement, type Decider, type Event, evolve, fromRecord, matter, type Message } from '#domain';
import type { RecordFields } from '#evidence';
import type { Folded } from './views/view.js';

type Kind = Folded['kind'];

/** How streams of one kind are folded, with the domain's own tables. */
interface Folding {
  readonly initial: unknown;
  readonly evolve: (state: unknown, record: RecordFields) => unknown;
}

const foldedBy = <C extends Message, E extends Event, S>(decider: Decider<C, E, S>): Folding => ({
  initial: decider.initial,
  evolve: (state, record) => evolve(decider, state as S, fromRecord<E>(record)),
});

/** Every kind of stream that views are about, by the prefix of its streams. */
export const KINDS: { readonly [K in Kind]: Folding } = { matter: foldedBy(matter), agreement: foldedBy(agreement) };

const isKind = (prefix: string): prefix is Kind => Object.hasOwn(KINDS, prefix);

/** Kind and id of a stream, undefined if no view is about it. */
export const partsOf = (stream: string): { readonly kind: Kind; readonly id: string } | undefined => {
  const dash = stream.indexOf('-');
  const kind = stream.slice(0, dash);
  return isKind(kind) ? { kind, id: stream.slice(dash + 1) } : undefined;
};

/** Streams with the highest revision that the views hold: of matters with the ids $1, of agreements with the ids $2. */
const HELD = `
  SELECT 'matter-' || matter AS stream, revision FROM read.register WHERE matter = ANY($1::text[])
  UNION ALL SELECT 'agreement-' || agreement, revision FROM read.agreement WHERE agreement = ANY($2::text[])`;

/** How far the views are with these streams; what they do not hold is absent. */
export const heldRevisions = async (
  database: { query(statement: string, parameters: unknown[]): Promise<unknown> },
  streams: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  const idsOf = (kind: Kind) =>
    streams.flatMap((stream) => partsOf(stream)).flatMap((parts) => (parts?.kind === kind ? [parts.id] : []));
  const rows = await database.query(HELD, [idsOf('matter'), idsOf('agreement')]);
  return new Map((rows as { stream: string; revision: number }[]).map(({ stream, revision }) => [stream, revision]));
};
