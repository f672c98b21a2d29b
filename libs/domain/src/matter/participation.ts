import { refuse } from '../refusals.js';
import { dayOf } from '../time.js';
import { type Depth, DEPTHS, type Form } from './vocabulary.js';
import { wrongState } from './phases.js';
import { listed, own, without } from '../codes.js';
import { reasoned } from '../reason.js';
import { bookOf, type Changes, type Decisions, leadOnly } from './rows.js';
import type { Matter } from './state.js';
import { changed } from './shape.js';

const deeper = (granted: Depth, requested: Depth): boolean => DEPTHS.indexOf(granted) >= DEPTHS.indexOf(requested);

/** Who takes part, who is heard, who leads and who is competent. Source: catalogue 4.1, R2, R3, R15. */
export const participation: Decisions<
  | 'AddParticipant'
  | 'RecordComment'
  | 'RecordStatement'
  | 'RequestParticipation'
  | 'AnswerParticipation'
  | 'RequestExamination'
  | 'ReportExamination'
  | 'AnnounceLeadTransfer'
  | 'ConfirmLeadTransfer'
  | 'RaiseCompetenceDispute'
  | 'ResolveCompetenceDispute'
> = {
  AddParticipant: ({ data, facts }) => {
    if (facts.unknown.length > 0) refuse('INVALID_PAYLOAD', { fields: ['code'], unknown: facts.unknown });
    reasoned(data.reason);
    return [{ type: 'ParticipantAdded', data }];
  },
  RecordComment: ({ data }) => [{ type: 'CommentRecorded', data }],
  RecordStatement: ({ data }) => [{ type: 'StatementRecorded', data }],
  RequestParticipation: ({ data }) => [{ type: 'ParticipationRequested', data }],

  AnswerParticipation: ({ data }, state) => {
    const request = own(state.requests, data.party) ?? refuse('NOT_FOUND', { party: data.party });
    if (!deeper(data.grantedDepth, request.requested)) reasoned(data.reason);
    const blocking = without(state.dissent?.objections ?? [], data.agreedBy ?? []);
    const federal = request.level === 'LAND' || request.level === 'KOMMUNE';
    if (federal && data.grantedDepth !== 'NONE' && blocking.length > 0)
      refuse('PARTICIPATION_BLOCKED', { codes: listed(blocking) });
    return [{ type: 'ParticipationAnswered', data }];
  },

  RequestExamination: (command, state) => {
    const { digitalMinistry } = bookOf(command).roles;
    if (command.meta.actor.ministry !== digitalMinistry) refuse('FORBIDDEN');
    if (state.examination) refuse('WRONG_STATE', wrongState(state));
    return [{ type: 'ExaminationRequested', data: command.data }];
  },
  ReportExamination: (command, state) => {
    if (!state.examination) refuse('WRONG_STATE', wrongState(state));
    leadOnly(command, state);
    return [{ type: 'ExaminationReported', data: command.data }];
  },

  AnnounceLeadTransfer: (command, state) => {
    leadOnly(command, state);
    const { data, facts } = command;
    if (facts.unknown.length > 0) refuse('INVALID_PAYLOAD', { fields: ['to'], unknown: facts.unknown });
    if (data.to === state.lead) refuse('NO_CHANGE');
    reasoned(data.reason);
    return [{ type: 'LeadTransferAnnounced', data }];
  },
  ConfirmLeadTransfer: ({ meta }, state) => {
    const transfer = state.leadTransfer ?? refuse('WRONG_STATE', wrongState(state));
    if (meta.actor.function !== 'SEC' && meta.actor.ministry !== transfer.to) refuse('FORBIDDEN');
    const today = dayOf(meta.now);
    const on = transfer.on > today ? transfer.on : today;
    return [{ type: 'LeadTransferred', data: { from: state.lead, to: transfer.to, on } }];
  },

  RaiseCompetenceDispute: ({ data }, state) => {
    if (state.dispute) refuse('WRONG_STATE', wrongState(state));
    reasoned(data.reason);
    return [{ type: 'CompetenceDisputeRaised', data }];
  },
  ResolveCompetenceDispute: (command, state) => {
    const areas = state.dispute ?? refuse('WRONG_STATE', wrongState(state));
    if (command.meta.actor.ministry !== bookOf(command).roles.competenceClarifier) refuse('NOT_CLARIFIER');
    const { ruling, reason } = command.data;
    reasoned(reason);
    return [{ type: 'CompetenceDisputeResolved', data: { areas, ruling, reason } }];
  },
};

/** A participant has one form; a later one replaces the earlier. */
const joined = (state: Matter, code: string, form: Form): Matter => {
  const others = Object.entries(state.participants).map(([key, codes]) => [key, without(codes, [code])] as const);
  const participants = Object.fromEntries(others);
  return changed(state, { participants: { ...participants, [form]: [...(own(participants, form) ?? []), code] } });
};

export const participated: Changes<
  | 'ParticipantAdded'
  | 'CommentRecorded'
  | 'StatementRecorded'
  | 'ParticipationRequested'
  | 'ParticipationAnswered'
  | 'ExaminationRequested'
  | 'ExaminationReported'
  | 'LeadTransferAnnounced'
  | 'LeadTransferred'
  | 'CompetenceDisputeRaised'
  | 'CompetenceDisputeResolved'
> = {
  ParticipantAdded: (state, { data }) => joined(state, data.code, data.form),
  // The same state again: an auditor counts by that what a record leaves behind.
  CommentRecorded: (state, { data: { code } }) =>
    state.commented.includes(code) ? state : changed(state, { commented: listed([...state.commented, code]) }),
  StatementRecorded: (state) => state,
  ParticipationRequested: (state, { data: { party, level, requestedDepth } }) =>
    changed(state, {
      requests: { ...state.requests, [party]: { level, requested: requestedDepth } },
    }),
  ParticipationAnswered: (state, { data: { party, grantedDepth } }) => {
    const request = own(state.requests, party);
    if (!request) throw new Error(`No request of ${party} to answer`);
    return changed(state, { requests: { ...state.requests, [party]: { ...request, granted: grantedDepth } } });
  },
  ExaminationRequested: (state) => changed(state, { examination: true }),
  ExaminationReported: (state) => changed(state, { examination: false }),
  LeadTransferAnnounced: (state, { data: { to, on } }) => changed(state, { leadTransfer: { to, on } }),
  LeadTransferred: (state, { data }) => changed(state, { leadTransfer: undefined, lead: data.to }),
  CompetenceDisputeRaised: (state, { data }) => changed(state, { dispute: data.areas }),
  CompetenceDisputeResolved: (state, { data }) =>
    changed(state, {
      dispute: undefined,
      outside: data.ruling === 'OUTSIDE' ? listed([...state.outside, ...data.areas]) : state.outside,
    }),
};
