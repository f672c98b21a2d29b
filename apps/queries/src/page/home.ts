import type { Phase } from '#domain';
import type { RegisterRow } from '#read-model';
import type { Page } from '../answers/page.js';
import { html, type Html } from './html.js';
import { type Bilingual, dueText, inLanguage } from './language.js';
import { type Frame, linkTo, page } from './layout.js';
import { DEADLINE_WORDS, PHASE_WORDS, wordOf } from './words.js';

type Row = Page<RegisterRow>['rows'][number];

const WHAT: Bilingual = [
  'Das Beschlussbuch hält fest, wie Ressorts sich über Digitalvorhaben einigen. ' +
    'Einigen sie sich nicht, durchläuft die Vorlage die Stufen der Eskalation; erst danach und nur in seiner ' +
    'Zuständigkeit entscheidet das Digitalministerium abschließend und verantwortet das Ergebnis. ' +
    'Jeder Schritt bleibt nachvollziehbar: Nichts wird geändert oder gelöscht.',
  'The ledger records how ministries agree on digital projects. If they cannot, the matter climbs the ladder; only ' +
    'then, and only within its competence, the digital ministry decides finally and answers for the result. ' +
    'Every step can be retraced: nothing is edited or deleted.',
];

/** What this is; for a stranger that is all. */
export function introduction(frame: Frame): string {
  const say = (text: Bilingual) => inLanguage(text, frame.language);
  const main = html`<h1>${say(['Beschlussbuch', 'Ledger of decisions'])}</h1>
    <p>${say(WHAT)}</p>
    <p>${say(['Für das Register melden Sie sich bitte an.', 'Please log in to see the register.'])}</p>`;
  return page(frame, say(['Willkommen', 'Welcome']), main);
}

const due = ({ nextDueAt, nextDueKind }: Row, { language }: Frame): Html => {
  if (nextDueAt === undefined) return html`–`;
  const what = DEADLINE_WORDS[nextDueKind as keyof typeof DEADLINE_WORDS] as Bilingual | undefined;
  return html`<time datetime="${nextDueAt}">${dueText(nextDueAt, language)}</time
    ><br />${what && inLanguage(what, language)}`;
};

function row(matter: Row, frame: Frame): Html {
  const { matter: id = '', title, phase, lead, decisionNo, origin } = matter;
  const decision = decisionNo && html`${decisionNo}<br />${inLanguage(wordOf(origin ?? ''), frame.language)}`;
  return html`<tr>
    <th scope="row"><a href="${linkTo(frame, `/page/matters/${id}`)}">${title}</a></th>
    <td>${inLanguage(PHASE_WORDS[phase as Phase], frame.language)}</td>
    <td>${lead}</td>
    <td>${due(matter, frame)}</td>
    <td>${decision ?? '–'}</td>
  </tr> `;
}

/** The register of matters. */
export function home(frame: Frame, { rows, next }: Page<RegisterRow>): string {
  const say = (...text: Bilingual) => inLanguage(text, frame.language);
  const columns = [
    say('Titel', 'Title'),
    say('Phase', 'Phase'),
    say('Federführung', 'Lead'),
    say('Nächste Frist', 'Next due'),
    say('Beschluss', 'Decision'),
  ];
  const table = html`<div class="scroll" role="region" tabindex="0" aria-label="${say('Register', 'Register')}">
    <table>
      <caption>
        ${say('Register der Vorlagen, zuletzt Bewegtes zuerst', 'Register of matters, the latest change first')}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((matter) => row(matter, frame))}
      </tbody>
    </table>
  </div>`;
  const empty = html`<p>
    ${say(
      'Hier stehen die Vorlagen. Noch hat kein Ressort eine angelegt; der erste Schritt ist DraftMatter.',
      'Matters will be listed here. No ministry has drafted one yet; the first step is DraftMatter.',
    )}
  </p>`;
  const more =
    next !== undefined && html`<p><a href="${linkTo(frame, '/', { cursor: next })}">${say('Weitere', 'More')}</a></p>`;
  const main = html`<h1>${say('Beschlussbuch', 'Ledger of decisions')}</h1>
    <p>${inLanguage(WHAT, frame.language)}</p>
    ${rows.length > 0 ? table : empty}${more}`;
  return page(frame, say('Register', 'Register'), main);
}
