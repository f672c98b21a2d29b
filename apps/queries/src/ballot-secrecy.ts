import { type Matter, rulebook, ruleBookVersion } from '#domain';
import type { RecordFields } from '#evidence';
import type { Sources } from './sources.js';
import { told } from './streams.js';
import { isInvolved, type Viewer } from './viewer.js';

/** The running round whose votes the viewer may not see yet, but for those of the own house. */
export interface Secrecy {
  readonly round: string;
  readonly own?: string;
}

async function isSealed(store: Sources['store'], { ruleBook }: Matter): Promise<boolean> {
  if (!ruleBook) return false;
  const { now } = await told(store, rulebook, `rulebook-${ruleBook.id}`);
  const version = ruleBookVersion(now.state, ruleBook.version);
  return version?.status === 'ADOPTED' && version.content.procedure.ballotVisibility === 'SEALED';
}

/**
 * Votes of a running round are for those who take part, under a SEALED ballot for nobody before it is closed. What
 * counts is the present: a closed round is open to questions about any instant. Source: model, section 8.
 */
export async function secrecyOf(sources: Sources, viewer: Viewer, present: Matter): Promise<Secrecy | undefined> {
  const round = present.rounds.at(-1);
  if (round?.status !== 'OPEN') return undefined;
  const hidden = !isInvolved(viewer, present) || (await isSealed(sources.store, present));
  if (!hidden) return undefined;
  return { round: round.id, ...(viewer.ministry === undefined ? {} : { own: viewer.ministry }) };
}

/** What tells a vote; that somebody has answered, and when, stays visible. */
const TELLING = ['value', 'reason', 'points', 'kind', 'note', 'preset', 'text'];

/** The data of a record without what the secrecy covers. */
export function veiled({ data }: RecordFields, secrecy: Secrecy | undefined): object {
  const { round, seat } = data as { readonly round?: unknown; readonly seat?: unknown };
  if (!secrecy || round !== secrecy.round || seat === undefined || seat === secrecy.own) return data;
  return Object.fromEntries(Object.entries(data).filter(([name]) => !TELLING.includes(name)));
}
