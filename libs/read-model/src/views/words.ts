import { type Agreement, type Matter } from '#domain';
import { key, tableOf, text, texts, type View } from './view.js';

/** What a matter or an agreement is found by. The database derives the searched vector from it, with German stems. */
interface WordsRow {
  readonly words: string;
  /** In lower case: found by their beginning, as they are. */
  readonly numbers: readonly string[];
}

const LONGEST_NUMBER = 200;
/** Far below what a vector can hold. */
const LONGEST_TEXT = 200_000;

const lowered = (said: string): string => said.normalize('NFC').toLowerCase();

/** Only letters and digits, so that no locale and no parser sees addresses, signs or compounds in them. */
const plain = (said: readonly string[]): string =>
  lowered(said.join(' '))
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_TEXT);

const numbered = (numbers: readonly (string | undefined)[]): string[] => [
  ...new Set(numbers.flatMap((number) => (number?.trim() ? [asNumber(number)] : []))),
];

const asNumber = (said: string): string => lowered(said).trim().replace(/\s+/g, ' ').slice(0, LONGEST_NUMBER);

/** Of what is confidential only the title, which the registers hold anyway. Erasable words cannot come here: they are no strings. */
const found = (
  { id, title, classification }: Matter | Agreement,
  more: readonly string[],
  numbers: readonly (string | undefined)[],
): WordsRow => ({
  words: plain([title, ...(classification === 'VS_NFD' ? [] : more)]),
  numbers: numbered([id, ...numbers]),
});

const wordsOfMatter = (state: Matter): WordsRow => {
  const { versions, current, decision, formerDecisions, fileReference } = state;
  const numbers = [decision, ...formerDecisions].map((one) => one?.decisionNo);
  return found(state, [versions.find(({ no }) => no === current)?.text ?? ''], [fileReference, ...numbers]);
};

const wordsOfAgreement = (state: Agreement): WordsRow => {
  const { versions, current, purpose } = state;
  const version = versions.find(({ no }) => no === current);
  return found(state, [purpose, version?.text ?? '', version?.vision ?? ''], []);
};

const columns = { words: text, numbers: texts };

export const matterWordsView = {
  entity: tableOf<WordsRow & { matter: string }>('matter_words', { matter: key(text), ...columns }),
  keyedBy: 'id',
  rowsOf: { matter: ({ id: matter, state }) => [{ matter, ...wordsOfMatter(state) }] },
} satisfies View;

export const agreementWordsView = {
  entity: tableOf<WordsRow & { agreement: string }>('agreement_words', { agreement: key(text), ...columns }),
  keyedBy: 'id',
  rowsOf: { agreement: ({ id: agreement, state }) => [{ agreement, ...wordsOfAgreement(state) }] },
} satisfies View;

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** Quotes, a minus before a word and `or` have a meaning of their own. */
const OPERATOR = /"|(?:^|\s)-|(?:^|\s)or(?:\s|$)/;

/** Whether it is more than words that all have to be there: a phrase, an exclusion, an alternative. */
export const isComposed = (typed: string): boolean => OPERATOR.test(lowered(typed));

const DIGIT = /\p{N}/u;

const quoted = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/**
 * The condition on a vector for what somebody typed: every word by its stem or its beginning, phrases in quotes, `-` for
 * without, `or` for either; or else a number that begins so. Whatever is typed, it is never an error.
 */
export const tsqueryOf = (
  typed: string,
): { readonly expression: string; readonly parameters: Record<string, string> } => {
  const said = lowered(typed);
  const isWeb = isComposed(typed);
  const words = isWeb
    ? said.replace(/(?<=[\p{L}\p{M}\p{N}])-+/gu, ' ').replace(/[^\p{L}\p{M}\p{N}"-]+/gu, ' ')
    : [...said.matchAll(WORD)].map(([word]) => `${quoted(word)}:*`).join(' & ');
  const parsed = `${isWeb ? 'websearch_to_tsquery' : 'to_tsquery'}('german', :words)`;
  // No number is a phrase without a digit: sparing the alternative spares a look at each row that has its words.
  if (isWeb && !DIGIT.test(said)) return { expression: parsed, parameters: { words } };
  const number = `${quoted(asNumber(said.replaceAll('"', ' ')))}:*`;
  return { expression: `(${parsed} || CAST(:number AS tsquery))`, parameters: { words, number } };
};
