import { type Decision, type Effect, effectOn, erasedIn, type Matter, refuse } from '#domain';
import { type MatterParams, sight } from '../matters.js';
import type { Knowing } from '../sight.js';
import type { Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';
import { opened } from './opened.js';

export interface DecisionAnswer extends Omit<Decision, 'effect'>, Knowing {
  /** On the day of the instant asked for; none before its first day. */
  readonly effect?: Effect;
  readonly self: string;
  readonly matter: string;
  /** Place among the decisions of the matter, from 1. */
  readonly no: number;
  readonly title: string;
  readonly body: string;
  readonly classification: string;
  /** The wording that was decided. */
  readonly text: string;
  /** Revision of the stream that the answer was made from. */
  readonly revision: number;
}

const found = ({ decision, formerDecisions }: Matter, no: number): Decision =>
  [...formerDecisions, ...(decision ? [decision] : [])][no - 1] ?? refuse('NOT_FOUND', { no });

/** One decision of a matter; its address stays, whatever comes after it. */
export async function decision(
  sources: Sources,
  params: MatterParams & { readonly no: number },
  viewer: Viewer,
): Promise<DecisionAnswer> {
  const { state, at, present, revision, known } = await sight(sources, viewer, params);
  const { id: matter, title, body, classification, versions } = state;
  const { no } = params;
  const { effect: _, ...shown } = found(state, no);
  const effect = effectOn(found(state, no), at);
  const text = versions.find((version) => version.no === shown.version)?.text ?? '';
  const self = `/matters/${matter}/decisions/${no}`;
  const answer = {
    ...{ self, matter, no, title, body, classification, ...shown, text, revision },
    ...(effect ? { effect } : {}),
    ...(known ? { known } : {}),
  };
  return opened(sources, `matter-${matter}`, answer, erasedIn(present));
}
