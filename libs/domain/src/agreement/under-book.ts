import { atLeast, type Rank } from '../actor.js';
import { listed, own } from '../codes.js';
import type { Recorded } from '../decider.js';
import { isBlank } from '../reason.js';
import type { AgreementRules, RuleBookContent } from '../rulebook/content.js';
import { compared, doubt, type Reweighed } from '../under-book.js';
import type { AgreementEvent } from './messages.js';
import { type Agreement, negotiated, partiesOf } from './state.js';
import { LAENDER, SIGNATURE_LEVELS } from './vocabulary.js';

type Weighed = Pick<Reweighed, 'of' | 'compared' | 'doubts'>;
type Of<T extends AgreementEvent['type']> = Recorded<Extract<AgreementEvent, { readonly type: T }>>;
type Row<T extends AgreementEvent['type']> = (rules: AgreementRules, state: Agreement, event: Of<T>) => Weighed;

/** A declaration in the rank that is needed; what the secretariat recorded names only the rank that was needed then. */
function ranked(what: string, of: string, rank: Rank, needed: Rank, role: string): Weighed {
  const suffices = atLeast(rank, needed);
  if (!suffices && role === 'SEC') return { of, compared: [], doubts: [doubt('RANK_UNKNOWN', [of])] };
  return { of, compared: [compared(what, 'GIVEN', suffices ? 'GIVEN' : 'MANDATE_INSUFFICIENT')], doubts: [] };
}

/** What entry into force would have lacked. */
function lacking({ backingRank, backingRequired, visionRequired }: AgreementRules, state: Agreement) {
  const unbacked = partiesOf(state).filter((party) => {
    const backing = own(state.backings, party);
    return !backing || backing.withdrawn || !atLeast(backing.rank, backingRank);
  });
  if (backingRequired && unbacked.length > 0) return `BACKING_MISSING ${listed(unbacked).join(', ')}`;
  return visionRequired && isBlank(negotiated(state).vision) ? 'VISION_MISSING' : 'ACTIVATED';
}

const rows = {
  AgreementPartyConsented: ({ consentRank }, _, { data: { party, rank }, entry }) =>
    ranked('CONSENT', party, rank, consentRank, entry.by.role),
  AgreementSigned: ({ consentRank, signatureLevel }, _, { data: { party, rank, level }, entry }) => {
    const needed = LAENDER.includes(party) ? signatureLevel.withLaender : signatureLevel.internal;
    const reached = SIGNATURE_LEVELS.indexOf(level) >= SIGNATURE_LEVELS.indexOf(needed);
    if (!reached)
      return { of: party, compared: [compared('SIGNATURE', level, `SIGNATURE_LEVEL ${needed}`)], doubts: [] };
    return ranked('SIGNATURE', party, rank, consentRank, entry.by.role);
  },
  AgreementActivated: (rules, state) => ({
    compared: [compared('ENTRY', 'ACTIVATED', lacking(rules, state))],
    doubts: [],
  }),
} as const satisfies { readonly [T in AgreementEvent['type']]?: Row<T> };

/**
 * What one recorded event of the agreement would have been under another rule book, with everything before it as it was
 * recorded. Undefined where the book has no say in it.
 */
export function agreementUnderOtherBook(
  { agreement: rules }: RuleBookContent,
  before: Agreement,
  event: Recorded<AgreementEvent>,
): Reweighed | undefined {
  const { type, entry } = event;
  if (!Object.hasOwn(rows, type)) return undefined;
  const named = { revision: entry.revision, type };
  if (!rules) return { ...named, compared: [], doubts: [doubt('NOT_COVERED', ['agreement'])] };
  const row = rows[type as keyof typeof rows] as Row<AgreementEvent['type']>;
  return { ...named, ...row(rules, before, event) };
}
