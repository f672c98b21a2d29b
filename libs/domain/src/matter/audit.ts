import type { FunctionCode } from '../actor.js';
import type { Recorded } from '../decider.js';
import { refuse } from '../refusals.js';
import type { MatterEvent } from './events.js';
import type { MatterFacts } from './facts.js';
import type { LadderEvents } from './messages/ladder.js';
import type { RoundEvents } from './messages/round.js';
import type { FinalCommand } from './preconditions.js';
import { resultOf } from './result.js';
import { ruling } from './ruling.js';
import type { Matter } from './state.js';

type Result = RoundEvents['ResultEstablished'];
type Taken = Extract<MatterEvent, { type: 'FinalDecisionTaken' }>;

/**
 * A result counted again from the state before it; equal to the recorded one, or the record is wrong (I6). Deadlines
 * and the correction that led to it are taken over: they are no part of the count.
 */
export function recount(before: Matter, recorded: Result, hash: MatterFacts['hash']): Result {
  const round = before.rounds.find(({ id }) => id === recorded.round) ?? refuse('NOT_FOUND', { round: recorded.round });
  const { ended, recused, dissentDue, correction } = recorded;
  return {
    ...resultOf(before, round, { ended, recused }, hash),
    ...(dissentDue === undefined ? {} : { dissentDue }),
    ...(correction === undefined ? {} : { correction }),
  };
}

const NOTHING_ELSE = { seats: [], tracks: [], responsible: [], unknown: [], external: false, basisInForce: false };

/**
 * A final decision decided again from the state before it, with the rule book and calendar it names; equal to what was
 * recorded, or refused with the precondition it violates (I7). Sealed words stay sealed.
 */
export function redecide(
  before: Matter,
  { data, entry }: Recorded<Taken>,
  enacted: Pick<Extract<MatterEvent, { type: 'DecisionEnacted' }>['data'], 'decisionNo' | 'validUntil'>,
  facts: Pick<MatterFacts, 'hash' | 'calendar'> & { readonly ruleBook: NonNullable<MatterFacts['ruleBook']> },
): readonly MatterEvent[] {
  const { version, reasons, answers, resultResponsibility, decider, rank }: LadderEvents['FinalDecisionTaken'] = data;
  const { decisionNo, validUntil } = enacted;
  const { sub: person, role, org: onBehalfOf } = entry.by;
  const mandates = [{ id: '', scope: [], rank }];
  const command: FinalCommand = {
    type: 'TakeFinalDecision',
    data: {
      ...{ matter: before.id, version, reasons, answers, resultResponsibility, decisionNo },
      ...(validUntil === undefined ? {} : { validUntil }),
    },
    meta: {
      ...{ now: entry.at, channel: 'PORTAL', onBehalfOf },
      actor: { person, function: role as FunctionCode, ministry: decider, mandates },
    },
    facts: { ...NOTHING_ELSE, ...facts },
  };
  return ruling.TakeFinalDecision(command, before);
}
