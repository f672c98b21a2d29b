import type { As, Erasable } from '../../decider.js';
import type { Day } from '../../time.js';
import type { Depth, Form, PartyLevel } from '../vocabulary.js';
import type { InMatter, Reasoned } from './parts.js';

/** Who takes part, who is heard, who leads and who is competent. Payload of each command. Source: catalogue 4.1. */
export interface ParticipationPayloads {
  AddParticipant: Reasoned & { readonly code: string; readonly form: Form };
  RecordComment: InMatter & { readonly code: string; readonly text: string; readonly points?: readonly string[] };
  RecordStatement: InMatter & { readonly seat: string; readonly text: string };
  RequestParticipation: InMatter & {
    readonly party: string;
    readonly level: PartyLevel;
    readonly requestedDepth: Exclude<Depth, 'NONE'>;
  };
  AnswerParticipation: InMatter & {
    readonly party: string;
    readonly grantedDepth: Depth;
    readonly reason?: string;
    readonly agreedBy?: readonly string[];
  };
  RequestExamination: InMatter & { readonly question: string; readonly due: Day };
  ReportExamination: InMatter & { readonly result: string };
  AnnounceLeadTransfer: Reasoned & { readonly to: string; readonly on: Day };
  ConfirmLeadTransfer: InMatter;
  RaiseCompetenceDispute: Reasoned & { readonly areas: readonly string[] };
  ResolveCompetenceDispute: Reasoned & { readonly ruling: 'WITHIN' | 'OUTSIDE' };
}

/** Payload of each event. Source: catalogue 4.1. */
export interface ParticipationEvents {
  ParticipantAdded: As<ParticipationPayloads['AddParticipant'], 'reason'>;
  CommentRecorded: As<ParticipationPayloads['RecordComment'], 'text'>;
  StatementRecorded: As<ParticipationPayloads['RecordStatement'], 'text'>;
  ParticipationRequested: As<ParticipationPayloads['RequestParticipation']>;
  ParticipationAnswered: As<ParticipationPayloads['AnswerParticipation'], 'reason'>;
  ExaminationRequested: As<ParticipationPayloads['RequestExamination'], 'question'>;
  ExaminationReported: As<ParticipationPayloads['ReportExamination'], 'result'>;
  LeadTransferAnnounced: As<ParticipationPayloads['AnnounceLeadTransfer'], 'reason'>;
  LeadTransferred: { readonly from: string; readonly to: string; readonly on: Day };
  CompetenceDisputeRaised: As<ParticipationPayloads['RaiseCompetenceDispute'], 'reason'>;
  CompetenceDisputeResolved: {
    readonly areas: readonly string[];
    readonly ruling: 'WITHIN' | 'OUTSIDE';
    readonly reason: Erasable;
  };
}
