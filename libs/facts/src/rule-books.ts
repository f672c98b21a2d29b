import { type Day, inForce, type RuleBookContent, ruleBookVersion } from '#domain';
import type { Registry } from './registry.js';

/** A version of a rule book, and the leaf hash of the record that adopted it. */
export interface Book {
  readonly content: RuleBookContent;
  readonly leaf: string;
}

type Streams = Awaited<ReturnType<Registry['ruleBooks']>>[number];

const bookAt = ({ leaves }: Streams, content: RuleBookContent, revision: number): Book => ({
  content,
  leaf: leaves[revision] ?? '',
});

/** The version that a matter was pinned to when its procedure opened (I2). */
export async function pinnedBook(registry: Registry, id: string, number: string): Promise<Book> {
  const folded = await registry.ruleBook(id);
  const version = ruleBookVersion(folded.state, number);
  if (version?.status !== 'ADOPTED') throw new Error(`${id}@${number} is pinned but was never adopted`);
  return bookAt(folded, version.content, version.revision);
}

/** The book in force on the day that covers what is asked for. */
export async function bookInForce(
  registry: Registry,
  today: Day,
  covers: (content: RuleBookContent) => boolean,
): Promise<Book | undefined> {
  for (const folded of await registry.ruleBooks()) {
    const found = inForce(folded.state, today);
    if (found && covers(found.content)) return bookAt(folded, found.content, found.revision);
  }
  return undefined;
}
