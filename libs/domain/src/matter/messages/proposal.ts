import type { As, Erasable } from '../../decider.js';
import type { Classification } from '../../classification.js';
import type { Day, Instant } from '../../time.js';
import type { Bindingness, Category, Participants, Track } from '../vocabulary.js';
import type { InMatter, Reasoned } from './parts.js';

export interface RuleBookRef {
  readonly id: string;
  readonly version: string;
}

/** From the first draft to the opening of the procedure, and the end by withdrawal or split. Payload of each command. Source: catalogue 4.1. */
export interface ProposalPayloads {
  DraftMatter: InMatter & {
    readonly title: string;
    readonly body: string;
    readonly track: Track;
    readonly lead: string;
    readonly category: Category;
    readonly areas?: readonly string[];
    readonly bindingness: Bindingness;
    readonly text?: string;
    readonly technicalImpact?: string;
    readonly organisationalImpact?: string;
    readonly costImpact?: string;
    readonly classification: string;
    readonly decideBy?: Day;
    readonly project?: string;
    readonly fileReference?: string;
    readonly splitFrom?: string;
  };
  ReviseMatter: InMatter & {
    readonly title?: string;
    readonly text?: string;
    readonly areas?: readonly string[];
    readonly technicalImpact?: string;
    readonly organisationalImpact?: string;
    readonly costImpact?: string;
    readonly changeNote?: string;
  };
  SubmitMatter: InMatter;
  OpenProcedure: InMatter & {
    readonly participants: Participants;
    readonly sections?: Readonly<Record<string, unknown>>;
    readonly omissions?: readonly { readonly code: string; readonly reason: string }[];
    readonly urgency?: 'NORMAL' | 'EILBEDUERFTIG';
    readonly urgentReason?: string;
  };
  AmendMatter: InMatter & {
    readonly text: string;
    readonly changes?: string;
    readonly basis: 'OBJECTION' | 'HEARING' | 'ESCALATION' | 'OTHER';
  };
  SplitMatter: Reasoned & {
    readonly parts: readonly {
      readonly matter: string;
      readonly title: string;
      readonly text: string;
      readonly areas: readonly string[];
    }[];
  };
  WithdrawMatter: Reasoned;
  ChangeClassification: Reasoned & { readonly to: string };
}

/** Payload of each event. Source: catalogue 4.1. */
export interface ProposalEvents {
  MatterDrafted: ProposalPayloads['DraftMatter'] & { readonly version: number; readonly textHash: string };
  MatterRevised: ProposalPayloads['ReviseMatter'] & { readonly version: number; readonly textHash: string };
  MatterSubmitted: { readonly version: number };
  ProcedureOpened: As<ProposalPayloads['OpenProcedure'], 'urgentReason'> & {
    readonly ruleBook: RuleBookRef;
    readonly body: string;
    readonly track: Track;
    readonly hearingDue: Instant;
  };
  MatterAmended: {
    readonly version: number;
    readonly fromVersion: number;
    readonly text: string;
    readonly textHash: string;
    readonly changes?: Erasable;
    readonly basis: ProposalPayloads['AmendMatter']['basis'];
  };
  MatterSplit: As<ProposalPayloads['SplitMatter'], 'reason'>;
  MatterWithdrawn: As<ProposalPayloads['WithdrawMatter'], 'reason'>;
  ClassificationChanged: { readonly from: Classification; readonly to: Classification; readonly reason: Erasable };
}
