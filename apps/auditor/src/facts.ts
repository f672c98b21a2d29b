import { type Matter, type RuleBookContent, ruleBookVersion } from '#domain';
import type { Registry } from './records.js';

/** The pinned rule book, if the file holds its adoption. */
export function bookOf({ ruleBooks }: Registry, { ruleBook }: Matter): RuleBookContent | undefined {
  const version = ruleBook && ruleBookVersion(ruleBooks.get(ruleBook.id), ruleBook.version);
  return version?.status === 'ADOPTED' ? version.content : undefined;
}
