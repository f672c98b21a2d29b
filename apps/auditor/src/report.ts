import type { Instant, RunningDeadline, tallyOf } from '#domain';
import { isSealed } from '#evidence';
import type { Finding, Replay, Replayed, Step } from './replay.js';
import { type Bilingual, type Language, printable, say } from './words.js';

const VERDICTS: Readonly<Record<Finding['verdict'], Bilingual>> = {
  CONFIRMED: ['nachgerechnet, stimmt überein', 'decided again, the same'],
  DEVIATES: ['WEICHT AB', 'DEVIATES'],
  NOT_RECOMPUTED: [
    'nicht nachgerechnet, denn in der Datei fehlt das Regelbuch, das Gremium oder das Haus',
    'not decided again, for the file lacks the rule book, the body or the house',
  ],
};

type Due = Pick<RunningDeadline, 'dueAt' | 'subject'> & { readonly kind: string };

/** A kind of stream with what is told of it. */
export interface Told<S extends { readonly phase: string }> extends Replayed<S> {
  readonly statusOf: (state: S, at: Instant) => object;
  readonly deadlinesAt: (state: S, at: Instant) => readonly Due[];
  readonly allowedIn: (phase: S['phase']) => readonly string[];
  /** Electorate and tally of the last ballot, where there are ballots. */
  readonly ballotOf: (state: S) => {
    readonly electorate?: readonly string[];
    readonly tally?: ReturnType<typeof tallyOf>;
  };
  readonly explanationOf: (replayed: Replay<S>) => object;
  readonly explanationText: (replayed: Replay<S>, language: Language) => string;
}

/** What can be told of a stream after an event, for people and programs alike. */
export function standingOf<S extends { readonly phase: string }>(told: Told<S>, { record, before, after }: Step<S>) {
  const { rev: revision, at, type, by, data } = record;
  return {
    ...{ revision, at, type, by, data },
    phase: { before: before.phase, after: after.phase },
    changed: changesBetween(told.statusOf(before, at), told.statusOf(after, at), told.kind),
    ...told.ballotOf(after),
    deadlines: told.deadlinesAt(after, at),
    allowedCommands: told.allowedIn(after.phase),
  };
}

function changesBetween(before: object, after: object, kind: string): readonly string[] {
  const then: Readonly<Record<string, unknown>> = { ...before };
  return Object.entries(after)
    .filter(([name, value]) => name !== kind && JSON.stringify(value) !== JSON.stringify(then[name]))
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

/** One event with who, what, and where the stream stands after it. */
export function stepText<S extends { readonly phase: string }>(
  told: Told<S>,
  step: Step<S>,
  language: Language,
): string {
  const { revision, at, by, type, data, changed, electorate, tally, deadlines, allowedCommands } = standingOf(
    told,
    step,
  );
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
