import { type Agreement, type AgreementCommand, type AgreementFacts, dayOf, type Instant } from '#domain';
import { sha256Hex } from '#evidence';
import type { Folded } from '#event-store';
import { type Registry, unregistered } from './registry.js';
import { bookInForce } from './rule-books.js';

interface Question {
  readonly command: Pick<AgreementCommand, 'type' | 'data'>;
  readonly folded: Folded<Agreement>;
  readonly now: Instant;
}

/** Houses that the command makes parties. */
const named = ({ data }: Question['command']): readonly string[] => [
  ...('parties' in data ? data.parties : []),
  ...('newParty' in data ? [data.newParty] : []),
];

/** The record of the version that a declaration commits to. */
const versionRecord = ({ folded: { state, leaves } }: Question): readonly string[] => {
  const version = state.versions.find(({ no }) => no === (state.proposed ?? state.current));
  return version ? leaves.slice(version.revision, version.revision + 1) : [];
};

/** Looks up everything that deciding a command on an agreement needs from outside its stream, as of `now`. */
export async function agreementFacts(
  registry: Registry,
  question: Question,
): Promise<{ readonly facts: AgreementFacts; readonly after: readonly string[] }> {
  const [book, unknown] = await Promise.all([
    bookInForce(registry, dayOf(question.now), (content) => content.agreement !== undefined),
    unregistered(registry, named(question.command)),
  ]);
  return {
    facts: { hash: sha256Hex, unknown, ...(book ? { ruleBook: book.content } : {}) },
    after: [...versionRecord(question), ...(book ? [book.leaf] : [])],
  };
}

/** Classification and rule book as they stand in every record of an agreement; a draft brings its classification along. */
export const agreementMarks = ({ phase, classification }: Agreement, data: object, { ruleBook }: AgreementFacts) => ({
  cls: phase === 'NONE' && 'classification' in data ? String(data.classification) : classification,
  ...(ruleBook ? { rb: { id: ruleBook.id, version: ruleBook.version } } : {}),
});
