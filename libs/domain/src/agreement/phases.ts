import { places } from '../places.js';
import { refuse } from '../refusals.js';
import type { AgreementCommand, AgreementCommandType } from './messages.js';
import { endOf, type Instant } from '../time.js';
import { type Agreement, termEnd } from './state.js';
import type { AgreementPhase } from './vocabulary.js';

const BEFORE_ENTRY: readonly AgreementPhase[] = ['NEGOTIATION', 'CONCLUDED', 'SIGNED'];
/** In force, with all parties or without one whose share is open. */
const EFFECTIVE: readonly AgreementPhase[] = ['IN_FORCE', 'REDUCED'];
const ALIVE: readonly AgreementPhase[] = [...BEFORE_ENTRY, ...EFFECTIVE];
const EXISTING: readonly AgreementPhase[] = [...ALIVE, 'TERMINATED', 'EXPIRED', 'ABANDONED'];

export const isEffective = ({ phase }: Agreement): boolean => EFFECTIVE.includes(phase);

/** Phases in which each command has a place. Source: model, section 5. */
const phases: { readonly [T in AgreementCommandType]: readonly AgreementPhase[] } = {
  DraftAgreement: ['NONE'],
  ReviseAgreement: BEFORE_ENTRY,
  ConsentToAgreement: ['NEGOTIATION', ...EFFECTIVE],
  RefuseAgreement: ['NEGOTIATION', ...EFFECTIVE],
  SignAgreement: ['CONCLUDED', ...EFFECTIVE],
  DeclareBacking: ALIVE,
  WithdrawBacking: ALIVE,
  ActivateAgreement: ['SIGNED'],
  ProposeAmendment: EFFECTIVE,
  GiveNotice: ['IN_FORCE'],
  WithdrawNotice: ['IN_FORCE'],
  AbandonAgreement: BEFORE_ENTRY,
  StaffOffice: ALIVE,
  PlanMeasure: ALIVE,
  ReportMeasure: EFFECTIVE,
  ReviewAgreement: EFFECTIVE,
  TakeFinalDecision: [],
};

/** Further phases in which the row itself names the refusal. */
const OWN_REFUSAL: ReadonlyMap<string, readonly AgreementPhase[]> = new Map<
  AgreementCommandType,
  readonly AgreementPhase[]
>([
  ['SignAgreement', ['NEGOTIATION']],
  ['ActivateAgreement', BEFORE_ENTRY],
  ['TakeFinalDecision', EXISTING],
]);

const { wrongIn, isMisplaced, ...placing } = places(phases);

/** Commands that have a place in the phase, in the order of the catalogue. */
export const { allowedIn } = placing;

export const wrongState = ({ phase }: Agreement) => wrongIn(phase);

/** An agreement is over with its last day, whether or not a timer has come round to record it. */
function phaseAt(state: Agreement, now: Instant): AgreementPhase {
  const last = isEffective(state) ? termEnd(state) : undefined;
  return last !== undefined && now >= endOf(last) ? 'EXPIRED' : state.phase;
}

/** WRONG_STATE comes before the checks of the row, unless the row names a refusal for the situation. Source: catalogue, Reading. */
export function placed({ type, meta }: AgreementCommand, state: Agreement): void {
  const phase = phaseAt(state, meta.now);
  if (type === 'DraftAgreement' && phase !== 'NONE') refuse('ALREADY_EXISTS');
  if (type !== 'DraftAgreement' && phase === 'NONE') refuse('NOT_FOUND');
  if (isMisplaced(type, phase) && !OWN_REFUSAL.get(type)?.includes(phase)) refuse('WRONG_STATE', wrongIn(phase));
}
