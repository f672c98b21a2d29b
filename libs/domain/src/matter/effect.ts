import { present } from '../present.js';
import { refuse } from '../refusals.js';
import { addDays, dayOf, endOf } from '../time.js';
import { decisionsOf } from './binding.js';
import { isAlive, isInForce } from './decision.js';
import type { MatterFacts } from './facts.js';
import { wrongState } from './phases.js';
import { reasoned } from '../reason.js';
import { type Changes, type Decisions } from './rows.js';
import type { Decision, Duty, Effect, Matter } from './state.js';
import { elapsed } from './timers.js';
import { changed } from './shape.js';

const decisionOf = (state: Matter): Decision => state.decision ?? refuse('WRONG_STATE', wrongState(state));

const dutyOf = (state: Matter, duty: string): Duty =>
  state.decision?.duties.find((candidate) => candidate.duty === duty) ?? refuse('NOT_FOUND', { duty });

const stillDue = (state: Matter, duty: string): Duty => {
  const found = dutyOf(state, duty);
  if (found.status === 'DONE' || found.status === 'WAIVED') refuse('WRONG_STATE', wrongState(state));
  return found;
};

/** Another matter that is enacted and in force (R17). */
function basis(by: string, { basisInForce }: MatterFacts, { id }: Matter): void {
  if (!basisInForce || by === id) refuse('BASIS_NOT_IN_FORCE', { by });
}

/** A decision from its enactment to the end of its effect. Source: model 4.1 and R16, R17, catalogue 4.4. */
export const effect: Decisions<
  | 'PublishDecision'
  | 'ReportDuty'
  | 'WaiveDuty'
  | 'RenewDecision'
  | 'EndDecision'
  | 'GrantExemption'
  | 'TransferRecord'
  | 'MarkDutyOverdue'
  | 'ExpireDecision'
> = {
  PublishDecision: ({ data }, state) => {
    if (data.target !== 'INTERN' && state.classification !== 'OFFEN') refuse('CLASSIFICATION_NOT_PERMITTED');
    return [{ type: 'DecisionPublished', data }];
  },

  ReportDuty: ({ data, meta: { actor } }, state) => {
    const { ministry } = stillDue(state, data.duty);
    if (actor.function !== 'SEC' && actor.ministry !== ministry) refuse('FORBIDDEN');
    return [{ type: 'DutyReported', data }];
  },
  WaiveDuty: ({ data }, state) => {
    stillDue(state, data.duty);
    reasoned(data.reason);
    return [{ type: 'DutyWaived', data }];
  },
  MarkDutyOverdue: (command, state) => {
    elapsed(command, state);
    const { duty, ministry, due } = dutyOf(state, command.data.duty);
    return [{ type: 'DutyOverdue', data: { duty, ministry, due } }];
  },

  RenewDecision: ({ data, meta, facts }, state) => {
    const decision = decisionOf(state);
    const { validUntil } = decision;
    const over = validUntil !== undefined && meta.now >= endOf(validUntil);
    if (decision.effect === 'EXPIRED' || over) refuse('DECISION_EXPIRED', { validUntil });
    if (!isAlive(decision)) refuse('WRONG_STATE', wrongState(state));
    basis(data.by, facts, state);
    return [{ type: 'DecisionRenewed', data }];
  },
  EndDecision: ({ data, facts }, state) => {
    if (!isAlive(decisionOf(state))) refuse('WRONG_STATE', wrongState(state));
    basis(data.by, facts, state);
    reasoned(data.reason);
    return [{ type: 'DecisionEnded', data: { kind: data.kind, by: data.by, reason: data.reason } }];
  },
  ExpireDecision: (command, state) => {
    elapsed(command, state);
    const { validUntil = '' } = decisionOf(state);
    return [{ type: 'DecisionExpired', data: { validUntil } }];
  },
  GrantExemption: ({ data, meta }, state) => {
    if (!isInForce(state, meta.now)) refuse('WRONG_STATE', wrongState(state));
    if (data.until < data.from) refuse('INVALID_PAYLOAD', { fields: ['until'] });
    reasoned(data.reason);
    return [{ type: 'ExemptionGranted', data }];
  },
  TransferRecord: ({ data }) => [{ type: 'RecordTransferred', data }],
};

const changeDecision = (state: Matter, change: (decision: Decision) => Partial<Decision>): Matter => {
  if (!state.decision) throw new Error('No decision to change');
  return changed(state, { decision: { ...state.decision, ...change(state.decision) } });
};

const changeDuty = (state: Matter, duty: string, status: Duty['status']): Matter =>
  changeDecision(state, ({ duties }) => ({ duties: duties.map((d) => (d.duty === duty ? { ...d, status } : d)) }));

const end = (state: Matter, to: Effect, on: string): Matter =>
  changeDecision(state, () => ({ effect: to, endedOn: on }));

export const effected: Changes<
  | 'DecisionEnacted'
  | 'DecisionPublished'
  | 'DutyReported'
  | 'DutyWaived'
  | 'DutyOverdue'
  | 'DecisionRenewed'
  | 'DecisionEnded'
  | 'ExemptionGranted'
  | 'DecisionSuspended'
  | 'DecisionReinstated'
  | 'DecisionExpired'
  | 'DecisionVoided'
  | 'RecordTransferred'
> = {
  DecisionEnacted: (state, { data, entry }) => {
    const { validUntil, reviewOn, referralDueAt, dissenting = [], conditions = [], duties } = data;
    const owed = duties.map(({ duty, ministry, text, due }): Duty => ({ duty, ministry, text, due, status: 'OPEN' }));
    return changed(state, {
      phase: 'ENACTED',
      current: data.version,
      formerDecisions: decisionsOf(state),
      decision: {
        decisionNo: data.decisionNo,
        version: data.version,
        textHash: data.textHash,
        origin: data.origin,
        bindingness: data.bindingness,
        binds: data.binds,
        effectiveFrom: data.effectiveFrom,
        enactedAt: entry.at,
        dissenting,
        conditions,
        duties: owed,
        effect: 'IN_FORCE',
        suspensions: [],
        exemptions: [],
        ...present({ validUntil, reviewOn, referralDueAt }),
      },
    });
  },
  DecisionPublished: (state) => state,
  DutyReported: (state, { data }) => (data.done ? changeDuty(state, data.duty, 'DONE') : state),
  DutyWaived: (state, { data }) => changeDuty(state, data.duty, 'WAIVED'),
  DutyOverdue: (state, { data }) => changeDuty(state, data.duty, 'OVERDUE'),
  DecisionRenewed: (state, { data }) => changeDecision(state, () => ({ validUntil: data.validUntil })),
  DecisionEnded: (state, { data, entry }) => end(state, data.kind, dayOf(entry.at)),
  ExemptionGranted: (state, { data: { ministry, from, until } }) =>
    changeDecision(state, ({ exemptions }) => ({ exemptions: [...exemptions, { ministry, from, until }] })),
  DecisionSuspended: (state, { entry }) =>
    changeDecision(state, ({ suspensions }) => ({
      effect: 'SUSPENDED',
      suspensions: [...suspensions, { from: dayOf(entry.at) }],
    })),
  DecisionReinstated: (state, { entry }) =>
    changeDecision(state, ({ suspensions }) => ({
      effect: 'IN_FORCE',
      suspensions: suspensions.map(({ from, until = dayOf(entry.at) }) => ({ from, until })),
    })),
  DecisionExpired: (state, { data }) => end(state, 'EXPIRED', addDays(data.validUntil, 1)),
  DecisionVoided: (state) => {
    const voided = changeDecision(state, ({ effectiveFrom }) => ({ effect: 'VOIDED', endedOn: effectiveFrom }));
    return changed(voided, { ruling: undefined });
  },
  RecordTransferred: (state, { data: { fileReference } }) => changed(state, { fileReference }),
};
