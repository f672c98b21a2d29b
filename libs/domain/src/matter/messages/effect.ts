import type { As, Erasable } from '../../decider.js';
import type { Day, Instant } from '../../time.js';
import type { Bindingness, Ending, Origin, PublicationTarget } from '../vocabulary.js';
import type { InMatter, Reasoned } from './parts.js';

export interface DutyPayload {
  readonly duty: string;
  readonly ministry?: string;
  readonly text: string;
  readonly due: Day;
}

export interface DutyRecord {
  readonly duty: string;
  readonly ministry: string;
  readonly text: string;
  readonly due: Day;
}

/** The decision, its duties and its end. Payload of each command. Source: catalogue 4.4. */
export interface EffectPayloads {
  EnactDecision: InMatter & {
    readonly decisionNo?: string;
    readonly effectiveFrom: Day;
    readonly validUntil?: Day;
    readonly reviewOn?: Day;
    readonly bindingScope?: 'ALL' | 'CONSENTING';
    readonly duties?: readonly DutyPayload[];
  };
  PublishDecision: InMatter & { readonly target: PublicationTarget };
  ReportDuty: InMatter & { readonly duty: string; readonly report: string; readonly done: boolean };
  WaiveDuty: Reasoned & { readonly duty: string };
  RenewDecision: InMatter & { readonly by: string; readonly validUntil: Day };
  EndDecision: Reasoned & { readonly kind: Ending; readonly by: string };
  GrantExemption: Reasoned & {
    readonly ministry: string;
    readonly from: Day;
    readonly until: Day;
    readonly evaluationDue: Day;
  };
  TransferRecord: InMatter & { readonly fileReference: string; readonly verdict?: 'A' | 'B' | 'V' };
}

/** Payload of each event. Source: catalogue 4.4. */
export interface EffectEvents {
  DecisionEnacted: {
    readonly decisionNo: string;
    readonly version: number;
    readonly textHash: string;
    readonly origin: Origin;
    readonly bindingness: Bindingness;
    readonly bindingScope: 'ALL' | 'CONSENTING';
    readonly binds: readonly string[];
    readonly dissenting?: readonly string[];
    readonly conditions?: readonly Erasable[];
    readonly effectiveFrom: Day;
    readonly validUntil?: Day;
    readonly reviewOn?: Day;
    readonly duties: readonly DutyRecord[];
    readonly referralDueAt?: Instant;
  };
  DecisionPublished: As<EffectPayloads['PublishDecision']>;
  DutyReported: As<EffectPayloads['ReportDuty'], 'report'>;
  DutyWaived: As<EffectPayloads['WaiveDuty'], 'reason'>;
  DutyOverdue: { readonly duty: string; readonly ministry: string; readonly due: Day };
  DecisionRenewed: As<EffectPayloads['RenewDecision']>;
  DecisionEnded: {
    readonly kind: EffectPayloads['EndDecision']['kind'];
    readonly by?: string;
    readonly reason?: Erasable;
  };
  ExemptionGranted: As<EffectPayloads['GrantExemption'], 'reason'>;
  DecisionSuspended: { readonly cause: string };
  DecisionReinstated: { readonly cause: string };
  DecisionExpired: { readonly validUntil: Day };
  DecisionVoided: { readonly correction: string; readonly reason: Erasable };
  RecordTransferred: As<EffectPayloads['TransferRecord']>;
}
