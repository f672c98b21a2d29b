import { count } from '../counting/rules.js';
import { compared, type Comparison, doubt, type Doubt, doubtIfAny } from '../under-book.js';
import { ballotOf, type Departed, failedBefore, silentSeats, undelivered } from './ballot.js';
import type { RoundEvents } from './messages/round.js';
import { dueUnder, minPeriodUnder, type OtherBook, periodUnder, ruleUnder } from './other-track.js';
import type { Reservation, Round } from './round-state.js';
import type { Matter } from './state.js';
import { changedRound } from './shape.js';

type Established = Pick<
  RoundEvents['ResultEstablished'],
  'round' | 'outcome' | 'objections' | 'deemed' | 'ended' | 'recused' | 'correction'
>;

/** How a reservation without an answer counts; where it would not have blocked, its consent is one. */
function lapsed(declared: Reservation, { procedure: { reservations } }: OtherBook['book']): Reservation {
  if (declared.status !== 'LAPSED') return declared;
  return { ...declared, counts: reservations.blocking.includes(declared.kind) ? reservations.unresolved : 'CONSENT' };
}

const withReservations = (round: Round, { book }: OtherBook): Round =>
  changedRound(round, {
    reservations: Object.fromEntries(
      Object.entries(round.reservations).map(([seat, declared]) => [seat, lapsed(declared, book)]),
    ),
  });

/** Open ones that would have had to be answered first. */
const blocking = (round: Round, { book }: OtherBook): readonly string[] =>
  Object.entries(round.reservations).flatMap(([seat, { kind, status }]) =>
    status === 'OPEN' && book.procedure.reservations.blocking.includes(kind) ? [seat] : [],
  );

/** Who would have answered too late, or could still have answered. */
function timely(using: OtherBook, state: Matter, round: Round, silent: readonly string[]): readonly Doubt[] {
  if (round.dueAt === undefined) return [];
  if (round.extensions > using.book.procedure.maxExtensions) return [doubt('TOO_MANY_EXTENSIONS')];
  // An extension begins anew when it is given, which the round does not keep: only its length could differ.
  const asked = periodUnder(using, state, round);
  const end = round.extensions > 0 ? undefined : dueUnder(using, round.openedAt, asked);
  if (end === undefined) return [];
  const { dueAt, votes } = round;
  const late = votes.filter(({ receivedAt }) => receivedAt >= end && receivedAt < dueAt).map(({ seat }) => seat);
  return [
    ...doubtIfAny('VOTES_AFTER_END', [...new Set(late)]),
    ...doubtIfAny('LONGER_TO_ANSWER', end > dueAt ? silent : []),
  ];
}

function delivered(using: OtherBook, state: Matter, round: Round, departed: Departed): readonly Doubt[] {
  const minPeriod = minPeriodUnder(using, state, round.confirming);
  const { calendar } = using;
  if (minPeriod === undefined || !calendar) return [];
  return doubtIfAny('DELIVERY_TOO_SHORT', undelivered(changedRound(round, { minPeriod }), departed, calendar));
}

const named = ({ rule, params }: Pick<Round, 'rule' | 'params'>): string => {
  const sorted = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${rule} ${JSON.stringify(Object.fromEntries(sorted))}`;
};

/** What would have had to come first; a correction only counts anew. */
const preceding = (using: OtherBook, state: Matter, round: Round, departed: Departed): readonly Doubt[] => [
  ...delivered(using, state, round, departed),
  ...doubtIfAny('RESERVATION_WOULD_BLOCK', blocking(round, using)),
];

/** The votes that were counted, counted by the rule of the other book. */
export function otherResult(using: OtherBook, state: Matter, recorded: Established) {
  const known = state.rounds.find(({ id }) => id === recorded.round);
  const chosen = known && ruleUnder(using, state, known);
  if (!known || !chosen) return { compared: [], doubts: [doubt('NO_RULE_FOR_MODE', known ? [known.mode] : [])] };
  const round = withReservations(changedRound(known, { rule: chosen.rule, params: chosen.params }), using);
  const departed = { ended: recorded.ended, recused: recorded.recused };
  const found = count(round.rule, round.params, ballotOf(round, departed, failedBefore(state, round)));
  const doubts: readonly Doubt[] = [
    ...(found ? [] : [doubt('RULE_UNKNOWN', [round.rule])]),
    ...(known.mode === 'MEETING' ? [doubt('QUORUM_NOT_JUDGED')] : []),
    ...timely(using, state, known, silentSeats(known, departed)),
    ...(recorded.correction === undefined ? preceding(using, state, known, departed) : []),
  ];
  const results: readonly Comparison[] = found
    ? [
        compared('OUTCOME', recorded.outcome, found.outcome),
        compared('OBJECTIONS', recorded.objections.join(', '), found.objections.join(', ')),
        compared('DEEMED', recorded.deemed.join(', '), found.deemed.join(', ')),
      ]
    : [];
  return { compared: [compared('RULE', named(known), named(chosen)), ...results], doubts };
}
