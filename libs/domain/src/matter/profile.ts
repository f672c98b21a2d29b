import type { Profile, Shown } from '../difference.js';
import { present } from '../present.js';
import type { Instant } from '../time.js';
import { effectiveVote } from './ballot.js';
import { statusOf, tallyOf } from './questions.js';
import type { Round } from './round-state.js';
import { lastRound } from './rows.js';
import type { Decision, Matter } from './state.js';
import { runningAt } from './timers.js';

type Parts = Readonly<Record<string, Shown>>;

const keyed = <T>(items: readonly T[], entry: (item: T) => readonly [string, Shown]): Parts =>
  Object.fromEntries(items.map(entry));

/** Seats of the last round by the vote that counts; DEEMED where silence was counted, SILENT where nothing was said. */
const votesIn = (round: Round): Parts =>
  keyed(round.eligible, (seat) => {
    const silent = round.result?.deemed.includes(seat) ? 'DEEMED' : 'SILENT';
    return [seat, effectiveVote(round, seat)?.value ?? silent];
  });

function ballotIn(state: Matter): Profile {
  const round = lastRound(state);
  if (!round) return {};
  const { E, Y, N, A, S, V, C } = tallyOf(state, round.id) ?? { E: 0, Y: 0, N: 0, A: 0, S: 0, V: 0, C: 0 };
  return {
    round: `${round.no} ${round.status} ${round.rule} ${round.mode}`,
    electorate: round.eligible,
    votes: votesIn(round),
    tally: { E, Y, N, A, S, V, C },
    reservations: keyed(Object.entries(round.reservations), ([seat, { kind, status }]) => [seat, `${kind} ${status}`]),
    ...present({ outcome: round.result?.outcome }),
  };
}

const decisionIn = ({ decisionNo, version, origin, bindingness, ...decision }: Decision): Profile => ({
  decision: present({
    ...{ decisionNo, version, origin, bindingness, effectiveFrom: decision.effectiveFrom },
    ...{ validUntil: decision.validUntil, reviewOn: decision.reviewOn, endedOn: decision.endedOn },
  }),
  binds: decision.binds,
  dissenting: decision.dissenting,
  duties: keyed(decision.duties, ({ duty, ministry, due, status }) => [duty, `${ministry} ${due} ${status}`]),
});

const deadlinesIn = (state: Matter, now: Instant): Parts =>
  keyed(runningAt(state, now), ({ kind, subject, dueAt }) => [
    subject === undefined ? kind : `${kind} ${subject}`,
    dueAt,
  ]);

/** What can be told of a matter at the instant: phase, text, participants, ballot, ladder, decision, deadlines. */
export function profileOf(state: Matter, now: Instant): Profile {
  const { phase, effect, title, lead, classification, ruleBook } = statusOf(state, now);
  const text = state.versions.find(({ no }) => no === state.current)?.textHash;
  return {
    phase,
    ...present({ effect, ruleBook }),
    ...{ title, lead, classification, version: state.current, areas: state.areas },
    ...present({ textHash: text }),
    participants: state.participants,
    ...ballotIn(state),
    levels: keyed(state.levels, ({ level, status }) => [level, status]),
    ...(state.decision ? decisionIn(state.decision) : {}),
    corrections: keyed(Object.entries(state.corrections), ([id, { kind, seat, status }]) => [
      id,
      `${kind} ${seat} ${status}`,
    ]),
    deadlines: deadlinesIn(state, now),
  };
}
