import { agreement as agreementDecider, evolve, fromRecord, matter as matterDecider } from '#domain';
import type { Decider, Event, Instant, Message } from '#domain';
import type { RecordFields } from '#evidence';
import { type AgreementParams, sight as agreementSight } from '../agreements.js';
import { agreement, agreementHistory } from '../answers/agreement.js';
import { explain, history, matter, tally } from '../answers/matter.js';
import { type MatterParams, sight } from '../matters.js';
import type { Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';
import type { AgreementView } from './agreement.js';
import { AGREEMENT_PHASE_WORDS } from './agreement-words.js';
import type { Bilingual } from './language.js';
import type { MatterView } from './matter.js';
import { PHASE_WORDS } from './words.js';

/** The phase before the first record and after each of them, in words. */
function phasesOf<C extends Message, E extends Event, P extends string, S extends { readonly phase: P }>(
  decider: Decider<C, E, S>,
  words: Readonly<Record<P, Bilingual>>,
  records: readonly RecordFields[],
): readonly Bilingual[] {
  let state = decider.initial;
  const after = records.map((record) => {
    state = evolve(decider, state, fromRecord<E>(record));
    return words[state.phase];
  });
  return [words[decider.initial.phase], ...after];
}

const moment = (asOf: Instant | undefined) => (asOf === undefined ? {} : { asOf });

/** All that the page of a matter shows. */
export async function matterView(sources: Sources, viewer: Viewer, params: MatterParams): Promise<MatterView> {
  const { records, state } = await sight(sources, viewer, params);
  const [found, { entries, withheld }, explanation, tallies] = await Promise.all([
    matter(sources, params, viewer),
    history(sources, params, viewer),
    explain(sources, params, viewer),
    Promise.all(state.rounds.map(({ id: round }) => tally(sources, { ...params, round }, viewer))),
  ]);
  const phases = phasesOf(matterDecider, PHASE_WORDS, records);
  const kept = withheld ? { withheld } : {};
  return { matter: found, entries, ...kept, explanation, tallies, phases, ...moment(params.asOf) };
}

/** All that the page of an agreement shows. */
export async function agreementView(sources: Sources, viewer: Viewer, params: AgreementParams): Promise<AgreementView> {
  const { records } = await agreementSight(sources, viewer, params);
  const [found, { entries }] = await Promise.all([
    agreement(sources, params, viewer),
    agreementHistory(sources, params, viewer),
  ]);
  const phases = phasesOf(agreementDecider, AGREEMENT_PHASE_WORDS, records);
  return { agreement: found, entries, phases, ...moment(params.asOf) };
}
