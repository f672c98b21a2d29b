import { dayOf, type Explanation, type Instant } from '#domain';
import { behind } from './grounds.js';
import { type Bilingual, codes, type Language, lineOf, say } from './words.js';

const versionText = ({ version, textHash }: { readonly version: number; readonly textHash: string }): string =>
  `${version} (SHA-256 ${textHash})`;

/** The levels of the ladder with the records of opening, attempts and closing, and its exhaustion. */
export function ladderLines({ levels, exhausted }: Explanation, language: Language): string[] {
  const record = (...revisions: readonly (number | undefined)[]) => behind(language, ...revisions);
  const climbed = levels.flatMap(({ level, status, revision, attempts, closed }) =>
    lineOf(['Ebene', 'Level'], `${level} ${status}${record(revision, ...attempts, closed)}`, language),
  );
  const end = say(['Eskalation ausgeschöpft', 'Escalation exhausted'], language);
  return [...climbed, ...(exhausted ? [`${end}${record(exhausted.revision)}`] : [])];
}

/** Who decided finally, in which rank, on which grant and legal basis, on which version. */
export function finalLines({ finalDecision: final, book }: Explanation, language: Language): string[] {
  if (!final) return [];
  const { decider, rank, grant, legalBasis, revision } = final;
  const line = (label: Bilingual, value: string | undefined) =>
    lineOf(label, value, language).map((text) => `  ${text}`);
  const granting = book ? ` (${book.id}@${book.version})` : '';
  return [
    ...lineOf(
      ['Abschließende Entscheidung', 'Final decision'],
      `${decider}, ${rank}${behind(language, revision)}`,
      language,
    ),
    ...line(['Fassung', 'Version'], versionText(final)),
    ...line(['Rechtsgrundlage', 'Legal basis'], `${legalBasis.type} ${legalBasis.reference}`),
    ...line(['Zuständigkeit nach', 'Competence granted by'], `${grant}${granting}`),
    ...line(['Beantwortete Widersprüche', 'Objections answered'], codes(final.answered)),
    ...line(['Berichte über das Ergebnis am', 'Reports on the result on'], codes(final.reportDates)),
  ];
}

function cabinetLines({ cabinet }: Explanation, language: Language): string[] {
  if (!cabinet) return [];
  const { outcome, reference, date, revision } = cabinet;
  const told = `${outcome} ${reference} ${date}${behind(language, revision)}`;
  return lineOf(['Kabinettbeschluss', 'Cabinet decision'], told, language);
}

/** What was enacted: number, version, whom it binds and when, and its effect on the day of `now`. */
export function decisionLines(why: Explanation, now: Instant, language: Language): string[] {
  const { decision } = why;
  if (!decision) return cabinetLines(why, language);
  const { decisionNo, origin, bindingness, binds, effectiveFrom, validUntil, effect, revision, changes } = decision;
  const day = dayOf(now);
  const line = (label: Bilingual, value: string | undefined) =>
    lineOf(label, value, language).map((text) => `  ${text}`);
  return [
    ...cabinetLines(why, language),
    ...lineOf(['Beschluss', 'Decision'], `${decisionNo}${behind(language, revision)}`, language),
    ...line(['Fassung', 'Version'], versionText(decision)),
    ...line(['Zustandekommen', 'Origin'], `${origin}, ${bindingness}`),
    ...line(['Bindet', 'Binds'], codes(binds)),
    ...line(['Wirksam ab', 'Effective from'], effectiveFrom),
    ...line(['Gültig bis', 'Valid until'], validUntil),
    ...line(['Wirkung', 'Effect'], effect ?? say([`am ${day} noch keine`, `none yet on ${day}`], language)),
    ...changes.map((change) => `  ${change.type}${behind(language, change.revision)}`),
  ];
}
