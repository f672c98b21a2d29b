import type { Explanation } from '#domain';
import type { MatterAnswer, TallyAnswer } from '../answers/matter.js';
import { html, type Html } from './html.js';
import { type Bilingual, inLanguage } from './language.js';
import { type Frame, page } from './layout.js';
import { resultSection } from './result.js';
import { asOfNote, deadlineItems, facts, timeline, type Told } from './timeline.js';
import { DEADLINE_WORDS, EFFECT_WORDS, PHASE_WORDS, SEAL_WORDS, wordOf } from './words.js';

export interface MatterView extends Told {
  readonly matter: MatterAnswer;
  readonly tallies: readonly TallyAnswer[];
  readonly explanation: Explanation;
}

function summary({ matter, explanation }: MatterView, frame: Frame): Html {
  const say = (...text: Bilingual) => inLanguage(text, frame.language);
  const { phase, effect, seal, lead, body, version, ruleBook, classification, decisionNo } = matter;
  const origin = explanation.origin && ` (${inLanguage(wordOf(explanation.origin), frame.language)})`;
  return facts([
    [say('Phase', 'Phase'), say(...PHASE_WORDS[phase]) + (effect ? `, ${say(...EFFECT_WORDS[effect])}` : '')],
    [say('Federführung', 'Lead'), lead],
    [say('Gremium', 'Body'), body],
    [say('Fassung', 'Version'), String(version)],
    [say('Regelbuch', 'Rule book'), ruleBook],
    [say('Nachweis', 'Proof'), say(...SEAL_WORDS[seal])],
    [say('Einstufung', 'Classification'), classification],
    [say('Beschluss', 'Decision'), decisionNo === undefined ? undefined : decisionNo + (origin ?? '')],
  ]);
}

/** One matter: where it stands, its text, deadlines, result, and what happened. */
export function matterPage(frame: Frame, view: MatterView): string {
  const { matter, tallies, explanation } = view;
  const say = (...text: Bilingual) => inLanguage(text, frame.language);
  const main = html`<h1>${matter.title}</h1>
    ${asOfNote(view, frame)}${summary(view, frame)}
    <h2>${say('Text', 'Text')}</h2>
    <p class="text">${matter.text}</p>
    <h2>${say('Laufende Fristen', 'Running deadlines')}</h2>
    ${deadlineItems(matter.deadlines, DEADLINE_WORDS, frame)}
    <h2>${say('Abstimmung und Ergebnis', 'Ballot and result')}</h2>
    ${resultSection(tallies, explanation, frame.language)} ${timeline(view, frame)}`;
  return page(frame, matter.title, main);
}
