import { type Event, type ExplainedBook, groundsIn, ruleBookVersion } from '#domain';
import type { Replay } from './replay.js';
import { type Bilingual, type Language, say } from './words.js';

/** What an explanation rests on: the records that were replayed, and the rule books of the file. */
export const groundsOf = <E extends Event>({ steps, ruleBooks }: Pick<Replay<unknown>, 'steps' | 'ruleBooks'>) =>
  groundsIn<E>(
    steps.map(({ record }) => record),
    ({ id, version }) => {
      const found = ruleBookVersion(ruleBooks.get(id), version);
      return found?.status === 'ADOPTED' ? found : undefined;
    },
  );

/** `Eintrag #6` or `record #6`; several in a row. */
const recordText = (language: Language, ...revisions: readonly (number | undefined)[]): string => {
  const known = revisions.filter((revision) => revision !== undefined);
  const word: Bilingual = known.length === 1 ? ['Eintrag', 'record'] : ['Einträge', 'records'];
  return `${say(word, language)} ${known.map((revision) => `#${revision}`).join(', ')}`;
};

/** The same in brackets behind a fact; nothing where there is no record. */
export const behind = (language: Language, ...revisions: readonly (number | undefined)[]): string =>
  revisions.some((revision) => revision !== undefined) ? `  (${recordText(language, ...revisions)})` : '';

/** A rule book, the record that names it, the record of its adoption in its own stream, and its legal basis. */
export function bookText({ id, version, revision, adopted, legalBasis }: ExplainedBook, language: Language): string {
  const adoption = say(['angenommen', 'adopted'], language);
  const basis = say(['Rechtsgrundlage', 'legal basis'], language);
  return [
    `${id}@${version}${behind(language, revision)}`,
    ...(adopted === undefined ? [] : [`${adoption}: rulebook-${id} ${recordText(language, adopted)}`]),
    ...(legalBasis ? [`${basis}: ${legalBasis.type} ${legalBasis.reference}`] : []),
  ].join('; ');
}
