import { stableText } from '../json.js';
import { refuse } from '../refusals.js';
import type { Day } from '../time.js';
import { without } from '../codes.js';
import type { LeadMode } from './vocabulary.js';

// Aliases, not interfaces: only they are JSON to the compiler.
export type Lead = { readonly mode: LeadMode; readonly ministries: readonly string[] };
/** Without `to` for an indefinite time. */
export type Term = { readonly from: Day; readonly to?: Day };
export type Responsibility = {
  readonly item: string;
  readonly text: string;
  readonly accountable?: string;
  readonly contributing?: readonly string[];
};
/** A share in basis points, or an amount in cents. */
export type FundingItem = {
  readonly party: string;
  readonly year: number;
  readonly bp?: number;
  readonly cents?: number;
  readonly budgetTitle?: string;
  readonly secured: boolean;
  readonly tbdUntil?: Day;
};
export type Funding = {
  /** SHARE or a word for amounts; what the items hold decides. */
  readonly basis: string;
  readonly totalCents?: number;
  readonly items: readonly FundingItem[];
};

/** What a version consists of; consent and signature cover all of it (R20). */
export type Content = {
  readonly text: string;
  readonly funding: Funding;
  readonly responsibilities: readonly Responsibility[];
  readonly lead: Lead;
  readonly term: Term;
  readonly vision?: string;
};

type Hash = (text: string) => string;

/** What is consented to, as hashes: the text alone, and text, funding, responsibilities, lead, term and vision together. */
export const hashesOf = ({ text, funding, responsibilities, lead, term, vision }: Content, hash: Hash) => ({
  textHash: hash(text),
  contentHash: hash(
    stableText({ text, funding, responsibilities, lead, term, ...(vision === undefined ? {} : { vision }) }),
  ),
});

/** Whether the parts that are given say nothing new. */
export const isSame = (content: Content, parts: Partial<Content>): boolean =>
  stableText({ ...content, ...parts }) === stableText(content);

const isNatural = (value: number): boolean => value >= 0;

/** Every item in basis points, or every item in cents, and then with the total. */
function isMeasured({ items, totalCents }: Funding): boolean {
  const shares = items.every(({ bp, cents }) => bp !== undefined && isNatural(bp) && cents === undefined);
  const amounts = items.every(({ bp, cents }) => cents !== undefined && isNatural(cents) && bp === undefined);
  return shares || (amounts && totalCents !== undefined && isNatural(totalCents));
}

const isLed = ({ mode, ministries }: Lead): boolean =>
  mode === 'SHARED' ? ministries.length >= 2 : ministries.length === 1;

const isRepeated = (items: readonly string[]): boolean => new Set(items).size < items.length;

/** Parts that cannot be meant; `parties` are those of the version. */
const FAULTY = {
  lead: (lead: Lead, parties: readonly string[]) => !isLed(lead) || without(lead.ministries, parties).length > 0,
  funding: (funding: Funding, parties: readonly string[]) =>
    !isMeasured(funding) || funding.items.some(({ party }) => !parties.includes(party)),
  responsibilities: (responsibilities: readonly Responsibility[]) =>
    isRepeated(responsibilities.map(({ item }) => item)),
  term: ({ from, to }: Term) => to !== undefined && to < from,
};

/** Refuses parts that cannot be meant: INVALID_PAYLOAD with the field. `parties` are those of the version. */
export function wellFormed(
  { lead, funding, responsibilities, term }: Partial<Content>,
  parties: readonly string[],
): void {
  const malformed = (field: keyof typeof FAULTY) => refuse('INVALID_PAYLOAD', { fields: [field] });
  if (lead && FAULTY.lead(lead, parties)) malformed('lead');
  if (funding && FAULTY.funding(funding, parties)) malformed('funding');
  if (responsibilities && FAULTY.responsibilities(responsibilities)) malformed('responsibilities');
  if (term && FAULTY.term(term)) malformed('term');
}
