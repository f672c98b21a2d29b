import {
  explanationOf,
  inPhase,
  type Matter,
  matter as decider,
  profileOf,
  runningAt,
  statusOf,
  tallyOf,
} from '#domain';
import type { Replay } from './replay.js';
import type { Told } from './report.js';
import { type Bilingual, codes, type Language, lineOf, printable, say } from './words.js';

function conditionLines({ state }: Replay<Matter>, language: Language): string[] {
  return explanationOf(state).reasoning.map(({ text, left, comparison, right, met, shortBy, seats }) => {
    const verdict = met
      ? say(['erfüllt', 'met'], language)
      : `${say(['verfehlt um', 'short by'], language)} ${shortBy}`;
    return `  ${met ? '+' : '-'} ${text}: ${left} ${comparison} ${right}, ${verdict} (${codes(seats)})`;
  });
}

function positionLines({ state }: Replay<Matter>, language: Language): string[] {
  return explanationOf(state).positions.map(({ seat, value, revision }) => {
    const record = revision === undefined ? '' : `  (${say(['Eintrag', 'record'], language)} #${revision})`;
    return `  ${printable(seat)}: ${value}${record}`;
  });
}

/** Why the result is what it is: rule, conditions, votes with their records, and the final decision. */
function explanationText(replayed: Replay<Matter>, language: Language): string {
  const why = explanationOf(replayed.state);
  const line = (label: Bilingual, value: string | undefined) => lineOf(label, value, language);
  const final =
    why.origin === 'FINAL'
      ? [
          ...line(
            ['Abschließende Entscheidung, Rechtsgrundlage', 'Final decision, legal basis'],
            printable(`${why.legalBasis?.type ?? ''} ${why.legalBasis?.reference ?? ''} (${why.grant ?? ''})`),
          ),
          ...line(['Beantwortete Widersprüche', 'Objections answered'], codes(why.answered)),
        ]
      : [];
  return [
    ...line(['Vorlage', 'Matter'], printable(`${why.matter} ${replayed.state.title}`)),
    ...line(['Phase', 'Phase'], why.phase),
    ...line(
      ['Ergebnis', 'Outcome'],
      why.outcome ?? say(['noch keines festgestellt', 'none established yet'], language),
    ),
    ...line(['Zustandekommen', 'Origin'], why.origin),
    ...line(['Regel', 'Rule'], why.rule),
    ...line(['Regelbuch', 'Rule book'], why.ruleBook && printable(why.ruleBook)),
    ...line(['Fassung', 'Version'], why.version && `${why.version.no} (SHA-256 ${printable(why.version.textHash)})`),
    ...conditionLines(replayed, language),
    ...positionLines(replayed, language),
    ...line(['Zustimmung durch Schweigen', 'Consent by silence'], codes(why.deemed)),
    ...line(['Ohne Einvernehmen von', 'Without agreement of'], codes(why.dissenting)),
    ...final,
    ...line(['Berichtigungen', 'Corrections'], codes(why.corrections)),
  ].join('\n');
}

/** Matters, from draft to the end of effect. */
export const toldMatter: Told<Matter> = {
  ...{
    kind: 'matter',
    decider: decider as unknown as Told<Matter>['decider'],
    subjectOf: (state) => ({ kind: 'matter', state }),
  },
  ...{ statusOf, profileOf, deadlinesAt: runningAt, allowedIn: inPhase, explanationText },
  ballotOf: (state) => {
    const round = state.rounds.at(-1);
    return round ? { electorate: round.eligible, tally: tallyOf(state, round.id) } : {};
  },
  explanationOf: ({ state }) => explanationOf(state),
};
