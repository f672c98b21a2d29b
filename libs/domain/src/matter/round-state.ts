import type { Condition, Outcome, Tally } from '../counting/ballot.js';
import type { Channel, Erasable } from '../decider.js';
import type { Day, Instant } from '../time.js';
import type { Mode, Participants, ReservationKind, VoteValue } from './vocabulary.js';

export interface Vote {
  readonly seat: string;
  readonly value: VoteValue;
  readonly reason?: Erasable;
  readonly receivedAt: Instant;
  readonly person: string;
  readonly revision: number;
}

export interface PendingVote extends Omit<Vote, 'revision' | 'seat'> {
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
  readonly revision: number;
}

/** One round of a matter; like the matter it has all its members from the beginning. */
export interface Round {
  readonly id: string;
  readonly no: number;
  readonly version: number;
  readonly textHash: string;
  readonly mode: Mode;
  readonly rule: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly eligible: readonly string[];
  /** Who takes part in this round; one who joins later takes part in the next. */
  readonly participants: Participants;
  readonly lead: string;
  readonly openedOn: Day;
  readonly openedAt: Instant;
  readonly lastDay: Day | undefined;
  readonly dueAt: Instant | undefined;
  readonly period: string;
  readonly minPeriod: string;
  readonly reservationDue: Instant;
  readonly modeObjectionDue: Instant | undefined;
  readonly trace: readonly string[];
  readonly present: readonly string[] | undefined;
  readonly chairSeat: string | undefined;
  readonly confirming: boolean;
  readonly status: 'OPEN' | 'CLOSED' | 'SUPERSEDED';
  readonly cause: 'DEADLINE' | 'ALL_VOTED' | 'AMENDED' | 'VETO' | 'MODE' | undefined;
  readonly graceUntil: Instant | undefined;
  readonly endedAt: Instant | undefined;
  /** Seats that had ended, and seats that had been excluded, when the round closed (R1). */
  readonly ended: readonly string[];
  readonly recused: readonly string[];
  readonly extensions: number;
  /** Of each eligible seat the first one: what comes later leaves it less time. */
  readonly deliveries: readonly { readonly seat: string; readonly deliveredAt: Instant }[];
  /** Every timely vote in order of recording; the effective one of a seat is found by receipt. */
  readonly votes: readonly Vote[];
  readonly pending: Readonly<Record<string, PendingVote>>;
  readonly late: readonly string[];
  /** Seat that ended the round with a counter-proposal, or by objecting to the written mode. */
  readonly vetoedBy: string | undefined;
  readonly modeObjectedBy: string | undefined;
  readonly reservations: Readonly<Record<string, Reservation>>;
  readonly result: Result | undefined;
  readonly revision: number;
}
