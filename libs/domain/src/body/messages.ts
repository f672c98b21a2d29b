import type { Command, Erasable, Event } from '../decider.js';
import type { LegalBasis } from '../rulebook/content.js';
import type { Day } from '../time.js';

export const SEAT_KINDS = ['VOTING', 'ADVISORY'] as const;
export type SeatKind = (typeof SEAT_KINDS)[number];
export const SEAT_ROLES = ['CDO', 'CIO', 'CXO'] as const;
export type SeatRole = (typeof SEAT_ROLES)[number];
export const COMPETENCES = ['TECH', 'ORG'] as const;
export type Competence = (typeof COMPETENCES)[number];

interface OfBody {
  /** Code of the body, the key of its stream. */
  readonly body: string;
}
interface OfSeat extends OfBody {
  readonly seat: string;
}

/** Payload of every command of a body, by command type. `person` is a pseudonym. Source: catalogue, section 2. */
export interface BodyPayloads {
  EstablishBody: OfBody & {
    readonly name: string;
    readonly purpose: string;
    readonly tracks: readonly string[];
    readonly legalBasis: LegalBasis;
    readonly place: string;
    readonly predecessors?: readonly string[];
  };
  ChangeCharter: OfBody & {
    readonly purpose?: string;
    readonly tracks?: readonly string[];
    readonly decision: LegalBasis;
  };
  EndBody: OfBody & { readonly successor?: string; readonly decision: LegalBasis };
  CreateSeat: OfSeat & { readonly kind: SeatKind; readonly group?: string };
  EndSeat: OfSeat & { readonly on: Day; readonly reason: string };
  OccupySeat: OfSeat & {
    readonly person: string;
    readonly role: SeatRole;
    readonly decisionAuthority: boolean;
    readonly competences: readonly Competence[];
    readonly from: Day;
  };
  VacateSeat: OfSeat & { readonly on: Day; readonly reason?: string };
  AppointDeputy: OfSeat & { readonly person: string; readonly decisionAuthority: boolean; readonly from: Day };
  RemoveDeputy: OfSeat & { readonly person: string; readonly on: Day };
  AppointChair: OfBody & { readonly person: string; readonly seat?: string; readonly from: Day };
  StaffSecretariat: OfBody & {
    readonly person: string;
    readonly origin: string;
    readonly external: boolean;
    readonly records: boolean;
  };
}

/** Payload of every event of a body, by event type. Source: catalogue, section 2. */
export interface BodyEventData {
  BodyEstablished: BodyPayloads['EstablishBody'];
  CharterChanged: BodyPayloads['ChangeCharter'];
  BodyEnded: BodyPayloads['EndBody'];
  SeatCreated: BodyPayloads['CreateSeat'];
  SeatEnded: BodyPayloads['EndSeat'];
  SeatOccupied: BodyPayloads['OccupySeat'];
  SeatVacated: OfSeat & { readonly on: Day; readonly reason?: Erasable };
  DeputyAppointed: BodyPayloads['AppointDeputy'];
  DeputyRemoved: BodyPayloads['RemoveDeputy'];
  ChairAppointed: BodyPayloads['AppointChair'];
  SecretariatStaffed: BodyPayloads['StaffSecretariat'];
}

export type BodyCommandType = keyof BodyPayloads;
export type BodyCommand = { [T in BodyCommandType]: Command<T, BodyPayloads[T]> }[BodyCommandType];
export type BodyEventType = keyof BodyEventData;
export type BodyEvent = { [T in BodyEventType]: Event<T, BodyEventData[T]> }[BodyEventType];
