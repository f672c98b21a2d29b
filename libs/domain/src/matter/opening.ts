import type { Entry } from '../decider.js';
import { type Deadline, deadline, isPeriod } from '../deadline.js';
import type { Calendar } from '../working-days.js';
import { refuse } from '../refusals.js';
import { dayOf, type Instant } from '../time.js';
import { excludedSeats } from './ballot.js';
import type { MatterCommand } from './commands.js';
import type { Preset, RoundEvents } from './messages/round.js';
import { listed, without } from '../codes.js';
import { bookOf, currentVersion, trackOf, voters } from './rows.js';
import type { Round } from './round-state.js';
import type { Matter } from './state.js';

type Opening = Extract<MatterCommand, { type: 'OpenRound' }>;

/** The rule asked for, or the track's first for the mode; a confirming round knows no other than that (4.4). */
function ruleFor(command: Opening, state: Matter) {
  const { mode, rule } = command.data;
  const fitting = trackOf(command, state).rules.filter(({ modes }) => modes.includes(mode));
  const candidates = state.phase === 'RESOLVED' ? fitting.slice(0, 1) : fitting;
  const found = rule === undefined ? candidates[0] : candidates.find((candidate) => candidate.rule === rule);
  return found ?? refuse('RULE_NOT_ALLOWED_FOR_TRACK', { rule: rule ?? null, mode });
}

/** Usual and shortest length of the round that is opened. */
function periodsFor(command: Opening, state: Matter): { readonly period: string; readonly min: string } {
  const { period, minPeriod, urgentMinPeriod, confirmPeriod } = trackOf(command, state);
  const asked = command.data.period;
  if (asked !== undefined && !isPeriod(asked)) refuse('INVALID_PAYLOAD', { fields: ['period'] });
  if (state.phase === 'RESOLVED') return { period: asked ?? confirmPeriod, min: confirmPeriod };
  return { period: asked ?? period, min: state.urgent ? urgentMinPeriod : minPeriod };
}

function lengthOf(command: Opening, state: Matter): { readonly ends: Deadline; period: string; minPeriod: string } {
  const { data, facts, meta } = command;
  const { period, min } = periodsFor(command, state);
  const ends = deadline(meta.now, period, facts.calendar);
  const shortest = deadline(meta.now, min, facts.calendar);
  if (data.mode === 'WRITTEN' && ends.dueAt < shortest.dueAt) refuse('PERIOD_TOO_SHORT', { min });
  return { ends, period, minPeriod: min };
}

/** Voting seats of the body whose holder takes part in the vote (R1). */
function electorate({ facts }: MatterCommand, state: Matter): readonly string[] {
  const taking = voters(state.participants);
  const seats = facts.seats.filter(({ seat, voting, ended }) => voting && !ended && taking.includes(seat));
  const eligible = listed(seats.map(({ seat }) => seat));
  if (without(eligible, excludedSeats(state)).length === 0) refuse('NO_ELIGIBLE_SEATS');
  return eligible;
}

/** Days count from the round's last day, hours from the instant at which it ends. */
export function reservationDue(command: MatterCommand, { lastDay, dueAt }: Deadline, calendar: Calendar): Instant {
  const { period } = bookOf(command).procedure.reservations;
  return deadline(period.startsWith('PT') ? dueAt : lastDay, period, calendar).dueAt;
}

function presetFor(state: Matter, version: number, eligible: readonly string[]) {
  const votes = state.preset?.version === version ? state.preset.votes : [];
  const preset = votes.filter(({ seat }) => eligible.includes(seat));
  return preset.length === 0 ? {} : { preset };
}

/** A round as it is opened: electorate, rule and deadlines are fixed with it. Source: catalogue 4.2, OpenRound. */
export function opened(command: Opening, state: Matter): RoundEvents['RoundOpened'] {
  const { data, facts, meta } = command;
  const { rule, params } = ruleFor(command, state);
  if (data.mode === 'WRITTEN' && state.writtenObjected) refuse('WRITTEN_MODE_OBJECTED');
  const { ends, ...length } = lengthOf(command, state);
  const eligible = electorate(command, state);
  // No meeting is recorded yet, so no ballot in a meeting has its quorum.
  if (data.mode === 'MEETING') refuse('QUORUM_NOT_REACHED', { present: 0, required: 1 });
  const { no: version, textHash } = currentVersion(state);
  const { modeObjectionPeriod } = bookOf(command).procedure;
  return {
    round: data.round,
    no: state.rounds.length + 1,
    version,
    textHash,
    mode: data.mode,
    rule,
    params,
    eligible: eligible.map((seat) => ({ seat })),
    lead: state.lead,
    openedOn: dayOf(meta.now),
    lastDay: ends.lastDay,
    dueAt: ends.dueAt,
    trace: ends.trace,
    ...length,
    reservationDue: reservationDue(command, ends, facts.calendar),
    modeObjectionDue: deadline(meta.now, modeObjectionPeriod, facts.calendar).dueAt,
    calendarVersion: facts.calendar.version,
    ...(data.urgentReason === undefined ? {} : { urgentReason: data.urgentReason }),
    ...(facts.chairSeat === undefined ? {} : { chairSeat: facts.chairSeat }),
    ...presetFor(state, version, eligible),
    ...(state.phase === 'RESOLVED' ? { confirming: true } : {}),
  };
}

/** Votes that stand at the opening, after a veto lapsed (R10). They were given by no person in this round. */
const presetVotes = (preset: readonly Preset[], given: { readonly receivedAt: Instant; readonly revision: number }) =>
  preset.map((vote) => ({ ...vote, person: '', ...given }));

/** The round as its opening leaves it, each member by its name: the rest of a payload is slow to take. */
export function begun(state: Matter, data: RoundEvents['RoundOpened'], { at, revision }: Entry): Round {
  return {
    id: data.round,
    no: data.no,
    version: data.version,
    textHash: data.textHash,
    mode: data.mode,
    rule: data.rule,
    params: data.params,
    eligible: data.eligible.map(({ seat }) => seat),
    participants: state.participants,
    lead: data.lead,
    openedOn: data.openedOn,
    openedAt: at,
    lastDay: data.lastDay,
    dueAt: data.dueAt,
    period: data.period,
    minPeriod: data.minPeriod,
    reservationDue: data.reservationDue,
    modeObjectionDue: data.modeObjectionDue,
    trace: data.trace ?? [],
    present: data.present,
    chairSeat: data.chairSeat,
    confirming: data.confirming ?? false,
    status: 'OPEN',
    cause: undefined,
    graceUntil: undefined,
    endedAt: undefined,
    ended: [],
    recused: [],
    extensions: 0,
    deliveries: [],
    votes: presetVotes(data.preset ?? [], { receivedAt: at, revision }),
    pending: {},
    late: [],
    vetoedBy: undefined,
    modeObjectedBy: undefined,
    reservations: {},
    result: undefined,
    revision,
  };
}
