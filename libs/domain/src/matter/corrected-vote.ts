import { refuse } from '../refusals.js';
import { instant } from '../time.js';
import { effectiveVote, votesOf } from './ballot.js';
import type { MatterCommand } from './commands.js';
import { changeRound, lastRound } from './rows.js';
import type { Round, Vote } from './round-state.js';
import type { Correction, Matter } from './state.js';
import { VOTE_VALUES, type VoteValue } from './vocabulary.js';
import { changed } from './shape.js';

type Requesting = Extract<MatterCommand, { type: 'RequestCorrection' }>;
type Right = Readonly<Record<string, unknown>>;
/** What is wrong at the target, since which revision, and whom it affects. */
interface Found {
  readonly wrong: Right;
  readonly revision: number;
  readonly affected: string;
}

const valueIn = (right: Right): VoteValue | undefined => VOTE_VALUES.find((value) => value === right['value']);
const receiptIn = (right: Right): string | undefined =>
  typeof right['receivedAt'] === 'string' ? instant(right['receivedAt']) : undefined;
const reasonIn = ({ reason }: Right): Pick<Vote, 'reason'> =>
  reason === undefined ? {} : { reason: reason as string };

const inTime = (round: Round, receivedAt: string): boolean => round.dueAt === undefined || receivedAt < round.dueAt;

type Finder = (round: Round, vote: Vote, right: Right, seat: string) => Right | undefined;

/** Per kind what can be wrong with a vote; undefined where nothing is. Source: model 4.6. */
const finders: { readonly [K in 'VOTE_VALUE' | 'RECEIVED_AT' | 'SEAT' | 'DUPLICATE']: Finder } = {
  VOTE_VALUE: (_, vote, right) => {
    const value = valueIn(right);
    return value && value !== vote.value ? { value: vote.value } : undefined;
  },
  RECEIVED_AT: (_, vote, right) => {
    const receivedAt = receiptIn(right);
    return receivedAt && receivedAt !== vote.receivedAt ? { receivedAt: vote.receivedAt } : undefined;
  },
  SEAT: (round, vote, right) => {
    const { seat } = right;
    const free = typeof seat === 'string' && round.eligible.includes(seat) && !effectiveVote(round, seat);
    return free ? { value: vote.value } : undefined;
  },
  DUPLICATE: (round, vote, _, seat) => (votesOf(round, seat).length > 1 ? { value: vote.value } : undefined),
};

/** A declaration that came in time and was never recorded. */
function omitted(round: Round, right: Right): Right | undefined {
  const receivedAt = receiptIn(right);
  // What cannot be read is no instant, and must not count as in time.
  const timely = receivedAt === undefined ? right['receivedAt'] === undefined : inTime(round, receivedAt);
  return valueIn(right) && timely ? {} : undefined;
}

/** The last round, if the seat may vote in it; what earlier rounds counted is settled. */
function targetOf({ round: id, seat = '' }: Requesting['data']['target'], state: Matter) {
  const round = lastRound(state);
  const target = round?.id === id && round?.status !== 'SUPERSEDED' ? round : undefined;
  return target?.eligible.includes(seat) ? { round: target, seat } : undefined;
}

function wrongIn(round: Round, seat: string, { kind, right }: Requesting['data']): Right | undefined {
  const vote = effectiveVote(round, seat);
  if (!vote) return kind === 'VOTE_OMITTED' ? omitted(round, right) : undefined;
  const finder = Object.hasOwn(finders, kind) ? finders[kind as keyof typeof finders] : undefined;
  return finder?.(round, vote, right, seat);
}

/** The vote of a seat in the last round, where anything about it is wrong. */
export function wrongVote({ data }: Requesting, state: Matter): Found {
  const target = targetOf(data.target, state);
  const wrong = target && wrongIn(target.round, target.seat, data);
  if (!wrong) return refuse('TARGET_NOT_CORRECTABLE', { kind: data.kind });
  const { round, seat } = target;
  return { wrong, revision: (effectiveVote(round, seat) ?? round).revision, affected: seat };
}

/** A slip of the pen in a version; it affects the lead. */
export function wrongText({ data, facts }: Requesting, state: Matter): Found {
  const version = state.versions.find(({ no }) => no === data.target.version);
  const { text } = data.right;
  if (!version || typeof text !== 'string' || text.trim() === '' || facts.hash(text) === version.textHash)
    return refuse('TARGET_NOT_CORRECTABLE', { kind: data.kind });
  return { wrong: { textHash: version.textHash }, revision: version.revision, affected: state.lead };
}

type Votes = Round['votes'];

/** The right vote in place of the wrong one; none where it should not be there or came too late. */
function rightVote(round: Round, { kind, right }: Correction, wrong: Vote | undefined): Omit<Vote, 'seat'> | undefined {
  const { reason, ...vote } = wrong ?? omission(round);
  const receivedAt = receiptIn(right) ?? vote.receivedAt;
  if (kind === 'DUPLICATE' || (kind === 'RECEIVED_AT' && !inTime(round, receivedAt))) return undefined;
  const given = kind === 'VOTE_VALUE' ? right : { reason, ...right };
  return { ...vote, value: valueIn(right) ?? vote.value, receivedAt, ...reasonIn(given) };
}

/** Stands in for a vote that was never recorded. */
const omission = ({ openedAt, revision }: Round): Omit<Vote, 'seat'> => ({
  value: 'ABSTENTION',
  receivedAt: openedAt,
  person: '',
  revision,
});

function correctedVotes(round: Round, correction: Correction): Votes {
  const { kind, seat, right } = correction;
  const vote = effectiveVote(round, seat);
  const others = round.votes.filter((candidate) => candidate !== vote);
  const put = rightVote(round, correction, vote);
  const to = kind === 'SEAT' ? String(right['seat']) : seat;
  return put ? [...others, { ...put, seat: to }] : others;
}

/** A reservation stands only with the consent it was declared with. */
function corrected(round: Round, correction: Correction): Partial<Round> {
  const votes = correctedVotes(round, correction);
  const { [correction.seat]: declared, ...others } = round.reservations;
  const consents = effectiveVote({ votes }, correction.seat)?.value === 'CONSENT';
  return { votes, reservations: declared && consents ? round.reservations : others };
}

/** The state with the correction applied. The corrected event stays in the history (I15). */
export function applied(state: Matter, correction: Correction): Matter {
  const { kind, round: id, seat, right } = correction;
  if (kind !== 'TEXT_TYPO') return changeRound(state, id, (round) => corrected(round, correction));
  const amend = { text: String(right['text']), textHash: String(right['textHash']) };
  return changed(state, { versions: state.versions.map((v) => (String(v.no) === seat ? { ...v, ...amend } : v)) });
}
