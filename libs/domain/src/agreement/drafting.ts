import { permitted } from '../classification.js';
import { present } from '../present.js';
import { reasoned } from '../reason.js';
import { refuse } from '../refusals.js';
import { type Content, hashesOf, isSame, wellFormed } from './content.js';
import { type Changes, type Decisions, partyOnly } from './rows.js';
import { initial, negotiated, partiesOf } from './state.js';

/** The parts of a version that a payload holds. */
export const partsIn = ({ text, funding, responsibilities, lead, term, vision }: Partial<Content>): Partial<Content> =>
  present({ text, funding, responsibilities, lead, term, vision });

/** Months; a longer period is a mistake. */
const LONGEST_NOTICE = 120;

/** From the first draft until all have signed, and the end by abandonment. Source: catalogue, section 5. */
export const drafting: Decisions<'DraftAgreement' | 'ReviseAgreement' | 'AbandonAgreement' | 'TakeFinalDecision'> = {
  DraftAgreement: ({ data, meta: { actor }, facts }) => {
    const { parties, notice, classification = 'INTERN' } = data;
    if (actor.function !== 'SEC' && !parties.some((party) => party === actor.ministry)) refuse('FORBIDDEN');
    if (parties.length < 2) refuse('INVALID_PAYLOAD', { fields: ['parties'] });
    if (facts.unknown.length > 0) refuse('INVALID_PAYLOAD', { fields: ['parties'], unknown: facts.unknown });
    if (notice.months < 0 || notice.months > LONGEST_NOTICE) refuse('INVALID_PAYLOAD', { fields: ['notice'] });
    wellFormed(data, parties);
    permitted(classification);
    return [{ type: 'AgreementDrafted', data: { ...data, version: 1, ...hashesOf(data, facts.hash) } }];
  },

  ReviseAgreement: (command, state) => {
    const { data, facts } = command;
    partyOnly(command, state);
    const parts = partsIn(data);
    wellFormed(parts, partiesOf(state));
    const before = negotiated(state);
    if (isSame(before, parts)) refuse('NO_CHANGE');
    const version = state.versions.length + 1;
    const hashes = hashesOf({ ...before, ...parts }, facts.hash);
    return [{ type: 'AgreementRevised', data: { ...data, version, ...hashes } }];
  },

  AbandonAgreement: (command, state) => {
    partyOnly(command, state);
    reasoned(command.data.reason);
    return [{ type: 'AgreementAbandoned', data: command.data }];
  },

  TakeFinalDecision: () => refuse('FINAL_DECISION_TRACK_FORBIDDEN'),
};

export const drafted: Changes<'AgreementDrafted' | 'AgreementRevised' | 'AgreementAbandoned'> = {
  AgreementDrafted: (_, { data, entry }) => {
    const {
      agreement: id,
      title,
      purpose,
      office,
      notice,
      continuation,
      parties,
      version,
      textHash,
      contentHash,
    } = data;
    const { text, funding, responsibilities, lead, term, vision } = data;
    const content = { text, funding, responsibilities, lead, term, ...present({ vision }) };
    return {
      ...initial,
      ...{ phase: 'NEGOTIATION', id, title, purpose, notice, continuation, current: version },
      ...present({ office }),
      classification: permitted(data.classification ?? 'INTERN'),
      memberships: parties.map((party) => ({ party })),
      versions: [{ ...content, no: version, textHash, contentHash, revision: entry.revision }],
    };
  },
  // Consents and signatures are for a version: with a new one they fall.
  AgreementRevised: (state, { data, entry }) => {
    const { version: no, textHash, contentHash } = data;
    const version = { ...negotiated(state), ...partsIn(data), no, textHash, contentHash, revision: entry.revision };
    return { ...state, phase: 'NEGOTIATION', versions: [...state.versions, version], current: no };
  },
  AgreementAbandoned: (state) => ({ ...state, phase: 'ABANDONED' }),
};
