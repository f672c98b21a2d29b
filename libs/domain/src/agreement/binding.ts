import { type Binding, lapsed, type Obligation, type Stretch } from '../binding.js';
import { present } from '../present.js';
import type { Responsibility } from './content.js';
import { daysWithin, stretchesOf } from './days.js';
import type { Agreement, AgreementVersion } from './state.js';
import type { AgreementPhase } from './vocabulary.js';

const DONE = 100;
const OVER: readonly AgreementPhase[] = ['TERMINATED', 'EXPIRED', 'ABANDONED'];

const responsibilityOf = ({ item: id, text, accountable, contributing = [] }: Responsibility): Obligation => ({
  ...{ kind: 'RESPONSIBILITY', id, text, contributing },
  ...present({ accountable }),
});

/** Measures under the agreement, each with the one party that owns it. */
const measuresIn = ({ measures }: Agreement): readonly Obligation[] =>
  measures.map(({ measure: id, text, owner: accountable, due, progress }) => ({
    ...{ kind: 'MEASURE', id, text, accountable, contributing: [], due, status: progress >= DONE ? 'DONE' : 'OPEN' },
  }));

function contentOf(state: Agreement, version: AgreementVersion): Omit<Binding, 'from' | 'until' | 'reasons'> {
  const { no, textHash, funding, responsibilities } = version;
  const obligations = [...responsibilities.map(responsibilityOf), ...measuresIn(state)];
  return {
    ...{ version: no, textHash, conditions: [], exemptions: [], obligations, shares: funding.items },
    ...{ notices: state.notices, ...present({ totalCents: funding.totalCents }) },
  };
}

/**
 * Whom an agreement binds on which days, as far as is known now: each party by the version in force, from its own signature
 * on, to the end of its membership, of the term or of the agreement. Source: model, section 5, R21 to R25.
 */
export function agreementBindingOf(state: Agreement): readonly Binding[] {
  return stretchesOf(state).flatMap(({ version, ...days }) => {
    const content = contentOf(state, version);
    const byDays = new Map<string, Stretch & Pick<Binding, 'reasons'>>();
    for (const membership of state.memberships) {
      for (const own of daysWithin(state, days, membership)) {
        const key = `${own.from} ${own.until ?? ''}`;
        const reason = membership.from === undefined ? 'CONSENT' : 'ACCESSION';
        byDays.set(key, { ...own, reasons: { ...byDays.get(key)?.reasons, [membership.party]: reason } });
      }
    }
    return [...byDays.values()].map((own) => ({ ...content, ...own }));
  });
}

/** Every measure under the agreement, whatever became of it. */
export const agreementDutiesOf = (state: Agreement): readonly Obligation[] =>
  OVER.includes(state.phase) ? measuresIn(state).map(lapsed) : measuresIn(state);
