import { AGREEMENT_PHASES, type Day, type Effect, type Phase, PHASES } from '#domain';
import type { AgreementRow, DecisionRow, RegisterRow } from '#read-model';
import type { Page } from '../answers/page.js';
import { AGREEMENT_PHASE_WORDS } from './agreement-words.js';
import { html, type Html } from './html.js';
import { type Bilingual, dayText, dueText, inLanguage } from './language.js';
import { type Frame, linkTo } from './layout.js';
import type { Field, RegisterPage } from './register.js';
import { DEADLINE_WORDS, EFFECT_WORDS, PHASE_WORDS, wordOf } from './words.js';

type Row<R> = Page<R>['rows'][number];

const SEARCH: Field = { name: 'q', label: ['Wort oder Nummer', 'Word or number'], type: 'search' };
const MINISTRY: Field = { name: 'ministry', label: ['Haus', 'House'], type: 'text' };
const FROM: Field = { name: 'from', label: ['Von', 'From'], type: 'date' };
const TO: Field = { name: 'to', label: ['Bis', 'To'], type: 'date' };
const ON: Field = { name: 'on', label: ['In Kraft am', 'In force on'], type: 'date' };

const choicesOf = <V extends string>(words: Readonly<Record<V, Bilingual>>, values: readonly V[]) =>
  values.map((value) => [value, words[value]] as const);
const began = <V extends string>(phases: readonly V[]) => phases.filter((phase) => phase !== 'NONE');

const day = (value: Day | undefined, { language }: Frame): string =>
  value === undefined ? '–' : dayText(value, language);

const due = ({ nextDueAt, nextDueKind }: Row<RegisterRow>, { language }: Frame): Html => {
  if (nextDueAt === undefined) return html`–`;
  const what = DEADLINE_WORDS[nextDueKind as keyof typeof DEADLINE_WORDS] as Bilingual | undefined;
  return html`<time datetime="${nextDueAt}">${dueText(nextDueAt, language)}</time
    ><br />${what && inLanguage(what, language)}`;
};

const decided = ({ decisionNo, origin }: Row<RegisterRow>, { language }: Frame): Html | string =>
  decisionNo === undefined ? '–' : html`${decisionNo}<br />${inLanguage(wordOf(origin ?? ''), language)}`;

const toPage = (text: string, path: string, frame: Frame): Html =>
  html`<a href="${linkTo(frame, `/page/${path}`)}">${text}</a>`;

export const MATTERS: RegisterPage<Row<RegisterRow>> = {
  path: '/',
  list: '/matters',
  title: ['Register', 'Register'],
  caption: ['Register der Vorlagen, zuletzt Angelegtes zuerst', 'Register of matters, the last begun first'],
  empty: [
    'Hier stehen die Vorlagen. Noch hat kein Ressort eine angelegt; der erste Schritt ist DraftMatter.',
    'Matters will be listed here. No ministry has drafted one yet; the first step is DraftMatter.',
  ],
  fields: [
    SEARCH,
    MINISTRY,
    { name: 'phase', label: ['Phase', 'Phase'], type: choicesOf(PHASE_WORDS, began(PHASES)) },
    FROM,
    TO,
  ],
  columns: [
    {
      heading: ['Titel', 'Title'],
      cell: ({ title = '', matter = '' }, frame) => toPage(title, `matters/${matter}`, frame),
    },
    {
      heading: ['Phase', 'Phase'],
      cell: ({ phase }, { language }) => inLanguage(PHASE_WORDS[phase as Phase], language),
    },
    { heading: ['Federführung', 'Lead'], cell: ({ lead = '' }) => lead },
    { heading: ['Nächste Frist', 'Next due'], cell: due },
    { heading: ['Beschluss', 'Decision'], cell: decided },
  ],
};

const EFFECTS = Object.keys(EFFECT_WORDS) as Effect[];

export const DECISIONS: RegisterPage<Row<DecisionRow>> = {
  path: '/page/decisions',
  list: '/decisions',
  title: ['Beschlüsse', 'Decisions'],
  caption: ['Register der Beschlüsse, zuletzt Gefasstes zuerst', 'Register of decisions, the last enacted first'],
  empty: [
    'Hier stehen die Beschlüsse, sobald eine Vorlage beschlossen ist.',
    'Decisions will be listed here as soon as a matter is enacted.',
  ],
  fields: [
    SEARCH,
    MINISTRY,
    { name: 'effect', label: ['Wirkung', 'Effect'], type: choicesOf(EFFECT_WORDS, EFFECTS) },
    ON,
    FROM,
    TO,
  ],
  columns: [
    {
      heading: ['Nummer', 'Number'],
      cell: ({ decisionNo = '', matter = '' }, frame) => toPage(decisionNo, `matters/${matter}`, frame),
    },
    { heading: ['Titel', 'Title'], cell: ({ title = '' }) => title },
    {
      heading: ['Zustandekommen', 'Origin'],
      cell: ({ origin = '' }, { language }) => inLanguage(wordOf(origin), language),
    },
    {
      heading: ['Wirkung', 'Effect'],
      cell: ({ effect }, { language }) => inLanguage(EFFECT_WORDS[effect as Effect], language),
    },
    { heading: ['Ab', 'From'], cell: ({ effectiveFrom }, frame) => day(effectiveFrom, frame) },
    { heading: ['Bis', 'Until'], cell: ({ validUntil }, frame) => day(validUntil, frame) },
  ],
};

export const AGREEMENTS: RegisterPage<Row<AgreementRow>> = {
  path: '/page/agreements',
  list: '/agreements',
  title: ['Vereinbarungen', 'Agreements'],
  caption: [
    'Register der Verwaltungsvereinbarungen, zuletzt Angelegtes zuerst',
    'Register of agreements, the last begun first',
  ],
  empty: [
    'Hier stehen die Verwaltungsvereinbarungen. Noch ist keine entworfen; der erste Schritt ist DraftAgreement.',
    'Agreements will be listed here. None has been drafted yet; the first step is DraftAgreement.',
  ],
  fields: [
    SEARCH,
    MINISTRY,
    { name: 'phase', label: ['Phase', 'Phase'], type: choicesOf(AGREEMENT_PHASE_WORDS, began(AGREEMENT_PHASES)) },
    ON,
  ],
  columns: [
    {
      heading: ['Titel', 'Title'],
      cell: ({ title = '', agreement = '' }, frame) => toPage(title, `agreements/${agreement}`, frame),
    },
    {
      heading: ['Phase', 'Phase'],
      cell: ({ phase = 'NONE' }, { language }) =>
        inLanguage(AGREEMENT_PHASE_WORDS[phase as (typeof AGREEMENT_PHASES)[number]], language),
    },
    { heading: ['Parteien', 'Parties'], cell: ({ parties = [] }) => parties.join(', ') },
    { heading: ['Federführung', 'Lead'], cell: ({ leads = [] }) => leads.join(', ') },
    { heading: ['In Kraft ab', 'In force from'], cell: ({ inForceFrom }, frame) => day(inForceFrom, frame) },
    { heading: ['Bis', 'Until'], cell: ({ endedOn, validUntil }, frame) => day(endedOn ?? validUntil, frame) },
  ],
};
