import type { Agreement, Phase } from '#domain';
import type { AgreementRow, RegisterRow } from '#read-model';
import type { Page } from '../answers/page.js';
import { AGREEMENT_PHASE_WORDS } from './agreement-words.js';
import { html, type Html } from './html.js';
import { type Bilingual, dueText, inLanguage } from './language.js';
import { type Frame, linkTo, page } from './layout.js';
import { tableOf } from './timeline.js';
import { DEADLINE_WORDS, PHASE_WORDS, wordOf } from './words.js';

type Row = Page<RegisterRow>['rows'][number];
type AgreementsRow = Page<AgreementRow>['rows'][number];

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

function row(matter: Row, frame: Frame): readonly Html[] {
  const { matter: id = '', title = '', phase, lead = '', decisionNo, origin } = matter;
  const decision = decisionNo && html`${decisionNo}<br />${inLanguage(wordOf(origin ?? ''), frame.language)}`;
  return [
    html`<a href="${linkTo(frame, `/page/matters/${id}`)}">${title}</a>`,
    html`${inLanguage(PHASE_WORDS[phase as Phase], frame.language)}`,
    ...[html`${lead}`, due(matter, frame), html`${decision ?? '–'}`],
  ];
}

function agreementRow({ agreement = '', title = '', phase, parties, leads }: AgreementsRow, frame: Frame) {
  return [
    html`<a href="${linkTo(frame, `/page/agreements/${agreement}`)}">${title}</a>`,
    html`${inLanguage(AGREEMENT_PHASE_WORDS[phase as Agreement['phase']], frame.language)}`,
    ...[leads, parties].map((houses = []) => html`${houses.join(', ')}`),
  ];
}

/** A page of a list with the way to the next one, which `name` carries; nothing where it is empty. */
const list = (frame: Frame, { name, next }: { readonly name: string; readonly next?: string }, table: Html): Html =>
  html`${table}${
    next !== undefined &&
    html`<p>
      <a href="${linkTo(frame, '/', { [name]: next })}">${inLanguage(['Weitere', 'More'], frame.language)}</a>
    </p>`
  }`;

/** The registers of matters and of agreements. */
export function home(frame: Frame, matters: Page<RegisterRow>, agreements: Page<AgreementRow>): string {
  const say = (...text: Bilingual) => inLanguage(text, frame.language);
  const [titleOf, phaseOf, leadOf] = [say('Titel', 'Title'), say('Phase', 'Phase'), say('Federführung', 'Lead')];
  const table = tableOf(
    say('Register der Vorlagen, die neueste zuerst', 'Register of matters, the newest first'),
    [titleOf, phaseOf, leadOf, say('Nächste Frist', 'Next due'), say('Beschluss', 'Decision')],
    matters.rows.map((matter) => row(matter, frame)),
  );
  const further = tableOf(
    say('Register der Vereinbarungen, die neueste zuerst', 'Register of agreements, the newest first'),
    [titleOf, phaseOf, leadOf, say('Parteien', 'Parties')],
    agreements.rows.map((agreement) => agreementRow(agreement, frame)),
  );
  const empty = html`<p>
    ${say(
      'Hier stehen die Vorlagen. Noch hat kein Ressort eine angelegt; der erste Schritt ist DraftMatter.',
      'Matters will be listed here. No ministry has drafted one yet; the first step is DraftMatter.',
    )}
  </p>`;
  const main = html`<h1>${say('Beschlussbuch', 'Ledger of decisions')}</h1>
    <p>${inLanguage(WHAT, frame.language)}</p>
    ${matters.rows.length > 0 ? list(frame, { ...matters, name: 'cursor' }, table) : empty}
    ${agreements.rows.length > 0 && list(frame, { ...agreements, name: 'agreements' }, further)}`;
  return page(frame, say('Register', 'Register'), main);
}
