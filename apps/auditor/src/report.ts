import { explanationOf, inPhase, type Matter, runningAt, statusOf, tallyOf } from '#domain';
import { isSealed } from '#evidence';
import type { Finding } from './redecide.js';
import type { Replay, Step } from './replay.js';
import { type Bilingual, type Language, printable, say, VERDICTS } from './words.js';

/** What can be told of a matter after an event, for people and programs alike. */
export function standingOf({ record, before, after }: Step) {
  const round = after.rounds.at(-1);
  const { rev: revision, at, type, by, data } = record;
  return {
    ...{ revision, at, type, by, data },
    phase: { before: before.phase, after: after.phase },
    changed: changesBetween(before, after, at),
    ...(round ? { electorate: round.eligible, tally: tallyOf(after, round.id) } : {}),
    deadlines: runningAt(after, at),
    allowedCommands: inPhase(after.phase),
  };
}

function changesBetween(before: Matter, after: Matter, at: string): readonly string[] {
  const then: Readonly<Record<string, unknown>> = { ...statusOf(before, at) };
  return Object.entries(statusOf(after, at))
    .filter(([name, value]) => name !== 'matter' && JSON.stringify(value) !== JSON.stringify(then[name]))
    .map(([name, value]) => `${name}: ${shown(then[name])} → ${shown(value)}`);
}

function shown(value: unknown): string {
  if (value === undefined || value === '' || value === 0) return '–';
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

const LONGEST = 400;

function dataText(data: object, language: Language): string {
  const sealed = say(['versiegelt', 'sealed'], language);
  const text = printable(JSON.stringify(data, (_, value: unknown) => (isSealed(value) ? `(${sealed})` : value)));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const labelled = (label: Bilingual, value: string | undefined, language: Language): string[] =>
  value === undefined || value === '' ? [] : [`      ${say(label, language)}: ${value}`];

const tallyText = (tally: ReturnType<typeof tallyOf>): string | undefined => {
  if (!tally) return undefined;
  const { E, Y, N, A, S, V, C, rule, outcome } = tally;
  return `E ${E}, Y ${Y}, N ${N}, A ${A}, S ${S}, V ${V}, C ${C} (${rule})${outcome === undefined ? '' : ` ${outcome}`}`;
};

/** One event with who, what, and where the matter stands after it. */
export function stepText(step: Step, language: Language): string {
  const { revision, at, by, type, data, changed, electorate, tally, deadlines, allowedCommands } = standingOf(step);
  const line = (label: Bilingual, value: string | undefined) => labelled(label, value, language);
  const running = deadlines.map(
    ({ kind, dueAt, subject }) => `${kind}${subject ? ` ${printable(subject)}` : ''} ${dueAt}`,
  );
  return [
    `#${revision}  ${at}  ${printable(`${by.org} ${by.role} ${by.sub}`)}  ${type}`,
    `      ${dataText(data, language)}`,
    ...changed.map((change) => `      ${change}`),
    ...line(['Stimmberechtigt', 'Electorate'], electorate?.map(printable).join(', ')),
    ...line(['Auszählung', 'Tally'], tallyText(tally)),
    ...line(['Laufende Fristen', 'Open deadlines'], running.join('; ')),
    ...line(['Nächste Schritte', 'Allowed next'], allowedCommands.join(', ')),
  ].join('\n');
}

export function findingText({ revision, type, verdict, found, recorded }: Finding, language: Language): string {
  const indented = (text: string) => text.split('\n').map((line) => `      ${printable(line)}`);
  return [
    `#${revision}  ${type}: ${say(VERDICTS[verdict], language)}`,
    ...(recorded === undefined ? [] : [say(['    aufgezeichnet:', '    recorded:'], language), ...indented(recorded)]),
    ...(found === undefined ? [] : [say(['    nach den Regeln:', '    by the rules:'], language), ...indented(found)]),
  ].join('\n');
}

const codes = (list: readonly string[]): string => (list.length === 0 ? '–' : list.map(printable).join(', '));

function conditionLines({ state }: Replay, language: Language): string[] {
  return explanationOf(state).reasoning.map(({ text, left, comparison, right, met, shortBy, seats }) => {
    const verdict = met
      ? say(['erfüllt', 'met'], language)
      : `${say(['verfehlt um', 'short by'], language)} ${shortBy}`;
    return `  ${met ? '+' : '-'} ${text}: ${left} ${comparison} ${right}, ${verdict} (${codes(seats)})`;
  });
}

function positionLines({ state }: Replay, language: Language): string[] {
  return explanationOf(state).positions.map(({ seat, value, revision }) => {
    const record = revision === undefined ? '' : `  (${say(['Eintrag', 'record'], language)} #${revision})`;
    return `  ${printable(seat)}: ${value}${record}`;
  });
}

/** Why the result is what it is: rule, conditions, votes with their records, and the final decision. */
export function explanationText(replayed: Replay, language: Language): string {
  const why = explanationOf(replayed.state);
  const line = (label: Bilingual, value: string | undefined) =>
    value === undefined ? [] : [`${say(label, language)}: ${value}`];
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
