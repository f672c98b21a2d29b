import type { Classification } from '../classification.js';
import type { Erasable } from '../decider.js';
import type { LegalBasis } from '../rulebook/content.js';
import type { Day, Instant } from '../time.js';
import type { Erasure } from './erasure-state.js';
import type { DutyRecord } from './messages/effect.js';
import type { RuleBookRef } from './messages/proposal.js';
import type { Preset } from './messages/round.js';
import type { Round } from './round-state.js';
import type {
  Bindingness,
  Category,
  CorrectionKind,
  Depth,
  Ending,
  Origin,
  Participants,
  PartyLevel,
  Phase,
  Track,
} from './vocabulary.js';

export interface Version {
  readonly no: number;
  readonly text: string;
  readonly textHash: string;
  /** Revision of the event that introduced it. */
  readonly revision: number;
}

export interface Level {
  readonly level: string;
  readonly status: 'OPEN' | 'NOT_AGREED' | 'AGREED' | 'SKIPPED';
  readonly dueAt: Instant | undefined;
  readonly lastDay: Day | undefined;
  readonly trace: readonly string[];
  /** Revision of its closing or skipping. */
  readonly closed: number | undefined;
  readonly attempts: readonly { readonly counts: boolean; readonly declinedBy: readonly string[] }[];
}

export interface Dissent {
  readonly round: string;
  readonly version: number;
  /** Seats in N' of the dissenting result. */
  readonly objections: readonly string[];
  readonly dueAt?: Instant;
}

export interface Duty extends DutyRecord {
  readonly status: 'OPEN' | 'OVERDUE' | 'DONE' | 'WAIVED';
}

export type Effect = 'IN_FORCE' | 'SUSPENDED' | 'EXPIRED' | Ending | 'VOIDED';

export interface Decision {
  readonly decisionNo: string;
  readonly enactedAt: Instant;
  readonly version: number;
  readonly textHash: string;
  readonly origin: Origin;
  readonly bindingness: Bindingness;
  readonly binds: readonly string[];
  readonly dissenting: readonly string[];
  readonly conditions: readonly Erasable[];
  readonly effectiveFrom: Day;
  readonly validUntil?: Day;
  readonly reviewOn?: Day;
  readonly referralDueAt?: Instant;
  readonly duties: readonly Duty[];
  readonly effect: Effect;
  /** First day without effect of a decision that was ended. */
  readonly endedOn?: Day;
  /** `until` is the first day on which it has effect again. */
  readonly suspensions: readonly { readonly from: Day; readonly until?: Day }[];
  readonly exemptions: readonly { readonly ministry: string; readonly from: Day; readonly until: Day }[];
}

export interface FinalRuling {
  readonly grant: string;
  readonly legalBasis: LegalBasis;
  readonly decider: string;
  readonly answered: readonly string[];
}

export interface Correction {
  readonly kind: CorrectionKind;
  readonly round: string;
  readonly seat: string;
  readonly right: Readonly<Record<string, unknown>>;
  readonly affected: string;
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly commented: boolean;
  readonly status: 'REQUESTED' | 'APPROVED' | 'REFUSED';
}

/**
 * A matter as its events left it. Every member is there from the beginning, undefined where there is nothing: so all states
 * have one shape, and what an event changes is copied fast.
 */
export interface Matter {
  readonly phase: Phase;
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly track: Track;
  readonly lead: string;
  readonly category: Category;
  readonly areas: readonly string[];
  readonly bindingness: Bindingness;
  readonly classification: Classification;
  readonly technicalImpact: string | undefined;
  readonly organisationalImpact: string | undefined;
  readonly costImpact: string | undefined;
  readonly decideBy: Day | undefined;
  /** Aktenzeichen. */
  readonly fileReference: string | undefined;
  readonly splitFrom: string | undefined;
  readonly parts: readonly string[];
  readonly versions: readonly Version[];
  /** Number of the version that is put to the vote, 1 for the first. */
  readonly current: number;
  readonly ruleBook: RuleBookRef | undefined;
  readonly openedAt: Instant | undefined;
  readonly participants: Participants;
  readonly urgent: boolean;
  readonly hearingDue: Instant | undefined;
  readonly commented: readonly string[];
  readonly requests: Readonly<
    Record<string, { readonly level: PartyLevel; readonly requested: Depth; readonly granted?: Depth }>
  >;
  readonly examination: boolean;
  readonly leadTransfer: { readonly to: string; readonly on: Day } | undefined;
  readonly dispute: readonly string[] | undefined;
  readonly outside: readonly string[];
  readonly rounds: readonly Round[];
  readonly writtenObjected: boolean;
  readonly recusals: readonly {
    readonly subject: 'PERSON' | 'SEAT';
    readonly seat: string;
    readonly person?: string;
    readonly ground: string;
    readonly excluded: boolean;
  }[];
  readonly vetoes: number;
  readonly veto:
    | {
        readonly seat: string;
        readonly original: number;
        readonly counter: number;
        readonly reasons: Erasable;
      }
    | undefined;
  /** Votes with which the next round on `version` begins, after a veto lapsed. */
  readonly preset: { readonly version: number; readonly votes: readonly Preset[] } | undefined;
  readonly dissent: Dissent | undefined;
  readonly levels: readonly Level[];
  /** When the end of the ladder was established. */
  readonly exhaustedAt: Instant | undefined;
  readonly windowDueAt: Instant | undefined;
  readonly windowLastDay: Day | undefined;
  /** Agreement on a level that replaced the ballot. */
  readonly resolvedByLevel: boolean;
  readonly ruling: FinalRuling | undefined;
  readonly decision: Decision | undefined;
  /** Decisions that the present one came after: superseded by the cabinet, or voided. */
  readonly formerDecisions: readonly Decision[];
  readonly cabinet: { readonly by: string; readonly suspensive: boolean } | undefined;
  readonly corrections: Readonly<Record<string, Correction>>;
  readonly erasures: Readonly<Record<string, Erasure>>;
  /** When it was over: refused, given up, or decided and the decision's effect ended. */
  readonly endedAt: Instant | undefined;
  /** Deadlines whose passing has been recorded: kind, level, instant. */
  readonly passed: readonly string[];
}
