import { refuse } from '../refusals.js';
import { hashesOf, isSame, wellFormed } from './content.js';
import { partsIn } from './drafting.js';
import { accountable, financed } from './entry.js';
import { type Changes, type Decisions, partyOnly } from './rows.js';
import { partiesOf, versionOf } from './state.js';

/** A further version beside the one in force, which stays until the last signature (R23). Source: catalogue, section 5. */
export const amendment: Decisions<'ProposeAmendment'> = {
  ProposeAmendment: (command, state) => {
    const { data, facts } = command;
    partyOnly(command, state);
    if (facts.unknown.length > 0) refuse('INVALID_PAYLOAD', { fields: ['newParty'], unknown: facts.unknown });
    const present = partiesOf(state);
    const acceding = data.newParty === undefined || present.includes(data.newParty) ? [] : [data.newParty];
    const parties = [...present, ...acceding];
    const parts = partsIn(data);
    wellFormed(parts, parties);
    const inForce = versionOf(state, state.current);
    if (acceding.length === 0 && isSame(inForce, parts)) refuse('NO_CHANGE');
    if (data.newParty !== undefined && acceding.length === 0) refuse('INVALID_PAYLOAD', { fields: ['newParty'] });
    const content = { ...inForce, ...parts };
    financed(content, parties);
    // What a party that has left was accountable for is amended by naming the responsibilities anew.
    if (data.responsibilities) accountable(content, parties);
    const version = state.versions.length + 1;
    return [{ type: 'AmendmentProposed', data: { ...data, version, ...hashesOf(content, facts.hash) } }];
  },
};

export const proposed: Changes<'AmendmentProposed'> = {
  AmendmentProposed: (state, { data, entry }) => {
    const { version: no, textHash, contentHash, newParty } = data;
    const { newParty: _, ...before } = versionOf(state, state.current);
    const version = {
      ...before,
      ...partsIn(data),
      ...{ no, textHash, contentHash, revision: entry.revision },
      ...(newParty === undefined ? {} : { newParty }),
    };
    return { ...state, versions: [...state.versions, version], proposed: no };
  },
};
