import type { Rank } from '../actor.js';
import type { Channel, Erasable, Event } from '../decider.js';
import type { Condition, Outcome, Tally } from '../counting/ballot.js';
import type { LegalBasis } from '../rulebook/content.js';
import type { Day, Instant } from '../time.js';
import type { MatterPayloads } from './commands.js';
import type {
  Bindingness,
  CabinetOutcome,
  Classification,
  CorrectionKind,
  Mode,
  ReservationKind,
  Track,
  VoteValue,
} from './vocabulary.js';

/** Payload of a command as it is recorded: the named fields become erasable. */
type As<T extends keyof MatterPayloads, Texts extends string = never> = {
  readonly [K in keyof MatterPayloads[T]]: K extends Texts
    ? Erasable | Extract<MatterPayloads[T][K], undefined>
    : MatterPayloads[T][K];
};

interface ForSeat {
  readonly round: string;
  readonly seat: string;
}
export interface RuleBookRef {
  readonly id: string;
  readonly version: string;
}
export interface VoteRecord extends ForSeat {
  readonly version: number;
  readonly textHash: string;
  readonly value: VoteValue;
  readonly reason?: Erasable;
  readonly points?: readonly string[];
  readonly receivedAt: Instant;
  readonly channel: Channel;
  readonly mandate?: string;
  readonly person: string;
  readonly confirmedBy?: string;
}
export interface Preset {
  readonly seat: string;
  readonly value: VoteValue;
  readonly reason?: Erasable;
}
export interface DutyRecord {
  readonly duty: string;
  readonly ministry: string;
  readonly text: string;
  readonly due: Day;
}
export type Origin = 'CONSENSUS' | 'SILENCE' | 'MAJORITY' | 'FINAL' | 'CABINET';

/** Payload of every event of a matter, by event type. Source: catalogue, section 4. */
export interface MatterEventData {
  MatterDrafted: MatterPayloads['DraftMatter'] & { readonly version: number; readonly textHash: string };
  MatterRevised: MatterPayloads['ReviseMatter'] & { readonly version: number; readonly textHash: string };
  MatterSubmitted: { readonly version: number };
  ProcedureOpened: As<'OpenProcedure', 'urgentReason'> & {
    readonly ruleBook: RuleBookRef;
    readonly body: string;
    readonly track: Track;
    readonly hearingDue: Instant;
  };
  ParticipantAdded: As<'AddParticipant', 'reason'>;
  MatterAmended: {
    readonly version: number;
    readonly fromVersion: number;
    readonly text: string;
    readonly textHash: string;
    readonly changes?: Erasable;
    readonly basis: MatterPayloads['AmendMatter']['basis'];
  };
  MatterSplit: As<'SplitMatter', 'reason'>;
  MatterWithdrawn: As<'WithdrawMatter', 'reason'>;
  ClassificationChanged: { readonly from: Classification; readonly to: Classification; readonly reason: Erasable };
  CommentRecorded: As<'RecordComment', 'text'>;
  StatementRecorded: As<'RecordStatement', 'text'>;
  ParticipationRequested: As<'RequestParticipation'>;
  ParticipationAnswered: As<'AnswerParticipation', 'reason'>;
  ExaminationRequested: As<'RequestExamination', 'question'>;
  ExaminationReported: As<'ReportExamination', 'result'>;
  LeadTransferAnnounced: As<'AnnounceLeadTransfer', 'reason'>;
  LeadTransferred: { readonly from: string; readonly to: string; readonly on: Day };
  CompetenceDisputeRaised: As<'RaiseCompetenceDispute', 'reason'>;
  CompetenceDisputeResolved: {
    readonly areas: readonly string[];
    readonly ruling: 'WITHIN' | 'OUTSIDE';
    readonly reason: Erasable;
  };

  RoundOpened: {
    readonly round: string;
    readonly no: number;
    readonly version: number;
    readonly textHash: string;
    readonly mode: Mode;
    readonly rule: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly eligible: readonly { readonly seat: string }[];
    readonly lead: string;
    readonly openedOn: Day;
    readonly lastDay?: Day;
    readonly dueAt?: Instant;
    /** Usual and shortest length of the round, for extensions and for the timeliness of deliveries. */
    readonly period: string;
    readonly minPeriod: string;
    readonly reservationDue: Instant;
    readonly modeObjectionDue?: Instant;
    readonly trace?: readonly string[];
    readonly calendarVersion: string;
    readonly urgentReason?: Erasable;
    readonly meeting?: string;
    readonly item?: string;
    readonly present?: readonly string[];
    readonly chairSeat?: string;
    readonly preset?: readonly Preset[];
    readonly confirming?: boolean;
  };
  DeliveryProven: Omit<MatterPayloads['ProveDelivery'], 'matter'>;
  VoteCast: VoteRecord;
  VoteChanged: VoteRecord;
  VoteRecordPending: As<'RecordVote', 'reason'> & { readonly receivedAt: Instant; readonly channel: Channel };
  LateVoteNoted: ForSeat & {
    readonly value: VoteValue;
    readonly reason?: Erasable;
    readonly receivedAt: Instant;
    readonly dueAt?: Instant;
  };
  ReservationDeclared: ForSeat & {
    readonly kind: ReservationKind;
    readonly note?: Erasable;
    readonly due: Instant;
    /** Whether the result waits for it, by the rule book. */
    readonly blocking: boolean;
  };
  ReservationLifted: ForSeat & { readonly kind: ReservationKind; readonly counts: 'CONSENT' };
  ReservationLapsed: ForSeat & { readonly kind: ReservationKind; readonly counts: 'CONSENT' | 'OBJECTION' };
  ReservationConfirmed: ForSeat & { readonly kind: ReservationKind; readonly reason: Erasable };
  WrittenModeObjected: ForSeat & { readonly reason: Erasable };
  ConstructiveVetoRaised: ForSeat & {
    readonly version: number;
    readonly originalVersion: number;
    readonly text: string;
    readonly textHash: string;
    readonly reasons: Erasable;
    readonly effects: Readonly<Record<string, unknown>>;
  };
  VetoLapsed: { readonly seat: string; readonly counterVersion: number; readonly currentVersion: number };
  RecusalDeclared: As<'DeclareRecusal', 'detail'>;
  RecusalDecided: As<'DecideRecusal', 'reason'>;
  RoundSuperseded: { readonly round: string; readonly cause: 'AMENDED' | 'VETO' | 'MODE' };
  RoundExtended: {
    readonly round: string;
    readonly no: number;
    readonly lastDay: Day;
    readonly dueAt: Instant;
    readonly reservationDue: Instant;
    readonly reason: Erasable;
    readonly trace: readonly string[];
  };
  RoundClosed: { readonly round: string; readonly cause: 'DEADLINE' | 'ALL_VOTED'; readonly graceUntil?: Instant };
  ResultEstablished: {
    readonly round: string;
    readonly version: number;
    readonly outcome: Outcome;
    readonly rule: string;
    readonly decidedBy?: string;
    readonly tally: Tally;
    readonly deemed: readonly string[];
    readonly ended: readonly string[];
    readonly recused: readonly string[];
    readonly conditions?: readonly Erasable[];
    readonly objections: readonly string[];
    readonly reasoning: readonly Condition[];
    readonly inputsHash: string;
    readonly dissentDue?: Instant;
    readonly correction?: string;
  };
  ResultRescinded: { readonly round: string; readonly correction: string };
  DissentDeclared: {
    readonly round: string;
    readonly objections: readonly string[];
    readonly reason: Erasable;
    readonly dissentDue?: Instant;
  };

  EscalationOpened: {
    readonly points: readonly string[];
    readonly positions: readonly { readonly code: string; readonly text: Erasable }[];
    readonly options: readonly { readonly version?: number; readonly text: Erasable }[];
    readonly disputing: readonly string[];
  };
  LevelOpened: {
    readonly level: string;
    readonly rank: Rank;
    readonly lastDay: Day;
    readonly dueAt: Instant;
    readonly trace: readonly string[];
  };
  AttemptRecorded: As<'RecordAttempt', 'note'> & { readonly counts: boolean };
  LevelClosed: Omit<MatterPayloads['CloseLevel'], 'matter'>;
  LevelSkipped: Omit<MatterPayloads['SkipLevel'], 'matter'>;
  EscalationResolved: { readonly version: number; readonly confirming: boolean };
  EscalationExhausted: {
    readonly lastDay?: Day;
    readonly windowDueAt?: Instant;
    readonly objections: readonly string[];
  };
  FinalDecisionTaken: {
    readonly version: number;
    readonly textHash: string;
    readonly grant: string;
    readonly legalBasis: LegalBasis;
    readonly decider: string;
    readonly rank: Rank;
    readonly reasons: Erasable;
    readonly answers: readonly { readonly seat: string; readonly text: Erasable }[];
    readonly resultResponsibility: { readonly accepted: boolean; readonly reportDates: readonly Day[] };
    readonly dissenting: readonly string[];
  };
  MatterLapsed: { readonly cause: 'FINAL_WINDOW' | 'DECIDE_BY'; readonly reason: Erasable };
  CabinetReferred: { readonly by: string; readonly suspensive: boolean; readonly reason: Erasable };
  CabinetDecisionRecorded: {
    readonly outcome: CabinetOutcome;
    readonly reference: string;
    readonly date: Day;
    readonly text?: string;
    readonly version?: number;
    readonly textHash?: string;
  };

  DecisionEnacted: {
    readonly decisionNo: string;
    readonly version: number;
    readonly textHash: string;
    readonly origin: Origin;
    readonly bindingness: Bindingness;
    readonly bindingScope: 'ALL' | 'CONSENTING';
    readonly binds: readonly string[];
    readonly dissenting?: readonly string[];
    readonly conditions?: readonly Erasable[];
    readonly effectiveFrom: Day;
    readonly validUntil?: Day;
    readonly reviewOn?: Day;
    readonly duties: readonly DutyRecord[];
    readonly referralDueAt?: Instant;
  };
  DecisionPublished: As<'PublishDecision'>;
  DutyReported: As<'ReportDuty', 'report'>;
  DutyWaived: As<'WaiveDuty', 'reason'>;
  DutyOverdue: { readonly duty: string; readonly ministry: string; readonly due: Day };
  DecisionRenewed: As<'RenewDecision'>;
  DecisionEnded: {
    readonly kind: MatterPayloads['EndDecision']['kind'];
    readonly by?: string;
    readonly reason?: Erasable;
  };
  ExemptionGranted: As<'GrantExemption', 'reason'>;
  DecisionSuspended: { readonly cause: string };
  DecisionReinstated: { readonly cause: string };
  DecisionExpired: { readonly validUntil: Day };
  DecisionVoided: { readonly correction: string; readonly reason: Erasable };
  DeadlinePassed: {
    readonly kind: 'DISSENT' | 'LEVEL' | 'FINAL_WINDOW' | 'DECIDE_BY';
    readonly level?: string;
    readonly dueAt: Instant;
  };
  CorrectionRequested: As<'RequestCorrection', 'reason'> & {
    readonly kind: CorrectionKind;
    readonly targetRevision: number;
    readonly wrong: Readonly<Record<string, unknown>>;
    readonly affected: string;
  };
  CorrectionCommented: As<'CommentCorrection', 'text'>;
  CorrectionRefused: As<'RefuseCorrection', 'reason'>;
  CorrectionApproved: {
    readonly correction: string;
    readonly effect: 'NONE' | 'RESULT_CONFIRMED' | 'RESULT_CHANGED';
    readonly requestedBy: string;
    readonly approvedBy: string;
  };
  RecordTransferred: As<'TransferRecord'>;
}

export type MatterEventType = keyof MatterEventData;
export type MatterEvent = { [T in MatterEventType]: Event<T, MatterEventData[T]> }[MatterEventType];
