import { without } from '../codes.js';
import { endOf } from '../time.js';
import type { Waiting } from '../waiting.js';
import { allowedIn, isEffective } from './phases.js';
import { type Agreement, declaredOn, missingIn, negotiated, partiesOf } from './state.js';

/** Who has not declared itself on the version under negotiation; a refusal is an answer, to which the others must react. */
function declarations(state: Agreement): readonly Waiting[] {
  if (isEffective(state) && state.proposed === undefined) return [];
  const version = negotiated(state);
  const { no } = version;
  const silence = isEffective(state) ? 'VERSION_STAYS' : 'NOT_CONCLUDED';
  const unconsented = missingIn(state, state.consents, version);
  const kind = unconsented.length > 0 ? 'CONSENT' : 'SIGNATURE';
  const missing = kind === 'CONSENT' ? unconsented : missingIn(state, state.signatures, version);
  const waiting = kind === 'CONSENT' ? without(missing, declaredOn(state.refusals, no)) : missing;
  return waiting.map((ministry) => ({ ministry, kind, version: no, silence }));
}

const measures = (state: Agreement): readonly Waiting[] =>
  state.measures
    .filter(({ progress }) => progress < 100)
    .map(({ measure: subject, owner: ministry, due: lastDay, text }) => ({
      ...{ ministry, kind: 'MEASURE', subject, text, dueAt: endOf(lastDay), lastDay, silence: 'OVERDUE' },
    }));

const reviews = (state: Agreement): readonly Waiting[] => {
  const { reviewOn: lastDay } = state;
  if (lastDay === undefined) return [];
  return partiesOf(state).map((ministry) => ({
    ...{ ministry, kind: 'REVIEW', dueAt: endOf(lastDay), lastDay, silence: 'OVERDUE' },
  }));
};

/** What waits for whom in an agreement, as far as the command that answers it has its place in the phase. */
export function agreementWaitingOf(state: Agreement): readonly Waiting[] {
  const allowed = allowedIn(state.phase);
  return [
    ...(allowed.includes('ConsentToAgreement') || allowed.includes('SignAgreement') ? declarations(state) : []),
    ...(allowed.includes('ReportMeasure') ? [...measures(state), ...reviews(state)] : []),
  ];
}
