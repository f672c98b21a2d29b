import {
  erasedIn,
  type Explanation,
  explanationOf,
  inPhase,
  type Matter,
  type MatterEvent,
  type MatterStatus,
  maySend,
  refuse,
  type RoundTally,
  runningAt,
  type RunningDeadline,
  statusOf,
  tallyOf,
} from '#domain';
import { secrecyOf, veiled, veiledDeadlines, veiledExplanation, veiledTally } from '../ballot-secrecy.js';
import { type MatterParams, sight } from '../matters.js';
import type { Knowing } from '../sight.js';
import type { Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';
import { groundsOf } from './grounds.js';
import { type HistoryAnswer, told } from './history.js';
import { type Sealed, sealOf } from './seal.js';
import { opened } from './opened.js';

export interface StatusAnswer extends MatterStatus, Sealed, Knowing {
  /** Revision of the stream that the answer was made from. */
  readonly revision: number;
}

export async function status(sources: Sources, params: MatterParams, viewer: Viewer): Promise<StatusAnswer> {
  const { state, at, revision, known } = await sight(sources, viewer, params);
  return {
    ...statusOf(state, at),
    ...(known ? { known } : {}),
    revision,
    seal: await sealOf(sources, `matter-${params.matter}`, revision),
  };
}

/** Of a ballot that is still secret only the entitled and the silent are counted. */
export type TallyAnswer = Knowing & Pick<RoundTally, 'round' | 'no' | 'rule' | 'E' | 'S'> & Partial<RoundTally>;

export async function tally(
  sources: Sources,
  params: MatterParams & { readonly round: string },
  viewer: Viewer,
): Promise<TallyAnswer> {
  const { state, present, known } = await sight(sources, viewer, params);
  const found = tallyOf(state, params.round) ?? refuse('NOT_FOUND', { round: params.round });
  const tally = veiledTally(found, await secrecyOf(sources, viewer, present));
  return { ...tally, ...(known ? { known } : {}) };
}

export type ExplanationAnswer = Explanation & Knowing;

export async function explain(sources: Sources, params: MatterParams, viewer: Viewer): Promise<ExplanationAnswer> {
  const { state, at, records, present, known } = await sight(sources, viewer, params);
  const explained = explanationOf(state, await groundsOf<MatterEvent>(sources, records), at);
  const explanation = veiledExplanation(explained, await secrecyOf(sources, viewer, present));
  const answer = { ...explanation, ...(known ? { known } : {}) };
  return opened(sources, `matter-${params.matter}`, answer, erasedIn(present));
}

export async function history(sources: Sources, params: MatterParams, viewer: Viewer): Promise<HistoryAnswer> {
  const seen = await sight(sources, viewer, params);
  const secrecy = await secrecyOf(sources, viewer, seen.present);
  const answer = await told(sources, seen, (record) => veiled(record, secrecy), erasedIn(seen.present));
  const isPast = params.asOf !== undefined || params.knownOn !== undefined;
  // Asked just before and just after the day on which reservations lapse, the list would tell whether there was one.
  return isPast && secrecy && seen.revision >= secrecy.opened ? { ...answer, withheld: [] } : answer;
}

export interface MatterAnswer extends StatusAnswer {
  readonly body: string;
  readonly track: string;
  readonly category: string;
  readonly bindingness: string;
  readonly areas: readonly string[];
  readonly participants: Matter['participants'];
  /** Current version of the proposal. */
  readonly text: string;
  readonly textHash?: string;
  readonly deadlines: readonly Omit<RunningDeadline, 'timer'>[];
  /** Commands that have a place in the phase and that the function of the asking person permits. */
  readonly allowedCommands: readonly string[];
}

export async function matter(sources: Sources, params: MatterParams, viewer: Viewer): Promise<MatterAnswer> {
  const { state, at, revision, known, present } = await sight(sources, viewer, params);
  const { body, track, category, bindingness, areas, participants, current, phase } = state;
  const version = state.versions.find(({ no }) => no === current);
  return {
    ...statusOf(state, at),
    ...(known ? { known } : {}),
    ...{ revision, body, track, category, bindingness, areas, participants, text: version?.text ?? '' },
    ...(version ? { textHash: version.textHash } : {}),
    seal: await sealOf(sources, `matter-${params.matter}`, revision),
    deadlines: veiledDeadlines(runningAt(state, at), state, await secrecyOf(sources, viewer, present)),
    allowedCommands: inPhase(phase).filter((command) => maySend(viewer.function, command)),
  };
}
