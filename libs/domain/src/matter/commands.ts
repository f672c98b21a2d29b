import type { Rank } from '../actor.js';
import type { Command } from '../decider.js';
import type { Day, Instant } from '../time.js';
import type { MatterFacts } from './facts.js';
import type {
  Bindingness,
  CabinetOutcome,
  Category,
  CorrectionKind,
  DeliveryProof,
  Depth,
  Ending,
  Form,
  Mode,
  Participants,
  PartyLevel,
  PublicationTarget,
  ReservationKind,
  Track,
  VoteValue,
} from './vocabulary.js';

interface ReservationPayload {
  readonly kind: ReservationKind;
  readonly note?: string;
}
export interface VotePayload {
  readonly matter: string;
  readonly round: string;
  readonly seat: string;
  readonly version: number;
  readonly textHash?: string;
  readonly value: VoteValue;
  readonly reason?: string;
  readonly points?: readonly string[];
  readonly reservation?: ReservationPayload;
  readonly statement?: string;
}
export interface DutyPayload {
  readonly duty: string;
  readonly ministry?: string;
  readonly text: string;
  readonly due: Day;
}
interface InMatter {
  readonly matter: string;
}
interface InRound extends InMatter {
  readonly round: string;
}
interface ForSeat extends InRound {
  readonly seat: string;
}
interface Reasoned extends InMatter {
  readonly reason: string;
}

/** Payload of every command on a matter, by command type. Source: catalogue, section 4. */
export interface MatterPayloads {
  DraftMatter: InMatter & {
    readonly title: string;
    readonly body: string;
    readonly track: Track;
    readonly lead: string;
    readonly category: Category;
    readonly areas?: readonly string[];
    readonly bindingness: Bindingness;
    readonly text?: string;
    readonly technicalImpact?: string;
    readonly organisationalImpact?: string;
    readonly costImpact?: string;
    readonly classification: string;
    readonly decideBy?: Day;
    readonly project?: string;
    readonly fileReference?: string;
    readonly splitFrom?: string;
  };
  ReviseMatter: InMatter & {
    readonly title?: string;
    readonly text?: string;
    readonly areas?: readonly string[];
    readonly technicalImpact?: string;
    readonly organisationalImpact?: string;
    readonly costImpact?: string;
    readonly changeNote?: string;
  };
  SubmitMatter: InMatter;
  OpenProcedure: InMatter & {
    readonly participants: Participants;
    readonly sections?: Readonly<Record<string, unknown>>;
    readonly omissions?: readonly { readonly code: string; readonly reason: string }[];
    readonly urgency?: 'NORMAL' | 'EILBEDUERFTIG';
    readonly urgentReason?: string;
  };
  AddParticipant: Reasoned & { readonly code: string; readonly form: Form };
  AmendMatter: InMatter & {
    readonly text: string;
    readonly changes?: string;
    readonly basis: 'OBJECTION' | 'HEARING' | 'ESCALATION' | 'OTHER';
  };
  SplitMatter: Reasoned & {
    readonly parts: readonly {
      readonly matter: string;
      readonly title: string;
      readonly text: string;
      readonly areas: readonly string[];
    }[];
  };
  WithdrawMatter: Reasoned;
  ChangeClassification: Reasoned & { readonly to: string };
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

  OpenRound: InRound & {
    readonly mode: Mode;
    readonly rule?: string;
    readonly period?: string;
    readonly meeting?: string;
    readonly item?: string;
    readonly urgentReason?: string;
  };
  ProveDelivery: InRound & {
    readonly seats: readonly string[];
    readonly deliveredAt: Instant;
    readonly proof: DeliveryProof;
  };
  CastVote: VotePayload;
  ChangeVote: VotePayload;
  RecordVote: ForSeat & {
    readonly version: number;
    readonly value: VoteValue;
    readonly reason?: string;
    readonly change?: boolean;
  };
  ConfirmVote: ForSeat;
  NoteLateVote: ForSeat & { readonly value: VoteValue; readonly reason?: string };
  LiftReservation: ForSeat;
  ConfirmReservation: ForSeat & { readonly reason: string };
  ObjectWrittenMode: ForSeat & { readonly reason: string };
  RaiseConstructiveVeto: ForSeat & {
    readonly counterText?: string;
    readonly reasons?: string;
    readonly effects?: Readonly<Record<string, unknown>>;
  };
  DeclareRecusal: InMatter & {
    readonly subject: 'PERSON' | 'SEAT';
    readonly seat: string;
    readonly person?: string;
    readonly ground: string;
    readonly detail?: string;
  };
  DecideRecusal: Reasoned & {
    readonly subject: 'PERSON' | 'SEAT';
    readonly seat: string;
    readonly person?: string;
    readonly ruling: 'EXCLUDED' | 'REJECTED';
    readonly votedBy: readonly string[];
  };
  ExtendRound: InRound & { readonly reason: string };
  CloseRound: InRound;
  EstablishResult: InRound;
  DeclareDissent: Reasoned;

  OpenEscalation: InMatter & {
    readonly points: readonly string[];
    readonly positions: readonly { readonly code: string; readonly text: string }[];
    readonly options: readonly { readonly version?: number; readonly text: string }[];
  };
  OpenLevel: InMatter & { readonly level: string };
  RecordAttempt: InMatter & {
    readonly level: string;
    readonly date: Day;
    readonly form: string;
    readonly ranks: readonly { readonly code: string; readonly rank: Rank }[];
    readonly declinedBy?: readonly string[];
    readonly note?: string;
  };
  CloseLevel: InMatter & {
    readonly level: string;
    readonly result: 'AGREED' | 'NOT_AGREED';
    readonly version?: number;
    readonly consents?: readonly string[];
  };
  SkipLevel: InMatter & { readonly level: string; readonly consents: readonly string[] };
  EstablishExhaustion: InMatter;
  TakeFinalDecision: InMatter & {
    readonly version?: number;
    readonly reasons?: string;
    readonly answers?: readonly { readonly seat: string; readonly text: string }[];
    readonly resultResponsibility?: { readonly accepted: boolean; readonly reportDates: readonly Day[] };
    readonly decisionNo?: string;
    readonly validUntil?: Day;
  };
  EstablishLapse: Reasoned;
  ReferToCabinet: Reasoned;
  RecordCabinetDecision: InMatter & {
    readonly outcome: CabinetOutcome;
    readonly reference?: string;
    readonly date: Day;
    readonly text?: string;
    readonly votes?: Readonly<Record<string, unknown>>;
  };

  EnactDecision: InMatter & {
    readonly decisionNo?: string;
    readonly effectiveFrom: Day;
    readonly validUntil?: Day;
    readonly reviewOn?: Day;
    readonly bindingScope?: 'ALL' | 'CONSENTING';
    readonly duties?: readonly DutyPayload[];
  };
  PublishDecision: InMatter & { readonly target: PublicationTarget };
  ReportDuty: InMatter & { readonly duty: string; readonly report: string; readonly done: boolean };
  WaiveDuty: Reasoned & { readonly duty: string };
  RenewDecision: InMatter & { readonly by: string; readonly validUntil: Day };
  EndDecision: Reasoned & { readonly kind: Ending; readonly by: string };
  GrantExemption: Reasoned & {
    readonly ministry: string;
    readonly from: Day;
    readonly until: Day;
    readonly evaluationDue: Day;
  };
  RequestCorrection: Reasoned & {
    readonly correction: string;
    readonly kind: CorrectionKind;
    readonly target: { readonly round?: string; readonly seat?: string; readonly version?: number };
    readonly right: Readonly<Record<string, unknown>>;
  };
  CommentCorrection: InMatter & { readonly correction: string; readonly text: string };
  ApproveCorrection: InMatter & { readonly correction: string };
  RefuseCorrection: Reasoned & { readonly correction: string };
  TransferRecord: InMatter & { readonly fileReference: string; readonly verdict?: 'A' | 'B' | 'V' };
  EditEvent: InMatter & { readonly revision: number };
}

/** What time alone brings about. Sent by the worker, never over HTTP; a second one is refused. */
export interface MatterTimers {
  CloseRoundAtDeadline: InRound;
  LapseReservation: ForSeat;
  PassDeadline: InMatter & {
    readonly kind: 'DISSENT' | 'LEVEL' | 'FINAL_WINDOW' | 'DECIDE_BY';
    readonly level?: string;
    readonly dueAt: Instant;
  };
  MarkDutyOverdue: InMatter & { readonly duty: string };
  ExpireDecision: InMatter;
}

type All = MatterPayloads & MatterTimers;
export type MatterCommandType = keyof MatterPayloads;
export type MatterCommand = { [T in keyof All]: Command<T, All[T], MatterFacts> }[keyof All];
