import type { Rank } from '../actor.js';
import type { Classification } from '../classification.js';
import type { Erasable } from '../decider.js';
import type { Day, Instant } from '../time.js';
import type { Content } from './content.js';
import type { Evidence, Posts } from './messages.js';
import type { AgreementPhase, NoticeClause, NoticeKind, SignatureLevel } from './vocabulary.js';

export type AgreementVersion = Content & {
  readonly no: number;
  readonly textHash: string;
  readonly contentHash: string;
  /** Revision of the event that introduced it. */
  readonly revision: number;
  /** Party that accedes with this version. */
  readonly newParty?: string;
};

/** A house that is or was a party; without `from` from the beginning, without `until` to this day. */
export interface Membership {
  readonly party: string;
  readonly from?: Day;
  /** Last day. */
  readonly until?: Day;
}

export interface Notice {
  readonly party: string;
  readonly kind: NoticeKind;
  readonly effectiveOn: Day;
  readonly receivedAt: Instant;
}

/** Something that is to be done under the agreement; done at 100 %. */
export interface Measure {
  readonly measure: string;
  readonly text: string;
  readonly owner: string;
  readonly due: Day;
  /** Per cent. */
  readonly progress: number;
  readonly evidence?: Evidence;
}

interface Declaration {
  readonly party: string;
  readonly version: number;
  readonly rank: Rank;
}

export interface Agreement {
  readonly phase: AgreementPhase;
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly office?: string;
  readonly classification: Classification;
  readonly notice: { readonly months: number; readonly to: NoticeClause };
  /** Whether the others go on when a party leaves. */
  readonly continuation: boolean;
  readonly memberships: readonly Membership[];
  readonly versions: readonly AgreementVersion[];
  /** Number of the version in force; before entry into force of the one under negotiation. */
  readonly current: number;
  /** Number of the version that an amendment in negotiation would put in force. */
  readonly proposed?: number;
  /** Of each party the last declaration on each version. */
  readonly consents: readonly Declaration[];
  readonly refusals: readonly (Declaration & { readonly reason: Erasable })[];
  /** Who has ever refused a version, whatever came of it. */
  readonly refused: readonly string[];
  readonly signatures: readonly (Declaration & { readonly level: SignatureLevel })[];
  readonly backings: Readonly<
    Record<string, { readonly rank: Rank; readonly public: boolean; readonly withdrawn: boolean }>
  >;
  readonly notices: readonly Notice[];
  /** Posts of the joint office by the house that fills them. */
  readonly staff: readonly Posts[];
  readonly measures: readonly Measure[];
  /** Day of the next review. */
  readonly reviewOn?: Day;
  /** Versions in the order in which they came into force, each up to the next. */
  readonly inForce: readonly { readonly version: number; readonly from: Day }[];
  /** Last day of effect of an agreement that is over. */
  readonly endedOn?: Day;
}

export const initial: Agreement = {
  phase: 'NONE',
  id: '',
  title: '',
  purpose: '',
  classification: 'INTERN',
  notice: { months: 0, to: 'ANY' },
  continuation: false,
  memberships: [],
  versions: [],
  current: 0,
  consents: [],
  refusals: [],
  refused: [],
  signatures: [],
  backings: {},
  notices: [],
  staff: [],
  measures: [],
  inForce: [],
};

/** Present parties, in the order in which they joined. */
export const partiesOf = ({ memberships }: Agreement): readonly string[] =>
  memberships.flatMap(({ party, until }) => (until === undefined ? [party] : []));

export const versionOf = ({ versions }: Agreement, no: number): AgreementVersion => {
  const version = versions.find((candidate) => candidate.no === no);
  if (!version) throw new Error(`The agreement has no version ${no}`);
  return version;
};

/** Last day of the term; one that an amendment set into the past ends with the day of that amendment, not before. */
export function termEnd(state: Agreement): Day | undefined {
  const { to } = versionOf(state, state.current).term;
  const amended = state.inForce.slice(1).at(-1)?.from;
  return to !== undefined && amended !== undefined && amended > to ? amended : to;
}

/** The version that declarations are about: a proposed amendment, otherwise the current one. */
export const negotiated = (state: Agreement): AgreementVersion => versionOf(state, state.proposed ?? state.current);

/** Everybody whose consent and signature the version needs: the parties and who accedes with it. */
export const neededFor = (state: Agreement, { newParty }: AgreementVersion): readonly string[] => [
  ...partiesOf(state),
  ...(newParty === undefined ? [] : [newParty]),
];

type Declared = readonly { readonly party: string; readonly version: number }[];

/** Who has declared himself on the version, in the order of declaration. */
export const declaredOn = (declarations: Declared, no: number): readonly string[] =>
  declarations.flatMap(({ party, version }) => (version === no ? [party] : []));

/** Of the needed parties those without such a declaration. */
export const missingIn = (state: Agreement, declarations: Declared, version: AgreementVersion): readonly string[] => {
  const declared = declaredOn(declarations, version.no);
  return neededFor(state, version).filter((party) => !declared.includes(party));
};
