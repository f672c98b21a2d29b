import type { MatterCommandType } from './commands.js';
import { places } from '../places.js';
import type { Matter } from './state.js';
import { type Phase, PHASES } from './vocabulary.js';

const EXISTING: readonly Phase[] = PHASES.filter((phase) => phase !== 'NONE');
/** Phases from which the matter does not come back by itself. */
export const ENDED: readonly Phase[] = ['ENACTED', 'REJECTED', 'LAPSED', 'WITHDRAWN', 'SPLIT'];
/** Phases in which the outcome is still open. */
export const PENDING: readonly Phase[] = EXISTING.filter((phase) => !ENDED.includes(phase));
const DEBATED = PENDING.filter((phase) => phase !== 'DRAFT');
/** Phases in which the lead may go on: all pending ones and the decision in effect. */
const ALIVE: readonly Phase[] = [...PENDING, 'ENACTED'];
const BALLOT: readonly Phase[] = ['ROUND_OPEN', 'ROUND_CLOSED'];

/** Phases of model section 4.1 in which nothing is enacted because ministries differ (I18). */
export const DIFFERING: readonly Phase[] = ['DISSENT', 'ESCALATED', 'RESOLVED', 'EXHAUSTED', 'CABINET_PENDING'];

/**
 * Phases in which each command has a place. A command that names a refusal of its own for the wrong phase stands here
 * with its right ones and is listed in OWN_REFUSAL. Source: model, section 4.1.
 */
export const phases: { readonly [T in MatterCommandType]: readonly Phase[] } = {
  DraftMatter: ['NONE'],
  ReviseMatter: ['DRAFT'],
  SubmitMatter: ['DRAFT'],
  OpenProcedure: ['SUBMITTED'],
  AddParticipant: ['OPEN', 'ROUND_OPEN', 'ROUND_CLOSED', 'INCOMPLETE', 'DISSENT', 'ESCALATED', 'RESOLVED'],
  AmendMatter: ['OPEN', 'ROUND_OPEN', 'DISSENT', 'ESCALATED'],
  SplitMatter: PENDING,
  WithdrawMatter: PENDING,
  ChangeClassification: EXISTING,
  RecordComment: DEBATED,
  RecordStatement: EXISTING,
  RequestParticipation: PENDING,
  AnswerParticipation: PENDING,
  RequestExamination: ALIVE,
  ReportExamination: ALIVE,
  AnnounceLeadTransfer: ALIVE,
  ConfirmLeadTransfer: ALIVE,
  RaiseCompetenceDispute: PENDING,
  ResolveCompetenceDispute: PENDING,
  OpenRound: ['OPEN', 'DISSENT', 'RESOLVED'],
  ProveDelivery: BALLOT,
  CastVote: ['ROUND_OPEN'],
  ChangeVote: ['ROUND_OPEN'],
  RecordVote: BALLOT,
  ConfirmVote: BALLOT,
  NoteLateVote: EXISTING,
  LiftReservation: BALLOT,
  ConfirmReservation: BALLOT,
  ObjectWrittenMode: ['ROUND_OPEN'],
  RaiseConstructiveVeto: ['ROUND_OPEN'],
  DeclareRecusal: DEBATED,
  DecideRecusal: DEBATED,
  ExtendRound: ['ROUND_OPEN', 'ROUND_CLOSED', 'INCOMPLETE'],
  CloseRound: ['ROUND_OPEN'],
  EstablishResult: BALLOT,
  DeclareDissent: ['INCOMPLETE'],
  OpenEscalation: ['DISSENT'],
  OpenLevel: ['ESCALATED'],
  RecordAttempt: ['ESCALATED'],
  CloseLevel: ['ESCALATED'],
  SkipLevel: ['ESCALATED'],
  EstablishExhaustion: ['ESCALATED'],
  TakeFinalDecision: ['EXHAUSTED'],
  EstablishLapse: PENDING,
  ReferToCabinet: ['EXHAUSTED', 'ENACTED'],
  RecordCabinetDecision: ['CABINET_PENDING', 'ENACTED'],
  EnactDecision: ['AGREED'],
  PublishDecision: ['ENACTED'],
  ReportDuty: ['ENACTED'],
  WaiveDuty: ['ENACTED'],
  RenewDecision: ['ENACTED'],
  EndDecision: ['ENACTED'],
  GrantExemption: ['ENACTED'],
  RequestCorrection: EXISTING,
  CommentCorrection: EXISTING,
  ApproveCorrection: EXISTING,
  RefuseCorrection: EXISTING,
  RequestErasure: EXISTING,
  ApproveErasure: EXISTING,
  TransferRecord: EXISTING,
  EditEvent: [],
};

/** Commands whose row names the refusal for a wrong phase itself. */
export const OWN_REFUSAL: ReadonlySet<string> = new Set<MatterCommandType>([
  'CastVote',
  'ChangeVote',
  'RecordVote',
  'RaiseConstructiveVeto',
  'ObjectWrittenMode',
  'LiftReservation',
  'ConfirmReservation',
  'DeclareDissent',
  'OpenEscalation',
  'TakeFinalDecision',
  'ReferToCabinet',
  'EnactDecision',
  'EditEvent',
]);

const { wrongIn, ...placing } = places(phases);

/** Commands that have a place in the phase, in the order of the catalogue; whether one has none. */
export const { allowedIn: inPhase, isMisplaced } = placing;

export const wrongState = ({ phase }: Matter) => wrongIn(phase);
