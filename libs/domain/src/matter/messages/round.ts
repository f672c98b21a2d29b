import type { Condition, Outcome, Tally } from '../../counting/ballot.js';
import type { Erasable } from '../../decider.js';
import type { Day, Instant } from '../../time.js';
import type { DeliveryProof, Mode, VoteValue } from '../vocabulary.js';
import type { AtSeat, ForSeat, InRound, Reasoned } from './parts.js';

export interface Preset {
  readonly seat: string;
  readonly value: VoteValue;
  readonly reason?: Erasable;
}

/** A round from its opening to its result. Payload of each command. Source: catalogue 4.2. */
export interface RoundPayloads {
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
  ObjectWrittenMode: ForSeat & { readonly reason: string };
  RaiseConstructiveVeto: ForSeat & {
    readonly counterText?: string;
    readonly reasons?: string;
    readonly effects?: Readonly<Record<string, unknown>>;
  };
  ExtendRound: InRound & { readonly reason: string };
  CloseRound: InRound;
  EstablishResult: InRound;
  DeclareDissent: Reasoned;
}

/** Payload of each event. Source: catalogue 4.2. */
export interface RoundEvents {
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
  DeliveryProven: Omit<RoundPayloads['ProveDelivery'], 'matter'>;
  WrittenModeObjected: AtSeat & { readonly reason: Erasable };
  ConstructiveVetoRaised: AtSeat & {
    readonly version: number;
    readonly originalVersion: number;
    readonly text: string;
    readonly textHash: string;
    readonly reasons: Erasable;
    readonly effects: Readonly<Record<string, unknown>>;
  };
  VetoLapsed: { readonly seat: string; readonly counterVersion: number; readonly currentVersion: number };
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
  RoundClosed: {
    readonly round: string;
    readonly cause: 'DEADLINE' | 'ALL_VOTED';
    readonly graceUntil?: Instant;
    /** Eligible seats that had ended by then. */
    readonly ended?: readonly string[];
  };
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
}
