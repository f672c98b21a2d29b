import { permitted } from '../classification.js';
import { refuse } from '../refusals.js';
import { deadline } from '../deadline.js';
import type { MatterCommand } from './commands.js';
import { FORMS } from './vocabulary.js';
import { listed, without } from '../codes.js';
import { reasoned } from '../reason.js';
import { type Decisions, bookOf, currentVersion, lastRound, leadOnly, trackOf } from './rows.js';

const known = ({ facts }: MatterCommand, field: string): void => {
  if (facts.unknown.length > 0) refuse('INVALID_PAYLOAD', { fields: [field], unknown: facts.unknown });
};

/** Beside areas and text. Texts are compared by their hash: who decides again may keep the beginning of a long one only. */
const REVISABLE = ['title', 'technicalImpact', 'organisationalImpact', 'costImpact'] as const;

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
    // A Land leads on the federal track only.
    if (command.meta.actor.function === 'LAND' && data.track !== 'FEDERAL') refuse('FORBIDDEN');
    permitted(data.classification);
    known(command, 'lead');
    return [{ type: 'MatterDrafted', data: { ...data, version: 1, textHash: facts.hash(data.text ?? '') } }];
  },

  ReviseMatter: (command, state) => {
    const { data, facts } = command;
    leadOnly(command, state);
    const { textHash: wording } = currentVersion(state);
    const sameAreas = data.areas === undefined || listed(data.areas).join() === listed(state.areas).join();
    const same = REVISABLE.every((field) => data[field] === undefined || data[field] === state[field]);
    const textHash = data.text === undefined ? wording : facts.hash(data.text);
    if (same && sameAreas && textHash === wording) refuse('NO_CHANGE');
    // A version is a wording (R4): what is said about its impact may be completed without a new one.
    const version = textHash === wording ? state.current : state.current + 1;
    return [{ type: 'MatterRevised', data: { ...data, version, textHash } }];
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
    const { hearingPeriod } = trackOf(command, state);
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
    const hearing = deadline(meta.now, hearingPeriod, facts.calendar);
    const { matter, ...asked } = data;
    const opened = {
      matter,
      ...asked,
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
    const { text, basis, changes } = data;
    const textHash = facts.hash(text);
    if (textHash === currentVersion(state).textHash) refuse('NO_CHANGE');
    const amended = {
      version: state.versions.length + 1,
      fromVersion: state.current,
      text,
      textHash,
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
