import { refuse } from '../refusals.js';
import { deadline } from '../deadline.js';
import { dayOf } from '../time.js';
import type { MatterCommand } from './commands.js';
import { type Classification, CLASSIFICATIONS, FORMS } from './vocabulary.js';
import {
  type Changes,
  type Decisions,
  bookOf,
  currentVersion,
  lastRound,
  leadOnly,
  listed,
  reasoned,
  trackOf,
  without,
} from './rows.js';
import { initial, type Matter } from './state.js';

const permitted = (text: string): Classification =>
  CLASSIFICATIONS.find((classification) => classification === text) ?? refuse('CLASSIFICATION_NOT_PERMITTED');

const known = ({ facts }: MatterCommand, field: string): void => {
  if (facts.unknown.length > 0) refuse('INVALID_PAYLOAD', { fields: [field], unknown: facts.unknown });
};

const REVISABLE = ['title', 'text', 'technicalImpact', 'organisationalImpact', 'costImpact'] as const;

/** From the first draft to the opening of the procedure, and the end by withdrawal or split. Source: catalogue 4.1. */
export const proposal: Decisions<
  | 'DraftMatter'
  | 'ReviseMatter'
  | 'SubmitMatter'
  | 'OpenProcedure'
  | 'AmendMatter'
  | 'SplitMatter'
  | 'WithdrawMatter'
  | 'ChangeClassification'
> = {
  DraftMatter: (command, state) => {
    const { data, facts } = command;
    if (state.phase !== 'NONE') refuse('ALREADY_EXISTS');
    permitted(data.classification);
    known(command, 'lead');
    return [{ type: 'MatterDrafted', data: { ...data, version: 1, textHash: facts.hash(data.text ?? '') } }];
  },

  ReviseMatter: (command, state) => {
    const { data, facts } = command;
    leadOnly(command, state);
    const shown = { ...state, text: currentVersion(state).text };
    const sameAreas = data.areas === undefined || listed(data.areas).join() === listed(state.areas).join();
    const same = REVISABLE.every((field) => data[field] === undefined || data[field] === shown[field]);
    if (same && sameAreas) refuse('NO_CHANGE');
    const text = data.text ?? shown.text;
    return [{ type: 'MatterRevised', data: { ...data, version: state.current + 1, textHash: facts.hash(text) } }];
  },

  SubmitMatter: (command, state) => {
    leadOnly(command, state);
    const missing = [
      ...(currentVersion(state).text.trim() === '' ? ['text'] : []),
      ...(state.areas.length === 0 ? ['areas'] : []),
      ...(['technicalImpact', 'organisationalImpact'] as const).filter((field) => !state[field]?.trim()),
    ];
    if (missing.length > 0) refuse('PROPOSAL_INCOMPLETE', { fields: missing });
    return [{ type: 'MatterSubmitted', data: { version: state.current } }];
  },

  OpenProcedure: (command, state) => {
    const { data, facts, meta } = command;
    const book = bookOf(command);
    if (!facts.tracks.includes(state.track)) refuse('TRACK_BODY_MISMATCH');
    known(command, 'participants');
    const named = [
      ...FORMS.flatMap((form) => data.participants[form] ?? []),
      ...(data.omissions ?? []).map(({ code }) => code),
    ];
    const missing = without(facts.responsible, named);
    if (missing.length > 0) refuse('PARTICIPATION_INCOMPLETE', { codes: listed(missing) });
    for (const { reason } of data.omissions ?? []) reasoned(reason);
    if (data.urgency === 'EILBEDUERFTIG') reasoned(data.urgentReason);
    const hearing = deadline(dayOf(meta.now), trackOf(command, state).hearingPeriod, facts.calendar);
    const opened = {
      ...data,
      ruleBook: { id: book.id, version: book.version },
      body: state.body,
      track: state.track,
      hearingDue: hearing.dueAt,
    };
    return [{ type: 'ProcedureOpened', data: opened }];
  },

  AmendMatter: (command, state) => {
    const { data, facts } = command;
    leadOnly(command, state);
    if (data.text === currentVersion(state).text) refuse('NO_CHANGE');
    const { text, basis, changes } = data;
    const amended = {
      version: state.versions.length + 1,
      fromVersion: state.current,
      text,
      textHash: facts.hash(text),
      basis,
      ...(changes === undefined ? {} : { changes }),
    };
    const running = state.phase === 'ROUND_OPEN' ? lastRound(state) : undefined;
    return [
      { type: 'MatterAmended', data: amended },
      ...(running
        ? [{ type: 'RoundSuperseded' as const, data: { round: running.id, cause: 'AMENDED' as const } }]
        : []),
    ];
  },

  SplitMatter: (command, state) => {
    leadOnly(command, state);
    const { data } = command;
    if (data.parts.length < 2) refuse('INVALID_PAYLOAD', { fields: ['parts'] });
    const ids = new Set([state.id, ...data.parts.map((part) => part.matter)]);
    if (ids.size <= data.parts.length) refuse('INVALID_PAYLOAD', { fields: ['parts'] });
    reasoned(data.reason);
    return [{ type: 'MatterSplit', data }];
  },

  WithdrawMatter: (command, state) => {
    leadOnly(command, state);
    reasoned(command.data.reason);
    return [{ type: 'MatterWithdrawn', data: command.data }];
  },

  ChangeClassification: ({ data }, state) => {
    const to = permitted(data.to);
    reasoned(data.reason);
    return [{ type: 'ClassificationChanged', data: { from: state.classification, to, reason: data.reason } }];
  },
};

const defined = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

/** A new text ends what the old one was in: votes and dissent fall, an open ladder goes on (R4, section 4.1). */
const amended = (state: Matter): Matter => {
  if (state.phase === 'ESCALATED') return state;
  const { dissent: _, ...rest } = state;
  return { ...rest, phase: 'OPEN' };
};

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
    const { technicalImpact, organisationalImpact, costImpact, decideBy, splitFrom } = data;
    return {
      ...initial,
      ...defined({ technicalImpact, organisationalImpact, costImpact, decideBy, splitFrom }),
      phase: 'DRAFT',
      ...{ id, title, body, track, lead, category, bindingness },
      areas: data.areas ?? [],
      classification: permitted(classification),
      versions: [{ no: version, text, textHash, revision: entry.revision }],
      current: version,
    };
  },
  MatterRevised: (state, { data, entry }) => {
    const { title, areas, technicalImpact, organisationalImpact, costImpact, version, textHash } = data;
    const text = data.text ?? currentVersion(state).text;
    return {
      ...state,
      ...defined({ title, areas, technicalImpact, organisationalImpact, costImpact }),
      versions: [...state.versions, { no: version, text, textHash, revision: entry.revision }],
      current: version,
    };
  },
  MatterSubmitted: (state) => ({ ...state, phase: 'SUBMITTED' }),
  ProcedureOpened: (state, { data, entry }) => ({
    ...state,
    phase: 'OPEN',
    ruleBook: data.ruleBook,
    participants: data.participants,
    urgent: data.urgency === 'EILBEDUERFTIG',
    hearingDue: data.hearingDue,
    openedAt: entry.at,
  }),
  MatterAmended: (state, { data, entry }) => {
    const version = { no: data.version, text: data.text, textHash: data.textHash, revision: entry.revision };
    return { ...amended(state), versions: [...state.versions, version], current: data.version };
  },
  MatterSplit: (state, { data }) => ({ ...state, phase: 'SPLIT', parts: data.parts.map((part) => part.matter) }),
  MatterWithdrawn: (state) => ({ ...state, phase: 'WITHDRAWN' }),
  ClassificationChanged: (state, { data }) => ({ ...state, classification: data.to }),
};
