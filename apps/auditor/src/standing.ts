import type { Instant } from '#domain';
import type { Replay } from './replay.js';
import { changesBetween, type Due, dueText, labelled, type Told } from './report.js';
import { isRunning, keyOf, latenessAt } from './verify/deadlines.js';
import { type Bilingual, type Language, say } from './words.js';

/** A deadline that had passed a day before the instant that a replay tells of; `verify` has the same codes. */
interface Silent extends Due {
  readonly code: 'DEADLINE_OMITTED' | 'DEADLINE_UNKNOWN';
}

const PASSED: Readonly<Record<Silent['code'], Bilingual>> = {
  DEADLINE_OMITTED: ['verstrichen, nicht aufgezeichnet', 'passed, not recorded'],
  DEADLINE_UNKNOWN: [
    'verstrichen; ob das aufgezeichnet wurde, verbirgt die Datei',
    'passed; whether that was recorded is hidden in the file',
  ],
};

type Phased = { readonly phase: string };

/** Deadlines whose passing has to be recorded, and had not been a day later. */
export function silentIn<S extends Phased>(told: Told<S>, replayed: Replay<S>): readonly Silent[] {
  const { steps, state, now, hidden, tail } = replayed;
  const begunAt = (key: string) =>
    steps.findLast(({ before }) => !isRunning(told.subjectOf(before), key))?.record.at ?? now;
  const overdue = new Set(latenessAt(told.subjectOf(state), now, begunAt).overdue.map(({ key }) => key));
  const code = hidden !== undefined || tail?.promised === false ? 'DEADLINE_UNKNOWN' : 'DEADLINE_OMITTED';
  return told
    .deadlinesAt(state, now)
    .filter((due) => overdue.has(keyOf(due)))
    .map(({ kind, subject, dueAt }) => ({ code, kind, dueAt, ...(subject === undefined ? {} : { subject }) }));
}

export const silentText = (silent: Silent, language: Language): string =>
  `${dueText(silent)}: ${say(PASSED[silent.code], language)}`;

/** Where the stream stands at the instant that was asked for; undefined where its last event tells it. */
export function standingAt<S extends Phased>(told: Told<S>, replayed: Replay<S>) {
  const { steps, state, now } = replayed;
  const before: Instant = steps.at(-1)?.record.at ?? now;
  if (now <= before) return undefined;
  const silent = new Map(silentIn(told, replayed).map((one) => [keyOf(one), one.code]));
  return {
    ...{ askedFor: now, phase: state.phase },
    changed: changesBetween(told.statusOf(state, before), told.statusOf(state, now), told.kind),
    deadlines: told.deadlinesAt(state, now).map((due) => ({ ...due, code: silent.get(keyOf(due)) })),
    allowedCommands: told.allowedIn(state.phase),
  };
}

export function standingLines(standing: NonNullable<ReturnType<typeof standingAt>>, language: Language): string[] {
  const { askedFor, phase, changed, deadlines, allowedCommands } = standing;
  const line = (label: Bilingual, value: string) => labelled(label, value, language);
  const running = deadlines.map(({ code, ...due }) =>
    code === undefined ? dueText(due) : `${dueText(due)} (${say(PASSED[code], language)})`,
  );
  return [
    `${askedFor}  ${say(['Stand zu diesem Zeitpunkt', 'standing at this instant'], language)}: ${phase}`,
    ...changed.map((change) => `      ${change}`),
    ...line(['Laufende Fristen', 'Open deadlines'], running.join('; ')),
    ...line(['Nächste Schritte', 'Allowed next'], allowedCommands.join(', ')),
  ];
}
