import { agreementProfileOf, type Difference, differencesBetween, type Profile, profileOf } from '#domain';
import { type AgreementParams, between as betweenOfAgreement } from '../agreements.js';
import { secrecyOf, veiledProfile } from '../ballot-secrecy.js';
import { between, type MatterParams } from '../matters.js';
import type { Knowing, Place, Sight } from '../sight.js';
import type { Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';

interface Placed extends Knowing {
  readonly revision: number;
  readonly at: string;
}

export interface DifferencesAnswer {
  readonly from: Placed;
  readonly to: Placed;
  readonly differences: readonly Difference[];
}

interface Between {
  readonly from: Place;
  readonly to: Place;
}

function answerOf<S>([from, to]: readonly [Sight<S>, Sight<S>], told: (sight: Sight<S>) => Profile): DifferencesAnswer {
  const placeOf = ({ revision, at, known }: Sight<S>): Placed => ({ revision, at, ...(known ? { known } : {}) });
  return { from: placeOf(from), to: placeOf(to), differences: differencesBetween(told(from), told(to)) };
}

/** What changed of a matter from one place to another; a secret ballot stays one. */
export async function differences(
  sources: Sources,
  params: MatterParams & Between,
  viewer: Viewer,
): Promise<DifferencesAnswer> {
  const places = await between(sources, viewer, params);
  const secrecy = await secrecyOf(sources, viewer, places[1].present);
  return answerOf(places, ({ state, at }) => veiledProfile(profileOf(state, at), state, secrecy));
}

export async function agreementDifferences(
  sources: Sources,
  params: AgreementParams & Between,
  viewer: Viewer,
): Promise<DifferencesAnswer> {
  const places = await betweenOfAgreement(sources, viewer, params);
  return answerOf(places, ({ state, at }) => agreementProfileOf(state, at));
}
