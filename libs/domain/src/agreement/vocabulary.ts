export const LEAD_MODES = ['SOLE', 'SHARED'] as const;
export type LeadMode = (typeof LEAD_MODES)[number];
/** End of the year or month at which an ordinary notice takes effect, or any day. */
export const NOTICE_CLAUSES = ['YEAR_END', 'MONTH_END', 'ANY'] as const;
export type NoticeClause = (typeof NOTICE_CLAUSES)[number];
export const NOTICE_KINDS = ['ORDINARY', 'EXTRAORDINARY'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
/** Ascending. */
export const SIGNATURE_LEVELS = ['SIMPLE', 'ADVANCED', 'QUALIFIED'] as const;
export type SignatureLevel = (typeof SIGNATURE_LEVELS)[number];

/** Codes of the Länder, whose signatures need a level of their own. Source: ISO 3166-2:DE. */
export const LAENDER: readonly string[] = [
  ...['BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', 'MV'],
  ...['NI', 'NW', 'RP', 'SL', 'SN', 'ST', 'SH', 'TH'],
];

/** Phases of an agreement. Source: model, section 5; NONE is the stream that does not exist yet. */
export const AGREEMENT_PHASES = [
  'NONE',
  'NEGOTIATION',
  'CONCLUDED',
  'SIGNED',
  'IN_FORCE',
  'REDUCED',
  'TERMINATED',
  'EXPIRED',
  'ABANDONED',
] as const;
export type AgreementPhase = (typeof AGREEMENT_PHASES)[number];
