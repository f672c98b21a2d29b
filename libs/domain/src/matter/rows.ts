import type { Decider } from '../decider.js';
import { refuse } from '../refusals.js';
import type { RuleBookContent } from '../rulebook/content.js';
import type { MatterCommand } from './commands.js';
import type { MatterEvent, MatterEventType } from './events.js';
import type { Instant } from '../time.js';
import { wrongState } from './phases.js';
import type { Matter, Version } from './state.js';
import type { Participants } from './vocabulary.js';
import type { Round } from './round-state.js';
import { changed, changedRound } from './shape.js';

type MatterDecider = Decider<MatterCommand, MatterEvent, Matter>;

/** Rows of the two tables that one part of the life of a matter contributes. */
export type Decisions<T extends MatterCommand['type']> = Pick<MatterDecider['decide'], T>;
export type Changes<T extends MatterEventType> = Pick<MatterDecider['evolve'], T>;

export const leadOnly = (command: MatterCommand, state: Matter): void => {
  const { function: code, ministry } = command.meta.actor;
  // The secretariat acts for the lead, with evidence.
  if (code !== 'SEC' && ministry !== state.lead) refuse('NOT_LEAD', { lead: state.lead });
};

/** The rule book that the command was resolved with; without one no procedure can be opened. */
export const bookOf = (command: MatterCommand) => command.facts.ruleBook ?? refuse('NO_RULEBOOK_IN_FORCE');

export const trackOf = (command: MatterCommand, state: Matter) =>
  bookOf(command).tracks[state.track] ?? refuse('NO_RULEBOOK_IN_FORCE');

/** Replaces the role name that a rule book may use for a ministry. */
export const ministryIn = ({ roles }: RuleBookContent, code: string): string =>
  code === 'DIGITAL_MINISTRY' ? roles.digitalMinistry : code;

export const ministryOf = (command: MatterCommand, code: string): string => ministryIn(bookOf(command), code);

/** Ministries that take part in the vote: EINVERNEHMEN and MITZEICHNUNG (R1). */
export const voters = ({ EINVERNEHMEN = [], MITZEICHNUNG = [] }: Participants): readonly string[] => [
  ...EINVERNEHMEN,
  ...MITZEICHNUNG,
];

export const currentVersion = (state: Matter): Version => versionOf(state, state.current);

export const versionOf = (state: Matter, no: number): Version =>
  state.versions.find((version) => version.no === no) ?? refuse('NOT_FOUND', { version: no });

/** The round with this id; where there is none, a matter without a running round is in the wrong state. */
export const roundOf = (state: Matter, id: string): Round =>
  state.rounds.find((round) => round.id === id) ??
  (state.phase === 'ROUND_OPEN' || state.phase === 'ROUND_CLOSED'
    ? refuse('NOT_FOUND', { round: id })
    : refuse('WRONG_STATE', wrongState(state)));

/** The last round; rounds follow one another, at most the last one is open. */
export const lastRound = (state: Matter): Round | undefined => state.rounds.at(-1);

/** The matter with one of its rounds changed, and with these members of its own. */
export const changeRound = (
  state: Matter,
  id: string,
  change: (round: Round) => Partial<Round>,
  members: Partial<Matter> = {},
): Matter =>
  changed(state, {
    rounds: state.rounds.map((round) => (round.id === id ? changedRound(round, change(round)) : round)),
    ...members,
  });

/** Without members that it most often does not have: then it is the same object, which spares a copy per event. */
export const lacking = <T extends object, K extends keyof T>(from: T, ...names: readonly K[]): Omit<T, K> =>
  names.some((name) => Object.hasOwn(from, name))
    ? (Object.fromEntries(Object.entries(from).filter(([name]) => !names.some((other) => other === name))) as Omit<
        T,
        K
      >)
    : from;

/** The matter is over: so is a round without a result, or its timer would bring the matter back to life. */
export const overWith = (state: Matter, phase: 'LAPSED' | 'SPLIT' | 'WITHDRAWN', endedAt: Instant): Matter =>
  changed(state, {
    phase,
    rounds: state.rounds.map((round) =>
      round.result
        ? round
        : changedRound(round, { status: 'SUPERSEDED', endedAt: round.endedAt ?? endedAt, pending: {} }),
    ),
  });
