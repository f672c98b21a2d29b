import {
  type Binding,
  type BindingReason,
  dayBefore,
  earliest,
  lapsed,
  type Obligation,
  stretch,
  type Stretch,
} from '../binding.js';
import { present } from '../present.js';
import { isAlive } from './decision.js';
import { lastRound } from './rows.js';
import type { Decision, Matter } from './state.js';

/** Every decision that the matter has had, in order of enactment: one may bind on days on which another does not. */
export const decisionsOf = ({ formerDecisions, decision }: Matter): readonly Decision[] =>
  decision ? [...formerDecisions, decision] : formerDecisions;

const lastDayOf = ({ validUntil, endedOn }: Decision, next: Decision | undefined) =>
  earliest(validUntil, endedOn && dayBefore(endedOn), next && dayBefore(next.effectiveFrom));

/** The stretch without the days on which the decision was suspended. */
const inEffect = ({ suspensions }: Decision, whole: Stretch): readonly Stretch[] =>
  suspensions.reduce<readonly Stretch[]>(
    (stretches, { from, until }) =>
      stretches.flatMap((one) => [
        ...stretch(one.from, earliest(one.until, dayBefore(from))),
        ...(until === undefined ? [] : stretch(one.from > until ? one.from : until, one.until)),
      ]),
    [whole],
  );

const REASONS: { readonly [O in Exclude<Decision['origin'], 'SILENCE'>]: BindingReason } = {
  CONSENSUS: 'CONSENT',
  MAJORITY: 'MAJORITY',
  FINAL: 'FINAL_DECISION',
  CABINET: 'CABINET',
};

/** Where silence counted, it binds the silent; the others are bound by their own vote. */
function reasonsOf({ origin, binds }: Decision, deemed: readonly string[]): Binding['reasons'] {
  const reasonOf = (ministry: string): BindingReason => {
    if (origin !== 'SILENCE') return REASONS[origin];
    return deemed.includes(ministry) ? 'SILENCE' : 'CONSENT';
  };
  return Object.fromEntries(binds.map((ministry) => [ministry, reasonOf(ministry)]));
}

/** Duties of the decision, each with the one ministry that is accountable. */
const dutiesIn = ({ duties }: Decision): readonly Obligation[] =>
  duties.map(({ duty: id, ministry: accountable, text, due, status }) => ({
    ...{ kind: 'DUTY', id, text, accountable, contributing: [], due, status },
  }));

function contentOf(decision: Decision, deemed: readonly string[]): Omit<Binding, 'from' | 'until'> {
  const { version, textHash, conditions, exemptions, decisionNo, origin, dissenting, reviewOn } = decision;
  return {
    ...{ version, textHash, conditions, exemptions, obligations: dutiesIn(decision), shares: [], notices: [] },
    reasons: reasonsOf(decision, deemed),
    decision: { decisionNo, origin, dissenting, ...present({ reviewOn }) },
  };
}

/**
 * Whom the decisions of a matter bind on which days, as far as is known now: the former ones on their days too. Where one
 * took the place of another, the other binds until the day before. Source: model 4.1, Effect, and R16.
 */
export function bindingOf(state: Matter): readonly Binding[] {
  const deemed = lastRound(state)?.result?.deemed ?? [];
  const valid = decisionsOf(state).filter(
    ({ effect, bindingness }) => effect !== 'VOIDED' && bindingness === 'BINDING',
  );
  return valid.flatMap((decision, index) => {
    const whole = stretch(decision.effectiveFrom, lastDayOf(decision, valid[index + 1]));
    const content = contentOf(decision, deemed);
    if (decision.binds.length === 0) return [];
    return whole.flatMap((one) => inEffect(decision, one)).map((days) => ({ ...content, ...days }));
  });
}

/** Every duty that a decision of the matter has set, whatever became of it. */
export const dutiesOf = (state: Matter): readonly Obligation[] =>
  decisionsOf(state).flatMap((decision) => (isAlive(decision) ? dutiesIn(decision) : dutiesIn(decision).map(lapsed)));
