import { readJson, shippedFiles } from './files.js';
import { inOrder, type Send } from './send.js';

/** A complete version of a rule book as it is shipped. */
export interface RuleBook {
  readonly id: string;
  readonly version: string;
  readonly competenceGrants?: readonly object[];
}

export interface LegalBasis {
  readonly type: string;
  readonly reference: string;
  readonly date?: string;
}

/** How a shipped rule book is put in force: on what legal basis, from which day, with which changes (JSON merge patch). */
export interface Adoption {
  readonly legalBasis: LegalBasis;
  readonly validFrom: string;
  readonly place?: string;
  readonly changes?: Readonly<Record<string, unknown>>;
}

/** All rule books that are shipped. */
export const shippedRuleBooks = (): readonly RuleBook[] =>
  shippedFiles('presets', 'rulebooks')
    .filter((path) => /RB-[^/\\]*\.json$/.test(path))
    .map((path) => readJson(path) as RuleBook);

const KEEPER = 'RUL/1';

/** Writes each book as a draft. */
export const draftRuleBooks = async (send: Send, books: readonly RuleBook[]): Promise<void> => {
  await Promise.all(
    books.map((content) => send(KEEPER, 'DraftRuleBook', { ruleBook: content.id, version: content.version, content })),
  );
};

/** The changes with the legal basis on the book and on every grant of competence. */
const founded = (book: RuleBook, { changes = {}, place, legalBasis }: Adoption) => {
  const grants = 'competenceGrants' in changes ? changes['competenceGrants'] : book.competenceGrants;
  return {
    ...changes,
    ...(place === undefined ? {} : { place }),
    legalBasis,
    ...(Array.isArray(grants) ? { competenceGrants: grants.map((grant: object) => ({ ...grant, legalBasis })) } : {}),
  };
};

/** Completes a draft, submits it, and has it adopted by the chair. */
export const adoptRuleBook = (send: Send, book: RuleBook, adoption: Adoption): Promise<void> => {
  const named = { ruleBook: book.id, version: book.version };
  const { legalBasis: decision, validFrom } = adoption;
  return inOrder([
    () => send(KEEPER, 'ReviseRuleBook', { ...named, changes: founded(book, adoption) }),
    () => send(KEEPER, 'SubmitRuleBook', named),
    () => send('CHAIR', 'AdoptRuleBook', { ...named, decision, validFrom }),
  ]);
};
