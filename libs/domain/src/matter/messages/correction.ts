import type { As } from '../../decider.js';
import type { CorrectionKind } from '../vocabulary.js';
import type { InMatter, Reasoned } from './parts.js';

/** The correction of a wrong entry. Payload of each command. Source: model 4.6, catalogue 4.4. */
export interface CorrectionPayloads {
  RequestCorrection: Reasoned & {
    readonly correction: string;
    readonly kind: CorrectionKind;
    readonly target: { readonly round?: string; readonly seat?: string; readonly version?: number };
    readonly right: Readonly<Record<string, unknown>>;
  };
  CommentCorrection: InMatter & { readonly correction: string; readonly text: string };
  ApproveCorrection: InMatter & { readonly correction: string };
  RefuseCorrection: Reasoned & { readonly correction: string };
  EditEvent: InMatter & { readonly revision: number };
}

/** Payload of each event. Source: model 4.6, catalogue 4.4. */
export interface CorrectionEvents {
  CorrectionRequested: As<CorrectionPayloads['RequestCorrection'], 'reason'> & {
    readonly kind: CorrectionKind;
    readonly targetRevision: number;
    readonly wrong: Readonly<Record<string, unknown>>;
    readonly affected: string;
  };
  CorrectionCommented: As<CorrectionPayloads['CommentCorrection'], 'text'>;
  CorrectionRefused: As<CorrectionPayloads['RefuseCorrection'], 'reason'>;
  CorrectionApproved: {
    readonly correction: string;
    readonly effect: 'NONE' | 'RESULT_CONFIRMED' | 'RESULT_CHANGED';
    readonly requestedBy: string;
    readonly approvedBy: string;
  };
}
