import type { Event } from '../decider.js';
import type { CorrectionEvents } from './messages/correction.js';
import type { EffectEvents } from './messages/effect.js';
import type { ErasureEvents } from './messages/erasure.js';
import type { LadderEvents } from './messages/ladder.js';
import type { ParticipationEvents } from './messages/participation.js';
import type { ProposalEvents } from './messages/proposal.js';
import type { RoundEvents } from './messages/round.js';
import type { VoteEvents } from './messages/vote.js';

/** Payload of every event of a matter, by event type. Source: catalogue, section 4. */
export interface MatterEventData
  extends
    ProposalEvents,
    ParticipationEvents,
    RoundEvents,
    VoteEvents,
    LadderEvents,
    EffectEvents,
    CorrectionEvents,
    ErasureEvents {}

export type MatterEventType = keyof MatterEventData;
export type MatterEvent = { [T in MatterEventType]: Event<T, MatterEventData[T]> }[MatterEventType];
