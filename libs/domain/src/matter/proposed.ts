import { permitted } from '../classification.js';
import { present } from '../present.js';
import { type Changes, currentVersion, overWith } from './rows.js';
import type { Matter } from './state.js';
import { changed, initial } from './shape.js';

/** A new text ends what the old one was in: votes and dissent fall, an open ladder goes on (R4, section 4.1). */
const amended = (state: Matter): Matter =>
  state.phase === 'ESCALATED' ? state : changed(state, { dissent: undefined, phase: 'OPEN' });

/** What each step of the proposal changes. Source: model 4.1. */
export const proposed: Changes<
  | 'MatterDrafted'
  | 'MatterRevised'
  | 'MatterSubmitted'
  | 'ProcedureOpened'
  | 'MatterAmended'
  | 'MatterSplit'
  | 'MatterWithdrawn'
  | 'ClassificationChanged'
> = {
  MatterDrafted: (_, { data, entry }) => {
    const {
      matter: id,
      title,
      body,
      track,
      lead,
      category,
      bindingness,
      classification,
      text = '',
      version,
      textHash,
    } = data;
    const { technicalImpact, organisationalImpact, costImpact, decideBy, fileReference, splitFrom } = data;
    return changed(initial, {
      phase: 'DRAFT',
      id,
      title,
      body,
      track,
      lead,
      category,
      bindingness,
      areas: data.areas ?? [],
      classification: permitted(classification),
      versions: [{ no: version, text, textHash, revision: entry.revision }],
      current: version,
      ...present({ technicalImpact, organisationalImpact, costImpact, decideBy, fileReference, splitFrom }),
    });
  },
  MatterRevised: (state, { data, entry }) => {
    const { title, areas, technicalImpact, organisationalImpact, costImpact, version, textHash } = data;
    const text = data.text ?? currentVersion(state).text;
    return changed(state, {
      ...present({ title, areas, technicalImpact, organisationalImpact, costImpact }),
      versions: [
        ...state.versions.filter(({ no }) => no !== version),
        { no: version, text, textHash, revision: entry.revision },
      ],
      current: version,
    });
  },
  MatterSubmitted: (state) => changed(state, { phase: 'SUBMITTED' }),
  ProcedureOpened: (state, { data, entry }) =>
    changed(state, {
      phase: 'OPEN',
      ruleBook: data.ruleBook,
      participants: data.participants,
      urgent: data.urgency === 'EILBEDUERFTIG',
      hearingDue: data.hearingDue,
      openedAt: entry.at,
    }),
  MatterAmended: (state, { data, entry }) => {
    const version = { no: data.version, text: data.text, textHash: data.textHash, revision: entry.revision };
    return changed(amended(state), { versions: [...state.versions, version], current: data.version });
  },
  MatterSplit: (state, { data, entry }) =>
    changed(overWith(state, 'SPLIT', entry.at), {
      parts: data.parts.map((part) => part.matter),
    }),
  MatterWithdrawn: (state, { entry }) => overWith(state, 'WITHDRAWN', entry.at),
  ClassificationChanged: (state, { data }) => changed(state, { classification: data.to }),
};
