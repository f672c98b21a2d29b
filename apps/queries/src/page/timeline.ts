import type { HistoryEntry } from '../answers/history.js';
import { erasedUnder } from './gone.js';
import { html, type Html } from './html.js';
import { type Bilingual, dueText, inLanguage, instantText } from './language.js';
import { type Frame, linkTo } from './layout.js';
import { sentenceOf } from './sentences.js';
import { SEAL_WORDS, wordOf } from './words.js';

/** A stream as its page tells it. */
export interface Told {
  readonly entries: readonly HistoryEntry[];
  /** Revisions that are kept back as long as a ballot is secret; there may be such where the list is, even if it is empty. */
  readonly withheld?: readonly number[];
  /** Before the first record and after each of them, in words. */
  readonly phases: readonly Bilingual[];
  /** The instant that was asked for. */
  readonly asOf?: string;
}

/** Names with their values; what has no value is left out. */
export const facts = (pairs: readonly (readonly [string, string | undefined])[]): Html =>
  html`<dl>
    ${pairs.map(
      ([name, value]) =>
        value !== undefined &&
        value !== '' &&
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;

/** A table that scrolls by itself where it is too wide; the first cell of each row names the row. */
export const tableOf = (
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly (string | Html)[])[],
): Html =>
  html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first = '', ...cells]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

interface Due<Kind extends string> {
  readonly kind: Kind;
  readonly subject?: string;
  readonly dueAt: string;
  readonly trace?: readonly string[];
}

/** Running deadlines, each with the words for its kind and how it was computed. */
export function deadlineItems<Kind extends string>(
  deadlines: readonly Due<Kind>[],
  words: Readonly<Record<Kind, Bilingual>>,
  { language }: Frame,
): Html {
  if (deadlines.length === 0)
    return html`<p>${inLanguage(['Es läuft keine Frist.', 'No deadline is running.'], language)}</p>`;
  return html`<ul>
    ${deadlines.map(
      ({ kind, subject, dueAt, trace = [] }) =>
        html`<li>
          ${inLanguage(words[kind], language)}${subject && ` (${inLanguage(wordOf(subject), language)})`}:
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

/** Says of a past state that it is one. */
export const asOfNote = ({ asOf }: Told, frame: Frame): Html | undefined => {
  if (asOf === undefined) return undefined;
  const say = (...text: Bilingual) => inLanguage(text, frame.language);
  return html`<p class="banner" role="note">
    ${say('Stand', 'As of')}: ${instantText(asOf, frame.language)}.
    <a href="${linkTo(frame, frame.path)}">${say('Zum heutigen Stand', 'To the present')}</a>
  </p>`;
};

function entryItem(phases: Told['phases'], entry: HistoryEntry, frame: Frame): Html {
  const { language } = frame;
  const { at, by, type, data, seal, revision } = entry;
  const [before, after] = [phases[revision], phases[revision + 1]];
  const person = by.erased ? erasedUnder(by.erased, language) : by.person;
  const who = [person, by.org].filter((name) => name !== undefined).join(', ');
  const change =
    before &&
    after &&
    before !== after &&
    html`<p class="change">${inLanguage(before, language)} → ${inLanguage(after, language)}</p>`;
  return html`<li>
    <p class="when">
      <a href="${linkTo(frame, frame.path, { asOf: at })}"
        ><time datetime="${at}">${instantText(at, language)}</time></a
      >
      · ${who} (${by.role}) · ${inLanguage(SEAL_WORDS[seal], language)}
    </p>
    <p>${sentenceOf(type, data, language)}</p>
    ${change}
  </li> `;
}

const WITHHELD: Bilingual = [
  'Einträge, die eine Stimme verraten könnten, erscheinen nach dem Ende der Abstimmung.',
  'Entries that could tell a vote appear after the end of the ballot.',
];

/** What happened, in order; each entry leads to the state at its instant. */
export const timeline = ({ entries, phases, withheld }: Told, frame: Frame): Html =>
  html`<h2>${inLanguage(['Verlauf', 'History'], frame.language)}</h2>
    ${withheld && html`<p>${inLanguage(WITHHELD, frame.language)}</p>`}
    <ol class="timeline">
      ${entries.map((entry) => entryItem(phases, entry, frame))}
    </ol>`;
