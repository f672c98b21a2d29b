import type { Condition, Outcome, Tally } from '../counting/ballot.js';
import type { Channel, Erasable } from '../decider.js';
import type { LegalBasis } from '../rulebook/content.js';
import type { Day, Instant } from '../time.js';
import type {
  Bindingness,
  Category,
  Classification,
  CorrectionKind,
  Depth,
  Ending,
  Mode,
  Participants,
  PartyLevel,
  ReservationKind,
  Track,
  VoteValue,
} from './vocabulary.js';
import type { DutyRecord, Origin, Preset, RuleBookRef } from './events.js';

/** Phases of a matter. Source: model, section 4.1; NONE is the stream that does not exist yet. */
export const PHASES = [
  'NONE',
  'DRAFT',
  'SUBMITTED',
  'OPEN',
  'ROUND_OPEN',
  'ROUND_CLOSED',
  'INCOMPLETE',
  'AGREED',
  'REJECTED',
  'DISSENT',
  'ESCALATED',
  'RESOLVED',
  'EXHAUSTED',
  'CABINET_PENDING',
  'ENACTED',
  'LAPSED',
  'WITHDRAWN',
  'SPLIT',
] as const;
export type Phase = (typeof PHASES)[number];

export interface Version {
  readonly no: number;
  readonly text: string;
  readonly textHash: string;
  /** Revision of the event that introduced it. */
  readonly revision: number;
}

export interface Vote {
  readonly value: VoteValue;
  readonly reason?: Erasable;
  readonly receivedAt: Instant;
  readonly person: string;
  readonly revision: number;
}

export interface PendingVote extends Omit<Vote, 'revision'> {
  readonly change: boolean;
  readonly channel: Channel;
}

export interface Reservation {
  readonly kind: ReservationKind;
  readonly note?: Erasable;
  readonly due: Instant;
  readonly blocking: boolean;
  readonly status: 'OPEN' | 'LIFTED' | 'CONFIRMED' | 'LAPSED';
  /** How a lapsed one counts; for the others it follows from the status. */
  readonly counts?: 'CONSENT' | 'OBJECTION';
}

export interface Result {
  readonly outcome: Outcome;
  readonly rule: string;
  readonly decidedBy?: string;
  readonly tally: Tally;
  readonly deemed: readonly string[];
  readonly ended: readonly string[];
  readonly recused: readonly string[];
  readonly objections: readonly string[];
  readonly conditions: readonly Erasable[];
  readonly reasoning: readonly Condition[];
  readonly inputsHash: string;
  /** Results other than AGREED that stood when this one was established; a rule in stages counts them. */
  readonly failedRounds: number;
  readonly revision: number;
}

export interface Round {
  readonly id: string;
  readonly no: number;
  readonly version: number;
  readonly textHash: string;
  readonly mode: Mode;
  readonly rule: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly eligible: readonly string[];
  readonly lead: string;
  readonly openedOn: Day;
  readonly openedAt: Instant;
  readonly lastDay?: Day;
  readonly dueAt?: Instant;
  readonly period: string;
  readonly minPeriod: string;
  readonly reservationDue: Instant;
  readonly modeObjectionDue?: Instant;
  readonly trace: readonly string[];
  readonly present?: readonly string[];
  readonly chairSeat?: string;
  readonly confirming: boolean;
  readonly status: 'OPEN' | 'CLOSED' | 'SUPERSEDED';
  readonly cause?: 'DEADLINE' | 'ALL_VOTED' | 'AMENDED' | 'VETO' | 'MODE';
  readonly graceUntil?: Instant;
  readonly endedAt?: Instant;
  readonly extensions: number;
  readonly deliveries: readonly { readonly seat: string; readonly deliveredAt: Instant }[];
  /** Every timely vote per seat in order of recording; the effective one is found by receipt. */
  readonly votes: Readonly<Record<string, readonly Vote[]>>;
  readonly pending: Readonly<Record<string, PendingVote>>;
  readonly late: readonly string[];
  readonly reservations: Readonly<Record<string, Reservation>>;
  readonly result?: Result;
  readonly revision: number;
}

export interface Level {
  readonly level: string;
  readonly status: 'OPEN' | 'NOT_AGREED' | 'AGREED' | 'SKIPPED';
  readonly dueAt?: Instant;
  readonly lastDay?: Day;
  readonly trace: readonly string[];
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
  readonly version: number;
  readonly textHash: string;
  readonly origin: Origin;
  readonly bindingness: Bindingness;
  readonly binds: readonly string[];
  readonly dissenting: readonly string[];
  readonly conditions: readonly Erasable[];
  readonly effectiveFrom: Day;
  readonly validUntil?: Day;
  readonly referralDueAt?: Instant;
  readonly duties: readonly Duty[];
  readonly effect: Effect;
  /** First day without effect of a decision that was ended. */
  readonly endedOn?: Day;
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
  readonly technicalImpact?: string;
  readonly organisationalImpact?: string;
  readonly costImpact?: string;
  readonly decideBy?: Day;
  readonly splitFrom?: string;
  readonly parts: readonly string[];
  readonly versions: readonly Version[];
  /** Number of the version that is put to the vote, 1 for the first. */
  readonly current: number;
  readonly ruleBook?: RuleBookRef;
  readonly openedAt?: Instant;
  readonly participants: Participants;
  readonly urgent: boolean;
  readonly hearingDue?: Instant;
  readonly commented: readonly string[];
  readonly requests: Readonly<
    Record<string, { readonly level: PartyLevel; readonly requested: Depth; readonly granted?: Depth }>
  >;
  readonly examination: boolean;
  readonly leadTransfer?: { readonly to: string; readonly on: Day };
  readonly dispute?: readonly string[];
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
  readonly veto?: {
    readonly seat: string;
    readonly original: number;
    readonly counter: number;
    readonly reasons: Erasable;
  };
  /** Votes with which the next round on `version` begins, after a veto lapsed. */
  readonly preset?: { readonly version: number; readonly votes: readonly Preset[] };
  readonly failedRounds: number;
  readonly dissent?: Dissent;
  readonly levels: readonly Level[];
  readonly windowDueAt?: Instant;
  readonly windowLastDay?: Day;
  /** Agreement on a level that replaced the ballot. */
  readonly resolvedByLevel: boolean;
  readonly ruling?: FinalRuling;
  readonly decision?: Decision;
  readonly cabinet?: { readonly by: string; readonly suspensive: boolean };
  readonly corrections: Readonly<Record<string, Correction>>;
  /** Deadlines whose passing has been recorded: kind, level, instant. */
  readonly passed: readonly string[];
}

export const initial: Matter = {
  phase: 'NONE',
  id: '',
  title: '',
  body: '',
  track: 'COMMITTEE',
  lead: '',
  category: 'OTHER',
  areas: [],
  bindingness: 'BINDING',
  classification: 'INTERN',
  parts: [],
  versions: [],
  current: 0,
  participants: {},
  urgent: false,
  commented: [],
  requests: {},
  examination: false,
  outside: [],
  rounds: [],
  writtenObjected: false,
  recusals: [],
  vetoes: 0,
  failedRounds: 0,
  levels: [],
  resolvedByLevel: false,
  corrections: {},
  passed: [],
};
