import type { Rank } from '../actor.js';
import type { As, Command, Event, Meta } from '../decider.js';
import type { LadderPayloads } from '../matter/messages/ladder.js';
import type { RuleBookContent } from '../rulebook/content.js';
import type { Day, Instant } from '../time.js';
import type { Content, Funding, Lead, Responsibility, Term } from './content.js';
import type { NoticeClause, NoticeKind, SignatureLevel } from './vocabulary.js';

interface InAgreement {
  readonly agreement: string;
}
interface OfParty extends InAgreement {
  readonly party: string;
}

/** Posts of the joint office that one house fills. */
export interface Posts {
  readonly origin: string;
  readonly posts: number;
}

/** A file that was uploaded as proof. */
export type Evidence = NonNullable<Meta['evidence']>;

/** Payload of every command on an agreement, by command type. Source: catalogue, section 5. */
export interface AgreementPayloads {
  DraftAgreement: InAgreement &
    Content & {
      readonly title: string;
      readonly parties: readonly string[];
      readonly purpose: string;
      readonly office?: string;
      readonly notice: { readonly months: number; readonly to: NoticeClause };
      readonly continuation: boolean;
      readonly classification?: string;
    };
  ReviseAgreement: InAgreement & {
    readonly text?: string;
    readonly funding?: Funding;
    readonly responsibilities?: readonly Responsibility[];
    readonly lead?: Lead;
    readonly vision?: string;
    readonly changeNote?: string;
  };
  ConsentToAgreement: OfParty & { readonly version: number; readonly textHash?: string };
  RefuseAgreement: OfParty & { readonly version: number; readonly reason: string };
  SignAgreement: OfParty & {
    readonly version: number;
    readonly level: SignatureLevel;
    readonly textHash?: string;
  };
  DeclareBacking: OfParty & { readonly rank: Rank; readonly public: boolean; readonly note?: string };
  WithdrawBacking: OfParty & { readonly note?: string };
  ActivateAgreement: InAgreement & { readonly inForceFrom: Day };
  ProposeAmendment: InAgreement & {
    readonly text?: string;
    readonly funding?: Funding;
    readonly responsibilities?: readonly Responsibility[];
    readonly newParty?: string;
    readonly term?: Term;
    readonly changeNote?: string;
  };
  GiveNotice: OfParty & { readonly kind: NoticeKind; readonly effectiveOn: Day; readonly reason?: string };
  WithdrawNotice: OfParty & { readonly consents: readonly string[] };
  AbandonAgreement: InAgreement & { readonly reason: string };
  StaffOffice: InAgreement & { readonly posts: readonly Posts[] };
  PlanMeasure: InAgreement & {
    readonly measure: string;
    readonly text: string;
    readonly owner: string;
    readonly due: Day;
  };
  ReportMeasure: InAgreement & { readonly measure: string; readonly progress: number; readonly note?: string };
  ReviewAgreement: InAgreement & { readonly findings?: string; readonly nextReviewOn?: Day };
  /** Always refused: no final decision can replace a party (R21). */
  TakeFinalDecision: InAgreement & Omit<LadderPayloads['TakeFinalDecision'], 'matter'>;
}

/** What time alone brings about. Sent by the worker, never over HTTP; a second one is refused. */
export interface AgreementTimers {
  LeaveAgreement: OfParty;
  ExpireAgreement: InAgreement;
}

/** A new version, with the hash of its text and of everything that consent and signature cover (R20). */
interface Versioned {
  readonly version: number;
  readonly textHash: string;
  readonly contentHash: string;
}

/** Payload of every event of an agreement, by event type. Source: catalogue, section 5. */
export interface AgreementEventData {
  AgreementDrafted: AgreementPayloads['DraftAgreement'] & Versioned;
  AgreementRevised: AgreementPayloads['ReviseAgreement'] & Versioned;
  AgreementPartyConsented: AgreementPayloads['ConsentToAgreement'] & { readonly rank: Rank };
  AgreementPartyRefused: As<AgreementPayloads['RefuseAgreement'], 'reason'> & { readonly rank: Rank };
  AgreementConcluded: { readonly version: number };
  AgreementSigned: AgreementPayloads['SignAgreement'] & { readonly rank: Rank };
  BackingDeclared: As<AgreementPayloads['DeclareBacking'], 'note'>;
  BackingWithdrawn: As<AgreementPayloads['WithdrawBacking'], 'note'>;
  AgreementActivated: { readonly version: number; readonly inForceFrom: Day };
  AmendmentProposed: AgreementPayloads['ProposeAmendment'] & Versioned;
  AgreementAmended: { readonly version: number; readonly inForceFrom: Day };
  TerminationNoticeGiven: As<AgreementPayloads['GiveNotice'], 'reason'> & { readonly receivedAt: Instant };
  TerminationNoticeWithdrawn: { readonly party: string };
  PartyLeft: { readonly party: string; readonly on: Day; readonly remaining: readonly string[] };
  FundingRevisionRequired: { readonly openShareBp: number };
  AgreementTerminated: { readonly on: Day };
  AgreementExpired: { readonly on: Day };
  AgreementAbandoned: As<AgreementPayloads['AbandonAgreement'], 'reason'>;
  OfficeStaffed: AgreementPayloads['StaffOffice'];
  MeasurePlanned: AgreementPayloads['PlanMeasure'];
  MeasureReported: As<AgreementPayloads['ReportMeasure'], 'note'> & { readonly evidence?: Evidence };
  AgreementReviewed: As<AgreementPayloads['ReviewAgreement'], 'findings'>;
}

/** What an agreement's decisions need from outside its stream, looked up as of `now` before deciding. */
export interface AgreementFacts {
  /** SHA-256 of a text, hexadecimal. */
  readonly hash: (text: string) => string;
  /** The book with rules for agreements that is in force at `now`. */
  readonly ruleBook?: RuleBookContent;
  /** Codes named in the command that no ministry or party is registered under. */
  readonly unknown: readonly string[];
}

type All = AgreementPayloads & AgreementTimers;
export type AgreementCommandType = keyof AgreementPayloads;
export type AgreementCommand = { [T in keyof All]: Command<T, All[T], AgreementFacts> }[keyof All];
export type AgreementEventType = keyof AgreementEventData;
export type AgreementEvent = { [T in AgreementEventType]: Event<T, AgreementEventData[T]> }[AgreementEventType];
