import { atLeast } from '../actor.js';
import { own } from '../codes.js';
import { refuse } from '../refusals.js';
import { wrongState } from './phases.js';
import { type Changes, type Decisions, isRecorded, partyOnly, rankFor } from './rows.js';
import { negotiated, neededFor } from './state.js';

/** Rückendeckung of the hierarchy. Withdrawn it leaves a mark and undoes nothing (R26). Source: catalogue, section 5. */
export const backing: Decisions<'DeclareBacking' | 'WithdrawBacking'> = {
  DeclareBacking: (command, state) => {
    const { data } = command;
    partyOnly(command, state, neededFor(state, negotiated(state)));
    const rank = rankFor(command);
    if (!isRecorded(command) && !atLeast(rank, data.rank)) refuse('MANDATE_RANK', { rank });
    return [{ type: 'BackingDeclared', data }];
  },

  WithdrawBacking: (command, state) => {
    const { data } = command;
    partyOnly(command, state, neededFor(state, negotiated(state)));
    if (own(state.backings, data.party)?.withdrawn !== false) refuse('WRONG_STATE', wrongState(state));
    return [{ type: 'BackingWithdrawn', data }];
  },
};

export const backed: Changes<'BackingDeclared' | 'BackingWithdrawn'> = {
  BackingDeclared: (state, { data: { party, rank, public: isPublic } }) => ({
    ...state,
    backings: { ...state.backings, [party]: { rank, public: isPublic, withdrawn: false } },
  }),
  BackingWithdrawn: (state, { data: { party } }) => {
    const before = own(state.backings, party);
    return before ? { ...state, backings: { ...state.backings, [party]: { ...before, withdrawn: true } } } : state;
  },
};
