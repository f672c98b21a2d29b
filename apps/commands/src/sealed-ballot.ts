import { matter, type MatterEvent, ruleBookVersion } from '#domain';
import type { Answer } from '#event-store';
import type { Desk } from './desk.js';

type Requested = Extract<MatterEvent, { readonly type: 'CorrectionRequested' }>['data'];

/** The sealed ballot that runs in the matter; nobody sees in it what another house voted (model, section 8). */
async function runningIn({ folds, registry }: Desk, stream: string): Promise<string | undefined> {
  const { state } = await folds.current(matter, stream);
  const round = state.rounds.at(-1);
  if (round?.status !== 'OPEN' || !state.ruleBook) return undefined;
  const { id, version } = state.ruleBook;
  const book = ruleBookVersion((await registry.ruleBook(id)).state, version);
  return book?.status === 'ADOPTED' && book.content.procedure.ballotVisibility === 'SEALED' ? round.id : undefined;
}

/**
 * What is answered to who asked for a correction. The wrong vote stands in the record, and is shown when the ballot is
 * over: until then the secretariat, which may ask for the correction of every vote, is no more to see them than others.
 */
export async function withoutSealedVotes(desk: Desk, answer: Answer, ministry: string | undefined): Promise<Answer> {
  const round = await runningIn(desk, answer.stream);
  if (round === undefined) return answer;
  const events = answer.events.map((event) => {
    const { wrong: _, ...rest } = event.data as Requested;
    const { kind, target, affected } = rest;
    return kind !== 'TEXT_TYPO' && target.round === round && affected !== ministry ? { ...event, data: rest } : event;
  });
  return { ...answer, events };
}
