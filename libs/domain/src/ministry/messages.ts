import type { Rank, Scope } from '../actor.js';
import type { Command, Erasable, Event } from '../decider.js';
import type { LegalBasis } from '../rulebook/content.js';
import type { Day } from '../time.js';

interface OfMinistry {
  /** Code of the ministry or party, the key of its stream. */
  readonly ministry: string;
}

/** Payload of every command of a ministry, by command type. `person` is a pseudonym. Source: catalogue, section 1. */
export interface MinistryPayloads {
  RegisterMinistry: OfMinistry & {
    readonly name: string;
    readonly areas: readonly string[];
    readonly places: readonly string[];
    readonly validFrom: Day;
  };
  RenameMinistry: OfMinistry & { readonly name: string; readonly legalBasis: LegalBasis; readonly validFrom: Day };
  SucceedMinistry: OfMinistry & {
    readonly successors: readonly { readonly code: string; readonly areas: readonly string[] }[];
    readonly legalBasis: LegalBasis;
    readonly validFrom: Day;
  };
  AnnounceAreaTransfer: OfMinistry & {
    readonly area: string;
    readonly to: string;
    readonly on: Day;
    readonly legalBasis: LegalBasis;
  };
  ConfirmAreaTransfer: OfMinistry & { readonly area: string };
  GrantMandate: OfMinistry & {
    readonly mandate: string;
    readonly person: string;
    readonly scope: readonly Scope[];
    readonly rank: Rank;
    readonly ceiling?: number;
    readonly validFrom: Day;
    readonly validTo: Day;
  };
  RevokeMandate: OfMinistry & { readonly mandate: string; readonly reason?: string };
}

/** An area that came from another ministry's stream, from the day of its transfer. */
export interface ReceivedArea {
  readonly area: string;
  readonly on: Day;
}

/** What a ministry's decisions need from outside its stream. */
export interface MinistryFacts {
  /** Areas ceded to this ministry, found in the streams of the ceding ones. */
  readonly received: readonly ReceivedArea[];
}

/** Payload of every event of a ministry, by event type. Source: catalogue, section 1. */
export interface MinistryEventData {
  MinistryRegistered: MinistryPayloads['RegisterMinistry'];
  MinistryRenamed: MinistryPayloads['RenameMinistry'];
  MinistrySucceeded: MinistryPayloads['SucceedMinistry'];
  AreaTransferAnnounced: MinistryPayloads['AnnounceAreaTransfer'];
  AreaTransferred: OfMinistry & { readonly area: string; readonly to: string; readonly on: Day };
  MandateGranted: MinistryPayloads['GrantMandate'];
  MandateRevoked: OfMinistry & { readonly mandate: string; readonly reason?: Erasable };
}

export type MinistryCommandType = keyof MinistryPayloads;
export type MinistryCommand = {
  [T in MinistryCommandType]: Command<T, MinistryPayloads[T], MinistryFacts>;
}[MinistryCommandType];
export type MinistryEventType = keyof MinistryEventData;
export type MinistryEvent = { [T in MinistryEventType]: Event<T, MinistryEventData[T]> }[MinistryEventType];
