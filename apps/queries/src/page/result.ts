import type { Condition, Explanation } from '#domain';
import type { TallyAnswer } from '../answers/matter.js';
import { goneWords } from './gone.js';
import { html, type Html } from './html.js';
import { type Bilingual, inLanguage, type Language } from './language.js';
import { CONDITION_WORDS, wordOf } from './words.js';

const COUNTED: Readonly<Record<'E' | 'Y' | 'N' | 'A' | 'S' | 'V' | 'C', Bilingual>> = {
  E: ['Stimmberechtigt', 'Entitled'],
  Y: ['Zustimmung', 'Consent'],
  N: ['Widerspruch', 'Objection'],
  A: ['Enthaltung', 'Abstention'],
  S: ['Ohne Antwort', 'Silent'],
  V: ['Verfallene Vorbehalte', 'Lapsed reservations'],
  C: ['Nicht betroffen', 'Not concerned'],
};

function tallyTable(tally: TallyAnswer, language: Language): Html {
  const counted = (Object.keys(COUNTED) as (keyof typeof COUNTED)[]).filter((name) => tally[name] !== undefined);
  const { no, rule, outcome } = tally;
  return html`<div
    class="scroll"
    role="region"
    tabindex="0"
    aria-label="${inLanguage(['Runde', 'Round'], language)} ${no}"
  >
    <table>
      <caption>
        ${inLanguage(['Runde', 'Round'], language)} ${no},
        ${rule}${outcome && `: ${inLanguage(wordOf(outcome), language)}`}
      </caption>
      <thead>
        <tr>
          ${counted.map((name) => html`<th scope="col">${inLanguage(COUNTED[name], language)}</th>`)}
        </tr>
      </thead>
      <tbody>
        <tr>
          ${counted.map((name) => html`<td>${tally[name]}</td>`)}
        </tr>
      </tbody>
    </table>
  </div>`;
}

function conditionItem({ text, left, comparison, right, met, shortBy }: Condition, language: Language): Html {
  const words = inLanguage(CONDITION_WORDS[text], language);
  const verdict = met
    ? html`✓ ${inLanguage(['erfüllt', 'met'], language)}`
    : html`<span class="short">✗ ${inLanguage(['verfehlt um', 'short by'], language)} ${shortBy}</span>`;
  return html`<li>
    ${words}: ${left} (${inLanguage(['verlangt', 'required'], language)} ${comparison} ${right}) – ${verdict}
  </li>`;
}

function positionRow({ seat, value, reason }: Explanation['positions'][number], language: Language): Html {
  const text = typeof reason === 'string' ? reason : (goneWords(reason, language) ?? '');
  return html`<tr>
    <th scope="row">${seat}</th>
    <td>${inLanguage(wordOf(value), language)}</td>
    <td>${text}</td>
  </tr>`;
}

function finalDecision(
  { origin, legalBasis, dissenting, answered }: Explanation,
  language: Language,
): Html | undefined {
  if (origin !== 'FINAL') return undefined;
  const say = (...text: Bilingual) => inLanguage(text, language);
  return html`<p class="banner">
    <strong>${say('Abschließende Entscheidung', 'Final decision')}</strong>
    (${say('Rechtsgrundlage', 'Legal basis')}: ${legalBasis?.reference ?? '–'}).
    ${say('Ohne Einvernehmen von', 'Without agreement of')}: ${dissenting.join(', ')}.
    ${say('Beantwortete Widersprüche', 'Objections answered')}: ${answered.join(', ')}.
  </p>`;
}

/** Tallies of the rounds, and why the last established result is what it is. */
export function resultSection(tallies: readonly TallyAnswer[], why: Explanation, language: Language): Html {
  const say = (...text: Bilingual) => inLanguage(text, language);
  if (tallies.length === 0) return html`<p>${say('Es gab noch keine Abstimmung.', 'There was no ballot yet.')}</p>`;
  const positions =
    why.outcome !== undefined &&
    html`<h3>${say('Warum', 'Why')}</h3>
      <p>
        ${say('Regel', 'Rule')} ${why.rule}, ${say('Regelbuch', 'rule book')} ${why.ruleBook}:
        ${inLanguage(wordOf(why.outcome), language)}.
      </p>
      <ul>
        ${why.reasoning.map((condition) => conditionItem(condition, language))}
      </ul>
      <div class="scroll" role="region" tabindex="0" aria-label="${say('Positionen', 'Positions')}">
        <table>
          <caption>
            ${say('Positionen der Häuser', 'Positions of the houses')}
          </caption>
          <thead>
            <tr>
              <th scope="col">${say('Haus', 'House')}</th>
              <th scope="col">${say('Position', 'Position')}</th>
              <th scope="col">${say('Begründung', 'Reason')}</th>
            </tr>
          </thead>
          <tbody>
            ${why.positions.map((position) => positionRow(position, language))}
          </tbody>
        </table>
      </div>`;
  return html`${finalDecision(why, language)}${tallies.map((tally) => tallyTable(tally, language))}${positions}`;
}
