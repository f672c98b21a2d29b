import type { Instant, Profile, RunningDeadline, tallyOf } from '#domain';
import { isSealed } from '#evidence';
import type { Finding } from './judging.js';
import type { Replay, Replayed, Step, Unknown } from './replay.js';
import { CODES } from './verify/codes.js';
import { type Bilingual, type Language, printable, say } from './words.js';

type Open = Extract<Finding, { verdict: 'NOT_RECOMPUTED' }>;
type Judged = Exclude<Finding, Open>;

const VERDICTS: Readonly<Record<Judged['verdict'], Bilingual>> = {
  CONFIRMED: ['nachgerechnet, stimmt überein', 'decided again, the same'],
  DEVIATES: ['WEICHT AB', 'DEVIATES'],
  BASIS_UNKNOWN: CODES.BASIS_UNKNOWN.sentence,
};

const LACKING: Readonly<Record<Open['lacking'], Bilingual>> = {
  BASIS: [
    'nicht nachgerechnet, denn in der Datei fehlt das Regelbuch, das Gremium oder das Haus',
    'not decided again, for the file lacks the rule book, the body or the house',
  ],
  NAMED: [
    'nicht nachgerechnet, denn in der Datei fehlt ein Eintrag, auf den sich dieser beruft',
    'not decided again, for the file lacks a record that this one names as its basis',
  ],
  REST: [
    'nicht nachgerechnet, denn was unmittelbar darauf folgt und dazugehören kann, verbirgt die Datei',
    'not decided again, for the file hides what follows at once and may belong to it',
  ],
};

export type Due = Pick<RunningDeadline, 'dueAt' | 'subject'> & { readonly kind: string };

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
  readonly profileOf: (state: S, at: Instant) => Profile;
  readonly explanationOf: (replayed: Replay<S>) => object;
  readonly explanationLines: (replayed: Replay<S>, language: Language) => readonly string[];
}

/** What can be told of a stream after an event, for people and programs alike. */
export function standingOf<S extends { readonly phase: string }>(
  told: Told<S>,
  { record, before, after }: Step<S>,
  until: Instant,
) {
  const { rev: revision, at, type, by, data } = record;
  // What was known earlier than it was recorded is told as of then.
  const now = at < until ? at : until;
  return {
    ...{ revision, at, type, by, data },
    phase: { before: before.phase, after: after.phase },
    changed: changesBetween(told.statusOf(before, now), told.statusOf(after, now), told.kind),
    ...told.ballotOf(after),
    deadlines: told.deadlinesAt(after, now),
    allowedCommands: told.allowedIn(after.phase),
  };
}

export function changesBetween(before: object, after: object, kind: string): readonly string[] {
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

export const labelled = (label: Bilingual, value: string | undefined, language: Language): string[] =>
  value === undefined || value === '' ? [] : [`      ${say(label, language)}: ${value}`];

const tallyText = (tally: ReturnType<typeof tallyOf>): string | undefined => {
  if (!tally) return undefined;
  const { E, Y, N, A, S, V, C, rule, outcome } = tally;
  return `E ${E}, Y ${Y}, N ${N}, A ${A}, S ${S}, V ${V}, C ${C} (${rule})${outcome === undefined ? '' : ` ${outcome}`}`;
};

export const dueText = ({ kind, dueAt, subject }: Due): string => `${kind}${subject ? ` ${subject}` : ''} ${dueAt}`;

/** One event with who, what, and where the stream stands after it. */
export function stepLines<S extends { readonly phase: string }>(
  told: Told<S>,
  step: Step<S>,
  until: Instant,
  language: Language,
): string[] {
  const { revision, at, by, type, data, changed, electorate, tally, deadlines, allowedCommands } = standingOf(
    told,
    step,
    until,
  );
  const line = (label: Bilingual, value: string | undefined) => labelled(label, value, language);
  return [
    `#${revision}  ${at}  ${by.org} ${by.role} ${by.sub}  ${type}`,
    `      ${dataText(data, language)}`,
    ...changed.map((change) => `      ${change}`),
    ...line(['Stimmberechtigt', 'Electorate'], electorate?.join(', ')),
    ...line(['Auszählung', 'Tally'], tallyText(tally)),
    ...line(['Laufende Fristen', 'Open deadlines'], deadlines.map(dueText).join('; ')),
    ...line(['Nächste Schritte', 'Allowed next'], allowedCommands.join(', ')),
  ];
}

export function findingLines(finding: Finding, language: Language): string[] {
  const { revision, type } = finding;
  const { found, recorded } = finding.verdict === 'DEVIATES' ? finding : {};
  const verdict = finding.verdict === 'NOT_RECOMPUTED' ? LACKING[finding.lacking] : VERDICTS[finding.verdict];
  const indented = (text: string) => text.split('\n').map((line) => `      ${line}`);
  return [
    `#${revision}  ${type}: ${say(verdict, language)}`,
    ...(finding.verdict === 'BASIS_UNKNOWN' ? indented(finding.found) : []),
    ...(recorded === undefined ? [] : [say(['    aufgezeichnet:', '    recorded:'], language), ...indented(recorded)]),
    ...(found === undefined ? [] : [say(['    nach den Regeln:', '    by the rules:'], language), ...indented(found)]),
  ];
}

const recordText = ({ rev, type, at, received, occurred }: Unknown['leftOut'][number]): string => {
  const times = [
    at,
    ...(received === undefined ? [] : [`< ${received}`]),
    ...(occurred === undefined ? [] : [occurred]),
  ];
  return `  #${rev}  ${type}  ${times.join(' ')}`;
};

/** Of what was known and cannot be folded. */
export const RESTING: Bilingual = [
  'Bekannt, aber nicht nachvollziehbar ohne Einträge, die noch nicht bekannt waren',
  'Known, but not to be followed without records that were not known yet',
];

/** What the second time axis leaves out, and what cannot be told for that. */
export function unknownLines({ on, leftOut, unfolded }: Unknown, language: Language): string[] {
  const none = say(['nichts', 'nothing'], language);
  const left = say([`Bis ${on} nicht bekannt und weggelassen`, `Not known until ${on} and left out`], language);
  return [
    `${left}: ${leftOut.length === 0 ? none : leftOut.length}`,
    ...leftOut.map(recordText),
    ...(unfolded.length === 0 ? [] : [`${say(RESTING, language)}: ${unfolded.length}`, ...unfolded.map(recordText)]),
  ];
}

/** The same for programs. */
export const unknownOf = ({ on, leftOut, unfolded }: Unknown) => ({
  knownOn: on,
  leftOut: leftOut.map(({ rev, type, at }) => ({ revision: rev, type, at })),
  unfolded: unfolded.map(({ rev, type, at }) => ({ revision: rev, type, at })),
});

/** A bundle may end a stream early. */
export const hiddenText = (revision: number, language: Language): string =>
  say(
    [
      `Ab Eintrag #${revision} fehlen in der Datei Einträge; was danach kommt, ist nicht gezeigt.`,
      `From record #${revision} on the file hides records; what follows is not shown.`,
    ],
    language,
  );
