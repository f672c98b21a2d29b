import type { Rank } from '../../actor.js';
import type { As, Erasable } from '../../decider.js';
import type { LegalBasis } from '../../rulebook/content.js';
import type { Day, Instant } from '../../time.js';
import type { CabinetOutcome, DeadlineKind } from '../vocabulary.js';
import type { InMatter, Reasoned } from './parts.js';

/** The ladder, the final decision and the cabinet. Payload of each command. Source: catalogue 4.3. */
export interface LadderPayloads {
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
    /** Sealed where a recorded decision is decided again. */
    readonly reasons?: Erasable;
    readonly answers?: readonly { readonly seat: string; readonly text: Erasable }[];
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
}

/** Payload of each event. Source: catalogue 4.3. */
export interface LadderEvents {
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
  AttemptRecorded: As<LadderPayloads['RecordAttempt'], 'note'> & { readonly counts: boolean };
  LevelClosed: Omit<LadderPayloads['CloseLevel'], 'matter'>;
  LevelSkipped: Omit<LadderPayloads['SkipLevel'], 'matter'>;
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
  DeadlinePassed: {
    readonly kind: DeadlineKind;
    readonly level?: string;
    readonly dueAt: Instant;
  };
}
