import type { As } from '../../decider.js';
import type { Channel, Erasable } from '../../decider.js';
import type { Instant } from '../../time.js';
import type { ReservationKind, VoteValue } from '../vocabulary.js';
import type { AtSeat, ForSeat, InMatter, Reasoned } from './parts.js';

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

export interface VoteRecord extends AtSeat {
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

/** What seats declare in a round, and who may not. Payload of each command. Source: catalogue 4.2. */
export interface VotePayloads {
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
}

/** Payload of each event. Source: catalogue 4.2. */
export interface VoteEvents {
  VoteCast: VoteRecord;
  VoteChanged: VoteRecord;
  VoteRecordPending: As<VotePayloads['RecordVote'], 'reason'> & {
    readonly receivedAt: Instant;
    readonly channel: Channel;
  };
  LateVoteNoted: AtSeat & {
    readonly value: VoteValue;
    readonly reason?: Erasable;
    readonly receivedAt: Instant;
    readonly dueAt?: Instant;
  };
  ReservationDeclared: AtSeat & {
    readonly kind: ReservationKind;
    readonly note?: Erasable;
    readonly due: Instant;
    /** Whether the result waits for it, by the rule book. */
    readonly blocking: boolean;
  };
  ReservationLifted: AtSeat & { readonly kind: ReservationKind; readonly counts: 'CONSENT' };
  ReservationLapsed: AtSeat & { readonly kind: ReservationKind; readonly counts: 'CONSENT' | 'OBJECTION' };
  ReservationConfirmed: AtSeat & { readonly kind: ReservationKind; readonly reason: Erasable };
  RecusalDeclared: As<VotePayloads['DeclareRecusal'], 'detail'>;
  RecusalDecided: As<VotePayloads['DecideRecusal'], 'reason'>;
}
