import type { Explanation, Phase } from '#domain';
import type { HistoryEntry } from '../answers/history.js';
import type { MatterAnswer, TallyAnswer } from '../answers/matter.js';
import { erasedUnder } from './gone.js';
import { html, type Html } from './html.js';
import { type Bilingual, dueText, inLanguage, instantText } from './language.js';
import { type Frame, linkTo, page } from './layout.js';
import { resultSection } from './result.js';
import { sentenceOf } from './sentences.js';
import { DEADLINE_WORDS, EFFECT_WORDS, PHASE_WORDS, wordOf } from './words.js';

export interface MatterView {
  readonly matter: MatterAnswer;
  readonly entries: readonly HistoryEntry[];
  /** Phase after each entry. */
  readonly phases: readonly Phase[];
  readonly tallies: readonly TallyAnswer[];
  readonly explanation: Explanation;
  /** The instant that was asked for. */
  readonly asOf?: string;
}

function summary({ matter, explanation }: MatterView, frame: Frame): Html {
  const say = (...text: Bilingual) => inLanguage(text, frame.language);
  const { phase, effect, lead, body, version, ruleBook, classification, decisionNo } = matter;
  const origin = explanation.origin && ` (${inLanguage(wordOf(explanation.origin), frame.language)})`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [say('Phase', 'Phase'), say(...PHASE_WORDS[phase]) + (effect ? `, ${say(...EFFECT_WORDS[effect])}` : '')],
    [say('Federführung', 'Lead'), lead],
    [say('Gremium', 'Body'), body],
    [say('Fassung', 'Version'), String(version)],
    [say('Regelbuch', 'Rule book'), ruleBook],
    [say('Einstufung', 'Classification'), classification],
    [say('Beschluss', 'Decision'), decisionNo === undefined ? undefined : decisionNo + (origin ?? '')],
  ];
  return html`<dl>
    ${facts.map(
      ([name, value]) =>
        value !== undefined &&
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

function deadlineItems({ matter: { deadlines } }: MatterView, { language }: Frame): Html {
  if (deadlines.length === 0)
    return html`<p>${inLanguage(['Es läuft keine Frist.', 'No deadline is running.'], language)}</p>`;
  return html`<ul>
    ${deadlines.map(
      ({ kind, subject, dueAt, trace = [] }) =>
        html`<li>
          ${inLanguage(DEADLINE_WORDS[kind], language)}${subject && ` (${inLanguage(wordOf(subject), language)})`}:
          <time datetime="${dueAt}">${dueText(dueAt, language)}</time>
          ${
            trace.length > 0 &&
            html`<ul lang="de">
              ${trace.map((step) => html`<li>${step}</li>`)}
            </ul>`
          }
        </li> `,
    )}
  </ul>`;
}

function entryItem({ entries, phases }: MatterView, index: number, frame: Frame): Html | undefined {
  const entry = entries[index];
  if (!entry) return undefined;
  const { language } = frame;
  const { at, by, type, data } = entry;
  const [before, after] = [phases[index - 1] ?? 'NONE', phases[index] ?? 'NONE'];
  const person = by.erased ? erasedUnder(by.erased, language) : by.person;
  const who = [person, by.org].filter((name) => name !== undefined).join(', ');
  const change =
    before !== after &&
    html`<p class="change">
      ${inLanguage(PHASE_WORDS[before], language)} → ${inLanguage(PHASE_WORDS[after], language)}
    </p>`;
  return html`<li>
    <p class="when">
      <a href="${linkTo(frame, frame.path, { asOf: at })}"
        ><time datetime="${at}">${instantText(at, language)}</time></a
      >
      · ${who} (${by.role})
    </p>
    <p>${sentenceOf(type, data, language)}</p>
    ${change}
  </li> `;
}

/** One matter: where it stands, its text, deadlines, result, and what happened. */
export function matterPage(frame: Frame, view: MatterView): string {
  const { matter, entries, tallies, explanation, asOf } = view;
  const say = (...text: Bilingual) => inLanguage(text, frame.language);
  const past =
    asOf !== undefined &&
    html`<p class="banner" role="note">
      ${say('Stand', 'As of')}: ${instantText(asOf, frame.language)}.
      <a href="${linkTo(frame, frame.path)}">${say('Zum heutigen Stand', 'To the present')}</a>
    </p>`;
  const main = html`<h1>${matter.title}</h1>
    ${past}${summary(view, frame)}
    <h2>${say('Text', 'Text')}</h2>
    <p class="text">${matter.text}</p>
    <h2>${say('Laufende Fristen', 'Running deadlines')}</h2>
    ${deadlineItems(view, frame)}
    <h2>${say('Abstimmung und Ergebnis', 'Ballot and result')}</h2>
    ${resultSection(tallies, explanation, frame.language)}
    <h2>${say('Verlauf', 'History')}</h2>
    <ol class="timeline">
      ${entries.map((_, index) => entryItem(view, index, frame))}
    </ol>`;
  return page(frame, matter.title, main);
}
