import { rankOf } from '../actor.js';
import { deadline } from '../deadline.js';
import { refuse } from '../refusals.js';
import { dayOf, endOf } from '../time.js';
import { enactment } from './enactment.js';
import type { MatterEvent } from './events.js';
import type { DutyRecord } from './messages/effect.js';
import {
  answered,
  competent,
  consulted,
  entitled,
  exhausted,
  type FinalCommand,
  responsible,
  timely,
} from './preconditions.js';
import { listed } from '../codes.js';
import { reasoned } from '../reason.js';
import { type Changes, type Decisions, overWith, trackOf } from './rows.js';
import type { Matter, Version } from './state.js';
import { changed } from './shape.js';

const REPORT = 'Bericht über das Ergebnis der abschließenden Entscheidung';

/** Enacted in the same step, with the dissenting seats named, reports due and the referral open (4.5). */
function enacted(command: FinalCommand, state: Matter, version: Version, duties: readonly DutyRecord[]): MatterEvent {
  const { data, meta, facts } = command;
  const { cabinet } = trackOf(command, state);
  const referral = cabinet ? { referralDueAt: deadline(meta.now, cabinet.referralWindow, facts.calendar).dueAt } : {};
  const dissenting = state.dissent?.objections ?? [];
  return enactment(command, state, {
    origin: 'FINAL',
    version,
    effectiveFrom: dayOf(meta.now),
    duties,
    dissenting,
    ...referral,
    ...(data.decisionNo === undefined ? {} : { decisionNo: data.decisionNo }),
    ...(data.validUntil === undefined ? {} : { validUntil: data.validUntil }),
  });
}

/** The exceptional rule: the digital ministry decides with final effect when the ministries could not agree. Source: model 4.5. */
export const ruling: Decisions<'TakeFinalDecision' | 'EstablishLapse'> = {
  TakeFinalDecision: (command, state) => {
    entitled(command, state);
    exhausted(state);
    const { id: grant, legalBasis } = competent(command, state);
    timely(command, state);
    const version = consulted(command, state);
    const { reasons, answers } = answered(command, state);
    const { resultResponsibility } = responsible(command, state);
    const { actor } = command.meta;
    const decider = actor.ministry ?? '';
    const duties = resultResponsibility.reportDates.map((due, index): DutyRecord => ({
      duty: `report-${index + 1}`,
      ministry: decider,
      text: REPORT,
      due,
    }));
    const { no, textHash } = version;
    const dissenting = state.dissent?.objections ?? [];
    const by = { grant, legalBasis, decider, rank: rankOf(actor) };
    const taken = { version: no, textHash, reasons, answers, resultResponsibility, dissenting, ...by };
    return [{ type: 'FinalDecisionTaken', data: taken }, enacted(command, state, version, duties)];
  },

  EstablishLapse: ({ data, meta }, state) => {
    const due = [
      { cause: 'FINAL_WINDOW' as const, dueAt: state.phase === 'EXHAUSTED' ? state.windowDueAt : undefined },
      { cause: 'DECIDE_BY' as const, dueAt: state.decideBy === undefined ? undefined : endOf(state.decideBy) },
    ].filter(({ dueAt }) => dueAt !== undefined);
    const over = due.find(({ dueAt = '' }) => meta.now >= dueAt);
    if (!over) refuse('DEADLINE_RUNNING', { dueAt: due[0]?.dueAt ?? null });
    reasoned(data.reason);
    return [{ type: 'MatterLapsed', data: { cause: over.cause, reason: data.reason } }];
  },
};

export const ruled: Changes<'FinalDecisionTaken' | 'MatterLapsed'> = {
  FinalDecisionTaken: (state, { data }) => {
    if (state.phase !== 'EXHAUSTED') throw new Error('A final decision without an exhausted ladder');
    const { grant, legalBasis, decider, version } = data;
    const seats = listed(data.answers.map(({ seat }) => seat));
    return changed(state, { current: version, ruling: { grant, legalBasis, decider, answered: seats } });
  },
  MatterLapsed: (state, { entry }) => overWith(state, 'LAPSED', entry.at),
};
