import { isMajority } from '../counting/rules.js';
import { refuse } from '../refusals.js';
import { ballotOf, departedOf, failedBefore } from './ballot.js';
import type { MatterCommand } from './commands.js';
import { enactment } from './enactment.js';
import type { DutyRecord } from './messages/effect.js';
import { DIFFERING, wrongState } from './phases.js';
import { listed } from '../codes.js';
import { currentVersion, type Decisions, lastRound, trackOf } from './rows.js';
import type { Matter } from './state.js';
import type { Origin } from './vocabulary.js';

type Enacting = Extract<MatterCommand, { type: 'EnactDecision' }>;

function originOf(state: Matter): Origin {
  const result = lastRound(state)?.result;
  if (!result || state.resolvedByLevel) return 'CONSENSUS';
  if (result.deemed.length > 0) return 'SILENCE';
  return isMajority(result.decidedBy ?? result.rule) ? 'MAJORITY' : 'CONSENSUS';
}

/** Who agreed and who did not, in the ballot or afterwards on a level of the ladder, where every objecting seat gave in. */
function sides(state: Matter): { readonly consenting: readonly string[]; readonly dissenting: readonly string[] } {
  const round = lastRound(state);
  if (!round?.result) return { consenting: [], dissenting: [] };
  const { objections, deemed } = round.result;
  const { positions } = ballotOf(round, departedOf(state, round), failedBefore(state, round));
  const express = Object.keys(positions).filter((seat) => positions[seat] === 'Y');
  if (state.resolvedByLevel) return { consenting: listed([...express, ...objections]), dissenting: [] };
  return { consenting: listed([...express, ...deemed]), dissenting: objections };
}

function dutiesOf({ data }: Enacting): readonly DutyRecord[] {
  const duties = data.duties ?? [];
  const unowned = duties.filter(({ ministry }) => !ministry).map(({ duty }) => duty);
  if (unowned.length > 0) refuse('ACCOUNTABLE_MISSING', { items: unowned });
  return duties.map(({ ministry = '', ...duty }) => ({ ministry, ...duty }));
}

/** What was agreed comes into force, and only that (I18). Source: catalogue 4.4, R16. */
export const enact: Decisions<'EnactDecision'> = {
  EnactDecision: (command, state) => {
    const { data } = command;
    if (DIFFERING.includes(state.phase)) refuse('DISSENT_LOCK');
    if (state.phase !== 'AGREED') refuse('WRONG_STATE', wrongState(state));
    if (trackOf(command, state).requireValidUntil && data.validUntil === undefined) refuse('EXPIRY_REQUIRED');
    const duties = dutiesOf(command);
    const { matter: _, duties: __, effectiveFrom, ...given } = data;
    const conditions = lastRound(state)?.result?.conditions ?? [];
    const agreed = { origin: originOf(state), version: currentVersion(state), duties, ...sides(state) };
    return [
      enactment(command, state, {
        effectiveFrom,
        ...given,
        ...agreed,
        ...(conditions.length === 0 ? {} : { conditions }),
      }),
    ];
  },
};
