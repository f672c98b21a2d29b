import { own } from '../codes.js';
import type { Outcome } from '../counting/ballot.js';
import type { Erasable } from '../decider.js';
import { present } from '../present.js';
import type { Day, Instant } from '../time.js';
import { effectiveVote, votesOf } from './ballot.js';
import type { Round } from './round-state.js';
import type { Matter } from './state.js';
import type { Mode, ReservationKind, VoteValue } from './vocabulary.js';

/** What a house declared in a round, and what became of it. */
export interface HousePosition {
  readonly round: string;
  readonly no: number;
  readonly mode: Mode;
  readonly rule: string;
  readonly version: number;
  readonly openedAt: Instant;
  readonly lastDay?: Day;
  readonly status: Round['status'];
  /** What ended a round that has no result. */
  readonly cause?: NonNullable<Round['cause']>;
  /** The effective vote; DEEMED where silence counted as consent. */
  readonly value: VoteValue | 'SILENT' | 'DEEMED';
  readonly reason?: Erasable;
  readonly receivedAt?: Instant;
  readonly reservation?: {
    readonly kind: ReservationKind;
    readonly status: string;
    readonly note?: Erasable;
    readonly counts?: 'CONSENT' | 'OBJECTION';
  };
  /** Votes before the effective one, in the order of their recording. */
  readonly changed: readonly { readonly value: VoteValue; readonly receivedAt: Instant }[];
  /** A vote came after the end and has no effect. */
  readonly late: boolean;
  readonly outcome?: Outcome;
  /** Whether the result rests on it, expressly or deemed. */
  readonly counted: boolean;
}

type Declared = Pick<HousePosition, 'value' | 'reason' | 'receivedAt' | 'reservation' | 'changed'>;

function reservationIn({ reservations }: Round, seat: string): Pick<HousePosition, 'reservation'> {
  const declared = own(reservations, seat);
  if (!declared) return {};
  const { kind, status, note, counts } = declared;
  return { reservation: { kind, status, ...present({ note, counts }) } };
}

function declaredIn(round: Round, seat: string): Declared {
  const vote = effectiveVote(round, seat);
  const changed = votesOf(round, seat)
    .filter((one) => one !== vote)
    .map(({ value, receivedAt }) => ({ value, receivedAt }));
  return {
    value: vote?.value ?? (round.result?.deemed.includes(seat) ? 'DEEMED' : 'SILENT'),
    ...present({ reason: vote?.reason, receivedAt: vote?.receivedAt }),
    ...reservationIn(round, seat),
    changed,
  };
}

/** The house's position in each round in which it may vote, in order. */
export const positionsOf = ({ rounds }: Matter, ministry: string): readonly HousePosition[] =>
  rounds
    .filter(({ eligible }) => eligible.includes(ministry))
    .map((round) => {
      const { id, no, mode, rule, version, openedAt, lastDay, status, cause, late, result } = round;
      const declared = declaredIn(round, ministry);
      const isIn = result !== undefined && ![...result.ended, ...result.recused].includes(ministry);
      return {
        ...{ round: id, no, mode, rule, version, openedAt, status, ...declared, late: late.includes(ministry) },
        counted: isIn && declared.value !== 'SILENT',
        ...present({ lastDay, cause, outcome: result?.outcome }),
      };
    });
