import { atLeast, type Rank, rankOf } from '../actor.js';
import type { Decider } from '../decider.js';
import { refuse } from '../refusals.js';
import type { AgreementCommand, AgreementEvent, AgreementEventType } from './messages.js';
import { type Agreement, partiesOf } from './state.js';

export type AgreementDecider = Decider<AgreementCommand, AgreementEvent, Agreement>;

/** Rows of the two tables that one part of the life of an agreement contributes. */
export type Decisions<T extends AgreementCommand['type']> = Pick<AgreementDecider['decide'], T>;
export type Changes<T extends AgreementEventType> = Pick<AgreementDecider['evolve'], T>;

/** Persons of a party, or the secretariat for one; `among` are the parties, unless others are meant. */
export function partyOnly(command: AgreementCommand, state: Agreement, among = partiesOf(state)): void {
  const { data, meta } = command;
  const house = 'party' in data ? data.party : meta.actor.ministry;
  // The secretariat speaks for one of the parties; the evidence says for which.
  if (isRecorded(command) && !('party' in data)) return;
  if (house === undefined || !among.includes(house)) refuse('NOT_A_PARTY');
}

/** The rules for agreements that are in force. */
export const rulesOf = ({ facts }: AgreementCommand) => facts.ruleBook?.agreement ?? refuse('NO_RULEBOOK_IN_FORCE');

/** Rank of the function, or a higher one by a mandate for agreements. */
export const rankFor = ({ meta: { actor } }: AgreementCommand): Rank =>
  rankOf({ ...actor, mandates: actor.mandates.filter(({ scope }) => scope.includes('AGREEMENT')) });

/** What the secretariat records was declared by somebody else; the evidence shows by whom. */
export const isRecorded = ({ meta: { actor } }: AgreementCommand): boolean => actor.function === 'SEC';

/** The rank in which a party declares itself, at least `required`; of what was only recorded exactly that. */
export function rankedAt(command: AgreementCommand, required: Rank): Rank {
  const rank = isRecorded(command) ? required : rankFor(command);
  if (!atLeast(rank, required)) refuse('MANDATE_INSUFFICIENT', { rank: required });
  return rank;
}
