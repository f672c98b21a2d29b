import {
  type AgreementAnswer as Answer,
  type AgreementDeadline,
  agreementDeadlinesOf,
  type AgreementEvent,
  type AgreementExplanation,
  agreementExplanationOf,
  agreementOn,
  type AgreementStatus,
  agreementStatusOf,
  allowedIn,
  type Day,
  dayOf,
  maySend,
} from '#domain';
import { type AgreementParams, sight } from '../agreements.js';
import type { Knowing } from '../sight.js';
import type { Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';
import { groundsOf } from './grounds.js';
import { told, type HistoryAnswer } from './history.js';
import { NOTHING_ERASED, opened } from './opened.js';
import { type Sealed, sealOf } from './seal.js';

export interface AgreementStatusAnswer extends AgreementStatus, Sealed, Knowing {
  /** Revision of the stream that the answer was made from. */
  readonly revision: number;
}

export async function agreementStatus(
  sources: Sources,
  params: AgreementParams,
  viewer: Viewer,
): Promise<AgreementStatusAnswer> {
  const { state, revision, known } = await sight(sources, viewer, params);
  const seal = await sealOf(sources, `agreement-${params.agreement}`, revision);
  return { ...agreementStatusOf(state), ...(known ? { known } : {}), revision, seal };
}

export interface AgreementAnswer extends Answer, Sealed, Knowing {
  readonly revision: number;
  readonly deadlines: readonly Omit<AgreementDeadline, 'timer'>[];
  /** Commands that have a place in the phase and that the function of the asking person permits. */
  readonly allowedCommands: readonly string[];
}

export async function agreement(
  sources: Sources,
  params: AgreementParams & { readonly on?: Day },
  viewer: Viewer,
): Promise<AgreementAnswer> {
  const { state, at, revision, known } = await sight(sources, viewer, params);
  const answer = {
    ...agreementOn(state, dayOf(at), params.on),
    ...(known ? { known } : {}),
    revision,
    seal: await sealOf(sources, `agreement-${params.agreement}`, revision),
    deadlines: agreementDeadlinesOf(state).map(({ timer: _, ...deadline }) => deadline),
    allowedCommands: allowedIn(state.phase).filter((command) => maySend(viewer.function, command)),
  };
  return opened(sources, `agreement-${params.agreement}`, answer, NOTHING_ERASED);
}

export type AgreementExplanationAnswer = AgreementExplanation & Knowing;

export async function agreementExplanation(
  sources: Sources,
  params: AgreementParams,
  viewer: Viewer,
): Promise<AgreementExplanationAnswer> {
  const { state, at, records, known } = await sight(sources, viewer, params);
  const explanation = agreementExplanationOf(state, dayOf(at), await groundsOf<AgreementEvent>(sources, records));
  const answer = { ...explanation, ...(known ? { known } : {}) };
  return opened(sources, `agreement-${params.agreement}`, answer, NOTHING_ERASED);
}

export async function agreementHistory(
  sources: Sources,
  params: AgreementParams,
  viewer: Viewer,
): Promise<HistoryAnswer> {
  const seen = await sight(sources, viewer, params);
  return told(sources, seen, ({ data }) => data, NOTHING_ERASED);
}
