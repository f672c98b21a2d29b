import type { Command } from '../decider.js';
import type { Instant } from '../time.js';
import type { MatterFacts } from './facts.js';
import type { CorrectionPayloads } from './messages/correction.js';
import type { EffectPayloads } from './messages/effect.js';
import type { ErasurePayloads } from './messages/erasure.js';
import type { LadderPayloads } from './messages/ladder.js';
import type { ParticipationPayloads } from './messages/participation.js';
import type { ProposalPayloads } from './messages/proposal.js';
import type { RoundPayloads } from './messages/round.js';
import type { VotePayloads } from './messages/vote.js';
import type { ForSeat, InMatter, InRound } from './messages/parts.js';
import type { DeadlineKind } from './vocabulary.js';

/** Payload of every command on a matter, by command type. Source: catalogue, section 4. */
export interface MatterPayloads
  extends
    ProposalPayloads,
    ParticipationPayloads,
    RoundPayloads,
    VotePayloads,
    LadderPayloads,
    EffectPayloads,
    CorrectionPayloads,
    ErasurePayloads {}

/** What time alone brings about. Sent by the worker, never over HTTP; a second one is refused. */
export interface MatterTimers {
  CloseRoundAtDeadline: InRound;
  LapseReservation: ForSeat;
  PassDeadline: InMatter & {
    readonly kind: DeadlineKind;
    readonly level?: string;
    readonly dueAt: Instant;
  };
  MarkDutyOverdue: InMatter & { readonly duty: string };
  ExpireDecision: InMatter;
}

type All = MatterPayloads & MatterTimers;
export type MatterCommandType = keyof MatterPayloads;
export type MatterCommand = { [T in keyof All]: Command<T, All[T], MatterFacts> }[keyof All];
