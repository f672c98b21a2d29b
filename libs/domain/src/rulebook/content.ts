import type { Rank } from '../actor.js';
import type { SignatureLevel } from '../agreement/vocabulary.js';
import type { Category, Mode, ReservationKind, Track } from '../matter/vocabulary.js';
import type { Day } from '../time.js';

export interface LegalBasis {
  readonly type: 'MATTER' | 'CABINET_DECISION' | 'ORGANISATION_DECREE' | 'LAW' | 'AGREEMENT' | 'GGO';
  readonly reference: string;
  readonly date?: Day;
}

export interface LadderLevel {
  readonly level: string;
  readonly rank: Rank;
  readonly period: string;
  readonly skippable: boolean;
}

export interface TrackRules {
  readonly rules: readonly {
    readonly rule: string;
    readonly modes: readonly Mode[];
    readonly params: Readonly<Record<string, unknown>>;
  }[];
  readonly period: string;
  readonly minPeriod: string;
  readonly urgentMinPeriod: string;
  readonly confirmPeriod: string;
  readonly hearingPeriod: string;
  readonly requireValidUntil: boolean;
  readonly requireDecideBy: boolean;
  readonly veto: { readonly holder: string; readonly maxPerLineage: number } | null;
  readonly ladder: { readonly openWithin: string; readonly levels: readonly LadderLevel[] } | null;
  readonly finalDecision: {
    readonly decider: string;
    readonly minRank: Rank;
    readonly window: string;
    readonly reportDatesMin: number;
  } | null;
  readonly cabinet: { readonly suspensive: boolean; readonly referralWindow: string } | null;
}

export interface CompetenceGrant {
  readonly id: string;
  readonly decider: string;
  readonly tracks: readonly Track[];
  readonly categories: readonly Category[];
  readonly exclusions: readonly string[];
  readonly legalBasis: LegalBasis | null;
  readonly validFrom: Day;
  readonly validTo?: Day;
}

/** What an agreement needs. Source: rule books, section `agreement`. */
export interface AgreementRules {
  readonly consentRank: Rank;
  readonly signatureLevel: { readonly internal: SignatureLevel; readonly withLaender: SignatureLevel };
  readonly backingRank: Rank;
  readonly backingRequired: boolean;
  readonly visionRequired: boolean;
}

/** Content of one rule book version, valid against presets/rulebooks/schema.json. Sections that only later streams read stay untyped. */
export interface RuleBookContent {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly place: string;
  readonly roles: { readonly digitalMinistry: string; readonly competenceClarifier: string };
  readonly legalBasis: LegalBasis | null;
  readonly collegialCabinet: boolean;
  readonly pilot: boolean;
  readonly pilotEnd?: Day;
  readonly bodies: readonly string[];
  readonly procedure: {
    readonly graceTime: string;
    readonly maxExtensions: number;
    readonly modeObjectionPeriod: string;
    readonly ballotVisibility: 'TRANSPARENT' | 'SEALED';
    readonly reservations: {
      readonly kinds: readonly ReservationKind[];
      readonly blocking: readonly ReservationKind[];
      readonly period: string;
      readonly unresolved: 'OBJECTION' | 'CONSENT';
    };
    readonly correctionHearing: string;
    readonly retentionYears: number;
    readonly seatRecusalGrounds: readonly string[];
  };
  readonly tracks: { readonly [T in Track]?: TrackRules };
  readonly competenceGrants: readonly CompetenceGrant[];
  readonly agreement?: AgreementRules;
}
