export const TRACKS = ['COMMITTEE', 'GOALS', 'SCOPE', 'STAGE', 'FRAME', 'FEDERAL'] as const;
export type Track = (typeof TRACKS)[number];
export const CATEGORIES = [
  'DIGITAL_PROJECT',
  'STANDARD',
  'ARCHITECTURE',
  'PORTFOLIO_FRAME',
  'GUIDING_VISION',
  'GOALS',
  'SCOPE',
  'STAGE',
  'FEDERAL',
  'OTHER',
] as const;
export type Category = (typeof CATEGORIES)[number];
export const BINDINGNESS = ['BINDING', 'RECOMMENDATION'] as const;
export type Bindingness = (typeof BINDINGNESS)[number];
export const FORMS = ['EINVERNEHMEN', 'MITZEICHNUNG', 'BENEHMEN', 'ANHOERUNG', 'KENNTNIS'] as const;
export type Form = (typeof FORMS)[number];
export type Participants = { readonly [F in Form]?: readonly string[] };
export const MODES = ['WRITTEN', 'MEETING'] as const;
export type Mode = (typeof MODES)[number];
export const VOTE_VALUES = ['CONSENT', 'OBJECTION', 'ABSTENTION', 'NOT_CONCERNED'] as const;
export type VoteValue = (typeof VOTE_VALUES)[number];
export const RESERVATION_KINDS = ['LEITUNG', 'PRUEFUNG', 'HAUSHALT', 'PARLAMENT'] as const;
export type ReservationKind = (typeof RESERVATION_KINDS)[number];
export const DELIVERY_PROOFS = ['PORTAL', 'EMAIL_RECEIPT', 'EB'] as const;
export type DeliveryProof = (typeof DELIVERY_PROOFS)[number];
export const PARTY_LEVELS = ['LAND', 'KOMMUNE', 'VERBAND', 'EXTERNAL'] as const;
export type PartyLevel = (typeof PARTY_LEVELS)[number];
/** Ascending depth of participation of a third party. */
export const DEPTHS = ['NONE', 'INFORM', 'CONSULT', 'CO_PRODUCE', 'CO_DECIDE'] as const;
export type Depth = (typeof DEPTHS)[number];
export const CABINET_OUTCOMES = ['UPHELD', 'CHANGED', 'REVERSED', 'DECIDED', 'REJECTED'] as const;
export type CabinetOutcome = (typeof CABINET_OUTCOMES)[number];
export const CORRECTION_KINDS = [
  'VOTE_VALUE',
  'VOTE_OMITTED',
  'RECEIVED_AT',
  'SEAT',
  'DUPLICATE',
  'TEXT_TYPO',
  'RESULT',
] as const;
export type CorrectionKind = (typeof CORRECTION_KINDS)[number];
export const PUBLICATION_TARGETS = ['INTERN', 'OPARL', 'BUNDESANZEIGER'] as const;
export type PublicationTarget = (typeof PUBLICATION_TARGETS)[number];
export const ENDINGS = ['REVOKED', 'SUPERSEDED', 'AMENDED'] as const;
export type Ending = (typeof ENDINGS)[number];
export type Origin = 'CONSENSUS' | 'SILENCE' | 'MAJORITY' | 'FINAL' | 'CABINET';
/** Deadlines whose passing is recorded and does nothing else. */
export type DeadlineKind = 'DISSENT' | 'LEVEL' | 'FINAL_WINDOW' | 'DECIDE_BY';

/** Phases of a matter. Source: model, section 4.1; NONE is the stream that does not exist yet. */
export const PHASES = [
  'NONE',
  'DRAFT',
  'SUBMITTED',
  'OPEN',
  'ROUND_OPEN',
  'ROUND_CLOSED',
  'INCOMPLETE',
  'AGREED',
  'REJECTED',
  'DISSENT',
  'ESCALATED',
  'RESOLVED',
  'EXHAUSTED',
  'CABINET_PENDING',
  'ENACTED',
  'LAPSED',
  'WITHDRAWN',
  'SPLIT',
] as const;
export type Phase = (typeof PHASES)[number];
