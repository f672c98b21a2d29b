import {
  type Explanation,
  explanationOf,
  inPhase,
  type Matter,
  matter as decider,
  type MatterEvent,
  profileOf,
  runningAt,
  statusOf,
  tallyOf,
} from '#domain';
import { decisionLines, finalLines, ladderLines } from './decision-text.js';
import { behind, bookText, groundsOf } from './grounds.js';
import type { Replay } from './replay.js';
import type { Told } from './report.js';
import { type Bilingual, codes, type Language, lineOf, say } from './words.js';

const explained = (replayed: Replay<Matter>): Explanation =>
  explanationOf(replayed.state, groundsOf<MatterEvent>(replayed), replayed.now);

function conditionLines({ reasoning }: Explanation, language: Language): string[] {
  return reasoning.map(({ text, left, comparison, right, met, shortBy, seats }) => {
    const verdict = met
      ? say(['erfüllt', 'met'], language)
      : `${say(['verfehlt um', 'short by'], language)} ${shortBy}`;
    return `  ${met ? '+' : '-'} ${text}: ${left} ${comparison} ${right}, ${verdict} (${codes(seats)})`;
  });
}

function positionLines({ positions }: Explanation, language: Language): string[] {
  const proof = say(['zugestellt', 'delivered'], language);
  return positions.map(({ seat, value, revision, delivered }) => {
    const delivery = delivered === undefined ? '' : `, ${proof}${behind(language, delivered)}`;
    return `  ${seat}: ${value}${behind(language, revision)}${delivery}`;
  });
}

/** The last established ballot: what came out, by which rule, on which version, from whose votes. */
function ballotLines(why: Explanation, language: Language): string[] {
  const line = (label: Bilingual, value: string | undefined) => lineOf(label, value, language);
  const { version, outcome, rule, ruleBook } = why;
  return [
    ...line(
      ['Ergebnis', 'Outcome'],
      outcome
        ? `${outcome}${behind(language, why.revision)}`
        : say(['noch keines festgestellt', 'none established yet'], language),
    ),
    ...line(['Zustandekommen', 'Origin'], why.origin),
    ...line(['Regel', 'Rule'], rule && `${rule}${behind(language, why.roundRevision)}`),
    ...line(['Regelbuch', 'Rule book'], why.book ? bookText(why.book, language) : ruleBook),
    ...line(
      ['Abgestimmte Fassung', 'Version voted on'],
      version && `${version.no} (SHA-256 ${version.textHash})${behind(language, version.revision)}`,
    ),
    ...conditionLines(why, language),
    ...positionLines(why, language),
    ...line(['Zustimmung durch Schweigen', 'Consent by silence'], codes(why.deemed)),
    ...line(['Ohne Einvernehmen von', 'Without agreement of'], codes(why.dissenting)),
  ];
}

/** Why the result is what it is: ballot, ladder, final decision and decision, each with the record behind it. */
function explanationLines(replayed: Replay<Matter>, language: Language): string[] {
  const why = explained(replayed);
  const line = (label: Bilingual, value: string | undefined) => lineOf(label, value, language);
  const corrections = why.corrected.map(({ correction, revision }) => `${correction}${behind(language, revision)}`);
  return [
    ...line(['Vorlage', 'Matter'], `${why.matter} ${replayed.state.title}`),
    ...line(['Phase', 'Phase'], why.phase),
    ...ballotLines(why, language),
    ...ladderLines(why, language),
    ...finalLines(why, language),
    ...decisionLines(why, replayed.now, language),
    ...line(['Berichtigungen', 'Corrections'], corrections.length === 0 ? codes([]) : corrections.join(', ')),
  ];
}

/** Matters, from draft to the end of effect. */
export const toldMatter: Told<Matter> = {
  ...{
    kind: 'matter',
    decider: decider as unknown as Told<Matter>['decider'],
    subjectOf: (state) => ({ kind: 'matter', state }),
  },
  ...{ statusOf, profileOf, deadlinesAt: runningAt, allowedIn: inPhase, explanationLines },
  ballotOf: (state) => {
    const round = state.rounds.at(-1);
    return round ? { electorate: round.eligible, tally: tallyOf(state, round.id) } : {};
  },
  explanationOf: explained,
};
