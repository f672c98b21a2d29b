/** Functions in which persons act. Source: model.md section 8. */
export const FUNCTIONS = [
  'SEC',
  'CHAIR',
  'REP',
  'DEP',
  'REF',
  'AL',
  'ST',
  'BM',
  'LEAD',
  'REVIEW',
  'RUL',
  'AUD',
  'REG',
  'DSB',
  'LAND',
] as const;
export type FunctionCode = (typeof FUNCTIONS)[number];

/** Ascending: a person of a later rank may do what an earlier one may. */
export const RANKS = ['DESK', 'DIRECTORATE', 'STATE_SECRETARY', 'MINISTER'] as const;
export type Rank = (typeof RANKS)[number];

export const SCOPES = ['DRAFT', 'COMMENT', 'VOTE', 'AGREEMENT', 'SPENDING'] as const;
export type Scope = (typeof SCOPES)[number];

/** A mandate of the actor that is in force at the instant of the command. */
export interface Mandate {
  readonly id: string;
  readonly scope: readonly Scope[];
  readonly rank: Rank;
}

/** The person behind a command. `person` is the pseudonym; the name is in the vault. */
export interface Actor {
  readonly person: string;
  readonly function: FunctionCode;
  /** House of a ministry person or party; absent for secretariat, chair, auditors. */
  readonly ministry?: string;
  /** Home of a member of the secretariat, the chair or another office. */
  readonly origin?: string;
  readonly mandates: readonly Mandate[];
}

const RANK_OF: Partial<Record<FunctionCode, Rank>> = {
  REF: 'DESK',
  REP: 'DIRECTORATE',
  DEP: 'DIRECTORATE',
  AL: 'DIRECTORATE',
  LEAD: 'DIRECTORATE',
  REVIEW: 'DIRECTORATE',
  ST: 'STATE_SECRETARY',
  LAND: 'STATE_SECRETARY',
  BM: 'MINISTER',
};

export const atLeast = (rank: Rank, required: Rank): boolean => RANKS.indexOf(rank) >= RANKS.indexOf(required);

/** Rank in which the actor acts: that of the function, or a higher one that a mandate in force confers. */
export function rankOf(actor: Actor): Rank {
  const ranks = [RANK_OF[actor.function] ?? 'DESK', ...actor.mandates.map((mandate) => mandate.rank)];
  return RANKS.findLast((rank) => ranks.includes(rank)) ?? 'DESK';
}

const MINISTRY_FUNCTIONS: readonly FunctionCode[] = ['REP', 'DEP', 'REF', 'AL', 'ST', 'BM', 'LEAD', 'REVIEW'];
export const isMinistryFunction = (code: FunctionCode): boolean => MINISTRY_FUNCTIONS.includes(code);
