import { html, type Html } from './html.js';
import { type Bilingual, inLanguage } from './language.js';
import { type Frame, page } from './layout.js';

const WHAT: Bilingual = [
  'Das Beschlussbuch hält fest, wie Ressorts sich über Digitalvorhaben einigen. ' +
    'Einigen sie sich nicht, durchläuft die Vorlage die Stufen der Eskalation; erst danach und nur in seiner ' +
    'Zuständigkeit entscheidet das Digitalministerium abschließend und verantwortet das Ergebnis. ' +
    'Kein Eintrag wird geändert oder gelöscht: Eine Berichtigung ist ein weiterer Eintrag.',
  'The ledger records how ministries agree on digital projects. If they cannot, the matter climbs the ladder; only ' +
    'then, and only within its competence, the digital ministry decides finally and answers for the result. ' +
    'No entry is edited or deleted: a correction is a further entry.',
];

/** What this is; for a stranger that is all. */
export function introduction(frame: Frame): string {
  const say = (text: Bilingual) => inLanguage(text, frame.language);
  const main = html`${opening(frame)}
    <p>${say(['Für das Register melden Sie sich bitte an.', 'Please log in to see the register.'])}</p>`;
  return page(frame, say(['Willkommen', 'Welcome']), main);
}

/** What stands above the register of matters. */
export const opening = ({ language }: Frame): Html =>
  html`<h1>${inLanguage(['Beschlussbuch', 'Ledger of decisions'], language)}</h1>
    <p>${inLanguage(WHAT, language)}</p>`;
