import { type Rank, atLeast } from '../actor.js';
import { deadline } from '../deadline.js';
import { refuse } from '../refusals.js';
import type { LadderLevel } from '../rulebook/content.js';
import type { MatterCommand } from './commands.js';
import type { MatterEvent } from './events.js';
import { wrongState } from './phases.js';
import { listed, without } from '../codes.js';
import { isBlank } from '../reason.js';
import { type Changes, type Decisions, trackOf } from './rows.js';
import type { Dissent, Level, Matter } from './state.js';
import { changed } from './shape.js';

const dissentOf = (state: Matter): Dissent => state.dissent ?? refuse('NO_DISSENT');

/** Seats in N' of the dissent and the lead ministry (4.4). */
const disputing = (state: Matter): readonly string[] => listed([...dissentOf(state).objections, state.lead]);

const ladderOf = (command: MatterCommand, state: Matter) =>
  trackOf(command, state).ladder ?? refuse('WRONG_STATE', wrongState(state));

function opening(command: MatterCommand, state: Matter, level: string): MatterEvent {
  const rules = ladderOf(command, state).levels.find((candidate) => candidate.level === level);
  if (!rules) refuse('WRONG_STATE', wrongState(state));
  const { lastDay, dueAt, trace } = deadline(command.meta.now, rules.period, command.facts.calendar);
  return { type: 'LevelOpened', data: { level, rank: rules.rank, lastDay, dueAt, trace } };
}

/** The level that is being worked on; another one named in the command does not fit the state. */
function openLevel(state: Matter, level: string): Level {
  const open = state.levels.find(({ status }) => status === 'OPEN');
  return open?.level === level ? open : refuse('WRONG_STATE', { ...wrongState(state), openLevel: open?.level ?? null });
}

function nextLevel(command: MatterCommand, state: Matter): string | undefined {
  return ladderOf(command, state).levels[state.levels.length]?.level;
}

/** Two recorded invitations declined by the same disputing party stand for an attempt. */
function declinedTwice(state: Matter, { attempts }: Level): boolean {
  const parties = disputing(state);
  const declined = attempts.flatMap(({ declinedBy }) => parties.filter((party) => declinedBy.includes(party)));
  return declined.some((code, index) => declined.indexOf(code) !== index);
}

/** Every disputing party took part with at least the level's rank. */
export function counts(
  state: Matter,
  ranks: readonly { readonly code: string; readonly rank: Rank }[],
  required: Rank,
): boolean {
  const present = ranks.filter(({ rank }) => atLeast(rank, required)).map(({ code }) => code);
  return without(disputing(state), present).length === 0;
}

/** MINISTER is never skippable (G15), whatever a rule book says. */
export const isSkippable = ({ level, skippable }: LadderLevel): boolean => skippable && level !== 'MINISTER';

type Closing = Extract<MatterCommand, { type: 'CloseLevel' }>;

function notAgreed({ meta, data }: Closing, state: Matter, level: Level): MatterEvent[] {
  const attempted = level.attempts.some((attempt) => attempt.counts) || declinedTwice(state, level);
  if (!attempted) refuse('ATTEMPT_MISSING');
  const early = level.dueAt !== undefined && meta.now < level.dueAt;
  if (meta.actor.function === 'SEC' && early) refuse('DEADLINE_RUNNING', { dueAt: level.dueAt });
  return [{ type: 'LevelClosed', data: { level: data.level, result: data.result } }];
}

function agreed({ data }: Closing, state: Matter): MatterEvent[] {
  const { level, result, version, consents = [] } = data;
  const known = state.versions.some(({ no }) => no === version);
  if (version === undefined || !known) refuse('INVALID_PAYLOAD', { fields: ['version'] });
  const dissent = dissentOf(state);
  const missing = without(dissent.objections, consents);
  if (missing.length > 0) refuse('LEVEL_CONSENT_MISSING', { codes: missing });
  return [
    { type: 'LevelClosed', data: { level, result, version, consents } },
    { type: 'EscalationResolved', data: { version, confirming: version !== dissent.version } },
  ];
}

/** The ladder from the dissent to its exhaustion or an agreement on a level. Source: model 4.4, catalogue 4.3. */
export const escalation: Decisions<
  'OpenEscalation' | 'OpenLevel' | 'RecordAttempt' | 'CloseLevel' | 'SkipLevel' | 'EstablishExhaustion'
> = {
  OpenEscalation: (command, state) => {
    if (state.phase !== 'DISSENT') refuse('NO_DISSENT');
    const { points, positions, options } = command.data;
    const stated = positions.filter(({ text }) => !isBlank(text)).map(({ code }) => code);
    const missing = [
      ...(points.length === 0 ? ['points'] : []),
      ...without(dissentOf(state).objections, stated),
      ...(options.length === 0 ? ['options'] : []),
    ];
    if (missing.length > 0) refuse('ESCALATION_FILE_INCOMPLETE', { missing });
    const first = ladderOf(command, state).levels[0] ?? refuse('WRONG_STATE', wrongState(state));
    return [
      { type: 'EscalationOpened', data: { points, positions, options, disputing: disputing(state) } },
      opening(command, state, first.level),
    ];
  },

  OpenLevel: (command, state) => {
    const { level } = command.data;
    const open = state.levels.some(({ status }) => status === 'OPEN');
    if (open || nextLevel(command, state) !== level) refuse('WRONG_STATE', wrongState(state));
    return [opening(command, state, level)];
  },

  RecordAttempt: (command, state) => {
    const { matter, ...attempt } = command.data;
    const { level } = openLevel(state, attempt.level);
    const required = ladderOf(command, state).levels.find((rules) => rules.level === level)?.rank ?? 'MINISTER';
    return [{ type: 'AttemptRecorded', data: { matter, ...attempt, counts: counts(state, attempt.ranks, required) } }];
  },

  CloseLevel: (command, state) => {
    const level = openLevel(state, command.data.level);
    return command.data.result === 'AGREED' ? agreed(command, state) : notAgreed(command, state, level);
  },

  SkipLevel: (command, state) => {
    const { level, consents } = command.data;
    openLevel(state, level);
    const rules = ladderOf(command, state).levels.find((candidate) => candidate.level === level);
    if (!rules || !isSkippable(rules)) refuse('LEVEL_NOT_SKIPPABLE');
    const missing = without(disputing(state), consents);
    if (missing.length > 0) refuse('LEVEL_CONSENT_MISSING', { codes: missing });
    return [{ type: 'LevelSkipped', data: { level, consents } }];
  },

  EstablishExhaustion: (command, state) => {
    const open = state.levels.find(({ status }) => status === 'OPEN');
    const next = nextLevel(command, state);
    if (open) refuse('ESCALATION_NOT_EXHAUSTED', { openLevel: open.level, dueAt: open.dueAt });
    if (next !== undefined) refuse('ESCALATION_NOT_EXHAUSTED', { openLevel: next });
    const { finalDecision } = trackOf(command, state);
    const { objections } = dissentOf(state);
    if (!finalDecision) return [{ type: 'EscalationExhausted', data: { objections } }];
    const { lastDay, dueAt } = deadline(command.meta.now, finalDecision.window, command.facts.calendar);
    return [{ type: 'EscalationExhausted', data: { lastDay, windowDueAt: dueAt, objections } }];
  },
};

const changeLevel = (state: Matter, level: string, change: (level: Level) => Partial<Level>): Matter =>
  changed(state, {
    levels: state.levels.map((known) => (known.level === level ? { ...known, ...change(known) } : known)),
  });

export const escalated: Changes<
  | 'EscalationOpened'
  | 'LevelOpened'
  | 'AttemptRecorded'
  | 'LevelClosed'
  | 'LevelSkipped'
  | 'EscalationResolved'
  | 'EscalationExhausted'
> = {
  EscalationOpened: (state) => changed(state, { phase: 'ESCALATED', levels: [] }),
  LevelOpened: (state, { data: { level, lastDay, dueAt, trace } }) =>
    changed(state, {
      levels: [...state.levels, { level, status: 'OPEN', lastDay, dueAt, trace, closed: undefined, attempts: [] }],
    }),
  AttemptRecorded: (state, { data: { level, counts: counting, declinedBy = [] } }) =>
    changeLevel(state, level, ({ attempts }) => ({ attempts: [...attempts, { counts: counting, declinedBy }] })),
  LevelClosed: (state, { data, entry }) =>
    changeLevel(state, data.level, () => ({ status: data.result, closed: entry.revision })),
  LevelSkipped: (state, { data, entry }) =>
    changeLevel(state, data.level, () => ({ status: 'SKIPPED', closed: entry.revision })),
  EscalationResolved: (state, { data: { version, confirming } }) => {
    if (confirming) return changed(state, { phase: 'RESOLVED', current: version });
    return changed(state, { dissent: undefined, phase: 'AGREED', current: version, resolvedByLevel: true });
  },
  EscalationExhausted: (state, { data: { lastDay, windowDueAt }, entry }) =>
    changed(state, {
      phase: 'EXHAUSTED',
      exhaustedAt: entry.at,
      windowDueAt: windowDueAt ?? state.windowDueAt,
      windowLastDay: lastDay ?? state.windowLastDay,
    }),
};
