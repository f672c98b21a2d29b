import { isMajority } from '../counting/rules.js';
import { refuse } from '../refusals.js';
import { addDays, dayOf, endOf, type Instant } from '../time.js';
import type { MatterCommand } from './commands.js';
import { effectiveVote } from './ballot.js';
import { enactment } from './enactment.js';
import type { DutyRecord } from './messages/effect.js';
import type { Origin } from './vocabulary.js';
import { DIFFERING, wrongState } from './phases.js';
import { type Changes, currentVersion, type Decisions, lastRound, listed, reasoned, trackOf } from './rows.js';
import type { Decision, Duty, Effect, Matter } from './state.js';
import type { Round } from './round-state.js';

type Enacting = Extract<MatterCommand, { type: 'EnactDecision' }>;

function originOf(state: Matter, round: Round | undefined): Origin {
  const result = round?.result;
  if (!result || state.resolvedByLevel) return 'CONSENSUS';
  if (result.deemed.length > 0) return 'SILENCE';
  return isMajority(result.decidedBy ?? result.rule) ? 'MAJORITY' : 'CONSENSUS';
}

/** Seats that consented expressly, or by silence. */
const consentingSeats = (state: Matter, round: Round | undefined): readonly string[] =>
  round
    ? listed([
        ...round.eligible.filter((seat) => effectiveVote(state, round, seat)?.value === 'CONSENT'),
        ...(round.result?.deemed ?? []),
      ])
    : [];

function dutiesOf({ data }: Enacting): readonly DutyRecord[] {
  const duties = data.duties ?? [];
  const unowned = duties.filter(({ ministry }) => !ministry).map(({ duty }) => duty);
  if (unowned.length > 0) refuse('ACCOUNTABLE_MISSING', { items: unowned });
  return duties.map(({ ministry = '', ...duty }) => ({ ...duty, ministry }));
}

const decisionOf = (state: Matter): Decision => state.decision ?? refuse('WRONG_STATE', wrongState(state));

/** In force on the day of `now`: begun, not over, not ended. Source: model 4.1, Effect. */
export function isInForce(state: Matter, now: Instant): boolean {
  const { decision } = state;
  const today = dayOf(now);
  if (!decision || decision.effect !== 'IN_FORCE' || decision.effectiveFrom > today) return false;
  return decision.validUntil === undefined || today <= decision.validUntil;
}

const dutyOf = (state: Matter, duty: string): Duty =>
  state.decision?.duties.find((candidate) => candidate.duty === duty) ?? refuse('NOT_FOUND', { duty });

const stillDue = (state: Matter, duty: string): Duty => {
  const found = dutyOf(state, duty);
  if (found.status === 'DONE' || found.status === 'WAIVED') refuse('WRONG_STATE', wrongState(state));
  return found;
};

const ended = ({ effect }: Decision): boolean => effect !== 'IN_FORCE' && effect !== 'SUSPENDED';

/** A decision from its enactment to the end of its effect. Source: model 4.1 and R16, R17, catalogue 4.4. */
export const effect: Decisions<
  | 'EnactDecision'
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
  EnactDecision: (command, state) => {
    const { data } = command;
    if (DIFFERING.includes(state.phase)) refuse('DISSENT_LOCK');
    if (state.phase !== 'AGREED') refuse('WRONG_STATE', wrongState(state));
    if (trackOf(command, state).requireValidUntil && data.validUntil === undefined) refuse('EXPIRY_REQUIRED');
    if (data.validUntil !== undefined && data.validUntil < data.effectiveFrom)
      refuse('INVALID_PAYLOAD', { fields: ['validUntil'] });
    const duties = dutiesOf(command);
    const round = lastRound(state);
    const { matter: _, duties: __, ...given } = data;
    const conditions = round?.result?.conditions ?? [];
    return [
      enactment(command, state, {
        ...given,
        ...{ origin: originOf(state, round), version: currentVersion(state), duties },
        ...{ dissenting: round?.result?.objections ?? [], consenting: consentingSeats(state, round) },
        ...(conditions.length === 0 ? {} : { conditions }),
      }),
    ];
  },

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
  MarkDutyOverdue: ({ data, meta }, state) => {
    const { duty, ministry, due, status } = dutyOf(state, data.duty);
    if (status !== 'OPEN' || meta.now < endOf(due)) refuse('WRONG_STATE', wrongState(state));
    return [{ type: 'DutyOverdue', data: { duty, ministry, due } }];
  },

  RenewDecision: ({ data, meta, facts }, state) => {
    const decision = decisionOf(state);
    const { validUntil } = decision;
    const over = validUntil !== undefined && meta.now >= endOf(validUntil);
    if (decision.effect === 'EXPIRED' || over) refuse('DECISION_EXPIRED', { validUntil });
    if (ended(decision)) refuse('WRONG_STATE', wrongState(state));
    if (!facts.basisInForce) refuse('BASIS_NOT_IN_FORCE', { by: data.by });
    return [{ type: 'DecisionRenewed', data }];
  },
  EndDecision: ({ data, facts }, state) => {
    if (ended(decisionOf(state))) refuse('WRONG_STATE', wrongState(state));
    if (!facts.basisInForce) refuse('BASIS_NOT_IN_FORCE', { by: data.by });
    reasoned(data.reason);
    return [{ type: 'DecisionEnded', data: { kind: data.kind, by: data.by, reason: data.reason } }];
  },
  ExpireDecision: ({ meta }, state) => {
    const { validUntil, effect: current } = decisionOf(state);
    const over = validUntil !== undefined && meta.now >= endOf(validUntil);
    if ((current !== 'IN_FORCE' && current !== 'SUSPENDED') || !over) refuse('WRONG_STATE', wrongState(state));
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
  return { ...state, decision: { ...state.decision, ...change(state.decision) } };
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
  DecisionEnacted: (state, { data }) => {
    const { bindingScope: _, reviewOn: __, dissenting = [], conditions = [], duties, ...decision } = data;
    const owed = duties.map((duty): Duty => ({ ...duty, status: 'OPEN' }));
    return {
      ...state,
      phase: 'ENACTED',
      current: data.version,
      decision: { ...decision, dissenting, conditions, duties: owed, effect: 'IN_FORCE', exemptions: [] },
    };
  },
  DecisionPublished: (state) => state,
  DutyReported: (state, { data }) => (data.done ? changeDuty(state, data.duty, 'DONE') : state),
  DutyWaived: (state, { data }) => changeDuty(state, data.duty, 'WAIVED'),
  DutyOverdue: (state, { data }) => changeDuty(state, data.duty, 'OVERDUE'),
  DecisionRenewed: (state, { data }) => changeDecision(state, () => ({ validUntil: data.validUntil })),
  DecisionEnded: (state, { data, entry }) => end(state, data.kind, dayOf(entry.at)),
  ExemptionGranted: (state, { data: { ministry, from, until } }) =>
    changeDecision(state, ({ exemptions }) => ({ exemptions: [...exemptions, { ministry, from, until }] })),
  DecisionSuspended: (state) => changeDecision(state, () => ({ effect: 'SUSPENDED' })),
  DecisionReinstated: (state) => changeDecision(state, () => ({ effect: 'IN_FORCE' })),
  DecisionExpired: (state, { data }) => end(state, 'EXPIRED', addDays(data.validUntil, 1)),
  DecisionVoided: (state) =>
    changeDecision(state, ({ effectiveFrom }) => ({ effect: 'VOIDED', endedOn: effectiveFrom })),
  RecordTransferred: (state) => state,
};
