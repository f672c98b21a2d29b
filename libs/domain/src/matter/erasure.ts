import { own } from '../codes.js';
import { refuse } from '../refusals.js';
import type { LegalBasis } from '../rulebook/content.js';
import { addYears, dayOf, endOf, type Instant } from '../time.js';
import type { MatterCommand } from './commands.js';
import { bookOf, type Changes, type Decisions } from './rows.js';
import type { Matter } from './state.js';
import { changed } from './shape.js';

type Erasing = Extract<MatterCommand, { type: 'RequestErasure' | 'ApproveErasure' }>;

/** Files are kept for years after the end of the matter, and as long as it has none (rule book, `retentionYears`). */
function retained(command: Erasing, { endedAt }: Matter): void {
  const until: Instant | undefined =
    endedAt && endOf(addYears(dayOf(endedAt), bookOf(command).procedure.retentionYears));
  if (until === undefined) refuse('RETENTION_RUNNING');
  if (command.meta.now < until) refuse('RETENTION_RUNNING', { until });
}

/** Löschung: asked for by data protection, approved by the records office, never by one person. Source: catalogue 4.4, I16. */
export const erasure: Decisions<'RequestErasure' | 'ApproveErasure'> = {
  RequestErasure: (command, state) => {
    const { data, facts } = command;
    if (Object.hasOwn(state.erasures, data.erasure)) refuse('ALREADY_EXISTS', { erasure: data.erasure });
    retained(command, state);
    if (facts.absent) refuse('NOT_FOUND');
    return [{ type: 'ErasureRequested', data }];
  },

  ApproveErasure: (command, state) => {
    const { data, meta, facts } = command;
    const request = own(state.erasures, data.erasure) ?? refuse('NOT_FOUND', { erasure: data.erasure });
    if (request.digests) refuse('ALREADY_EXISTS', { erasure: data.erasure });
    if (meta.actor.person === request.requestedBy) refuse('FOUR_EYES');
    // A correction may have brought the matter back to life since the request.
    retained(command, state);
    const { legalGround } = request;
    return [{ type: 'ValuesErased', data: { erasure: data.erasure, digests: facts.digests ?? [], legalGround } }];
  },
};

export const erasing: Changes<'ErasureRequested' | 'ValuesErased'> = {
  ErasureRequested: (state, { data: { erasure: id, person, legalGround }, entry }) =>
    changed(state, {
      erasures: { ...state.erasures, [id]: { person, legalGround, requestedBy: entry.by.sub } },
    }),
  // Tallies and results rest on seats and values, never on words: nothing else changes (I13).
  ValuesErased: (state, { data: { erasure: id, digests } }) => {
    const request = own(state.erasures, id);
    if (!request) throw new Error(`No erasure ${id}`);
    return changed(state, { erasures: { ...state.erasures, [id]: { ...request, digests } } });
  },
};

/** What of a matter is gone, by digest and by pseudonym, each with the ground on which it went. */
export interface Erased {
  readonly digests: ReadonlyMap<string, LegalBasis>;
  readonly persons: ReadonlyMap<string, LegalBasis>;
}

/** Every approved erasure of the matter together. A question about an earlier instant asks the present state too. */
export function erasedIn({ erasures }: Matter): Erased {
  const approved = Object.values(erasures).filter(({ digests }) => digests !== undefined);
  return {
    digests: new Map(approved.flatMap(({ digests = [], legalGround }) => digests.map((one) => [one, legalGround]))),
    persons: new Map(approved.map(({ person, legalGround }) => [person, legalGround])),
  };
}
