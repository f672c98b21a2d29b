import { deadline } from '../deadline.js';
import { refuse } from '../refusals.js';
import { dayOf, instant } from '../time.js';
import { countRound, type Departed, effectiveVote } from './ballot.js';
import type { MatterCommand } from './commands.js';
import { VOTE_VALUES, type VoteValue } from './vocabulary.js';
import type { MatterEvent, MatterEventData } from './events.js';
import { wrongState } from './phases.js';
import { bookOf, type Changes, changeRound, type Decisions, lastRound, reasoned, trackOf } from './rows.js';
import { resultOf } from './result.js';
import type { Correction, Matter } from './state.js';
import type { Round, Vote } from './round-state.js';

type Requesting = Extract<MatterCommand, { type: 'RequestCorrection' }>;
type Right = Readonly<Record<string, unknown>>;
/** What is wrong at the target, and since which revision. */
interface Found {
  readonly wrong: Right;
  readonly revision: number;
}

const valueIn = (right: Right): VoteValue | undefined => VOTE_VALUES.find((value) => value === right['value']);
const receiptIn = (right: Right): string | undefined =>
  typeof right['receivedAt'] === 'string' ? instant(right['receivedAt']) : undefined;

const inTime = (round: Round, receivedAt: string): boolean => round.dueAt === undefined || receivedAt < round.dueAt;

type Finder = (round: Round, vote: Vote | undefined, right: Right, state: Matter) => Found | undefined;

const misplaced: Finder = (round, vote, right, state) => {
  const { seat } = right;
  const free = typeof seat === 'string' && round.eligible.includes(seat) && !effectiveVote(state, round, seat);
  return vote && free ? { wrong: { value: vote.value }, revision: vote.revision } : undefined;
};

/** Per kind what can be wrong at a seat; undefined where nothing is. Source: model 4.6. */
const finders: { readonly [K in 'VOTE_VALUE' | 'VOTE_OMITTED' | 'RECEIVED_AT' | 'SEAT' | 'DUPLICATE']: Finder } = {
  VOTE_VALUE: (_, vote, right) => {
    const value = valueIn(right);
    return vote && value && value !== vote.value
      ? { wrong: { value: vote.value }, revision: vote.revision }
      : undefined;
  },
  VOTE_OMITTED: (round, vote, right) => {
    const receivedAt = receiptIn(right);
    const timely = receivedAt === undefined || inTime(round, receivedAt);
    return !vote && valueIn(right) && timely ? { wrong: {}, revision: round.revision } : undefined;
  },
  RECEIVED_AT: (_, vote, right) => {
    const receivedAt = receiptIn(right);
    const differs = vote && receivedAt !== undefined && receivedAt !== vote.receivedAt;
    return differs ? { wrong: { receivedAt: vote.receivedAt }, revision: vote.revision } : undefined;
  },
  SEAT: misplaced,
  DUPLICATE: (_, vote) => vote && { wrong: { value: vote.value }, revision: vote.revision },
};

function wrongVote({ data }: Requesting, state: Matter): Found & { readonly affected: string } {
  const round = lastRound(state);
  const { seat, round: id } = data.target;
  const correctable =
    round && round.id === id && round.status === 'CLOSED' && seat !== undefined && round.eligible.includes(seat);
  const finder = Object.hasOwn(finders, data.kind) ? finders[data.kind as keyof typeof finders] : undefined;
  const found = correctable && finder?.(round, effectiveVote(state, round, seat), data.right, state);
  return found ? { ...found, affected: seat } : refuse('TARGET_NOT_CORRECTABLE', { kind: data.kind });
}

function wrongText({ data }: Requesting, state: Matter): Found & { readonly affected: string } {
  const version = state.versions.find(({ no }) => no === data.target.version);
  const { text } = data.right;
  if (!version || typeof text !== 'string' || text.trim() === '' || text === version.text)
    refuse('TARGET_NOT_CORRECTABLE', { kind: data.kind });
  return { wrong: { textHash: version.textHash }, revision: version.revision, affected: state.lead };
}

const openCorrection = (state: Matter, id: string): Correction => {
  const correction = state.corrections[id] ?? refuse('NOT_FOUND', { correction: id });
  return correction.status === 'REQUESTED' ? correction : refuse('WRONG_STATE', wrongState(state));
};

const withVotes = (state: Matter, id: string, change: (votes: Round['votes']) => Round['votes']): Matter =>
  changeRound(state, id, ({ votes }) => ({ votes: change(votes) }));

/** The state with the correction applied. The corrected event stays in the history (I15). */
function corrected(state: Matter, { kind, round: id, seat, right }: Correction): Matter {
  if (kind === 'TEXT_TYPO') {
    const amend = { text: String(right['text']), textHash: String(right['textHash']) };
    return { ...state, versions: state.versions.map((v) => (String(v.no) === seat ? { ...v, ...amend } : v)) };
  }
  const round = state.rounds.find((candidate) => candidate.id === id);
  if (!round) throw new Error(`No round ${id} to correct`);
  const vote = effectiveVote(state, round, seat);
  const others = (round.votes[seat] ?? []).filter((candidate) => candidate !== vote);
  const value = valueIn(right) ?? vote?.value ?? 'ABSTENTION';
  const receivedAt = receiptIn(right) ?? vote?.receivedAt ?? round.openedAt;
  const put = (to: string, votes: readonly Vote[]) => withVotes(state, id, (known) => ({ ...known, [to]: votes }));
  if (kind === 'DUPLICATE' || (kind === 'RECEIVED_AT' && !inTime(round, receivedAt))) return put(seat, others);
  const right_ = { value, receivedAt, person: vote?.person ?? '', revision: vote?.revision ?? round.revision };
  if (kind !== 'SEAT') return put(seat, [...others, right_]);
  return withVotes(put(seat, others), id, (known) => ({ ...known, [String(right['seat'])]: [right_] }));
}

/** Who had left the electorate when the result was established. */
const departedOf = ({ result }: Round): Departed => ({ ended: result?.ended ?? [], recused: result?.recused ?? [] });

function rescinded(command: MatterCommand, state: Matter, round: Round, correction: string): MatterEvent[] {
  const { ladder } = trackOf(command, state);
  const failed = round.result?.failedRounds ?? 0;
  const established = resultOf(state, round, departedOf(round), failed, command.facts.hash);
  const today = dayOf(command.meta.now);
  const due =
    established.outcome === 'DISSENT' && ladder
      ? { dissentDue: deadline(today, ladder.openWithin, command.facts.calendar).dueAt }
      : {};
  const voided: MatterEvent = { type: 'DecisionVoided', data: { correction, reason: 'RESULT_CHANGED' } };
  return [
    { type: 'ResultRescinded', data: { round: round.id, correction } },
    { type: 'ResultEstablished', data: { ...established, ...due, correction } },
    ...(state.decision && state.decision.effect !== 'VOIDED' ? [voided] : []),
  ];
}

/** A wrong entry is corrected by further events, with a reason and four eyes. Source: model 4.6, catalogue 4.4. */
export const correction: Decisions<
  'RequestCorrection' | 'CommentCorrection' | 'ApproveCorrection' | 'RefuseCorrection' | 'EditEvent'
> = {
  RequestCorrection: (command, state) => {
    const { data, meta, facts } = command;
    if (Object.hasOwn(state.corrections, data.correction)) refuse('ALREADY_EXISTS', { correction: data.correction });
    if (!meta.evidence) refuse('EVIDENCE_REQUIRED');
    const { wrong, revision, affected } =
      data.kind === 'TEXT_TYPO' ? wrongText(command, state) : wrongVote(command, state);
    if (meta.actor.function !== 'SEC' && meta.actor.ministry !== affected) refuse('FORBIDDEN');
    reasoned(data.reason);
    const text = data.kind === 'TEXT_TYPO' ? { textHash: facts.hash(String(data.right['text'])) } : {};
    const requested = { ...data, right: { ...data.right, ...text }, wrong, targetRevision: revision, affected };
    return [{ type: 'CorrectionRequested', data: requested }];
  },

  CommentCorrection: ({ data, meta }, state) => {
    const { affected } = openCorrection(state, data.correction);
    if (meta.actor.ministry !== affected) refuse('FORBIDDEN');
    return [{ type: 'CorrectionCommented', data }];
  },

  ApproveCorrection: (command, state) => {
    const { data, meta, facts } = command;
    const request = openCorrection(state, data.correction);
    const { person, origin, ministry } = meta.actor;
    if (person === request.requestedBy || request.affected === (ministry ?? origin)) refuse('FOUR_EYES');
    const hearing = deadline(dayOf(request.requestedAt), bookOf(command).procedure.correctionHearing, facts.calendar);
    if (!request.commented && meta.now < hearing.dueAt) refuse('HEARING_MISSING', { codes: [request.affected] });
    const after = corrected(state, request);
    const round = after.rounds.find(({ id }) => id === request.round);
    const approved = (effect: MatterEventData['CorrectionApproved']['effect']): MatterEvent => ({
      type: 'CorrectionApproved',
      data: { correction: data.correction, effect, requestedBy: request.requestedBy, approvedBy: person },
    });
    if (!round?.result) return [approved('NONE')];
    const { outcome } = countRound(after, round, departedOf(round), round.result.failedRounds);
    if (outcome === round.result.outcome) return [approved('RESULT_CONFIRMED')];
    return [approved('RESULT_CHANGED'), ...rescinded(command, after, round, data.correction)];
  },

  RefuseCorrection: ({ data, meta }, state) => {
    const request = openCorrection(state, data.correction);
    if (meta.actor.person === request.requestedBy) refuse('FOUR_EYES');
    reasoned(data.reason);
    return [{ type: 'CorrectionRefused', data }];
  },

  EditEvent: () => refuse('HISTORY_IMMUTABLE'),
};

const change = (state: Matter, id: string, to: Partial<Correction>): Matter => {
  const known = state.corrections[id];
  if (!known) throw new Error(`No correction ${id}`);
  return { ...state, corrections: { ...state.corrections, [id]: { ...known, ...to } } };
};

/** The outcome stands, on corrected numbers. */
function confirmed(state: Matter, id: string): Matter {
  return changeRound(state, id, (round) => {
    if (!round.result) return {};
    const {
      tally,
      deemed,
      objections,
      conditions: reasoning,
    } = countRound(state, round, departedOf(round), round.result.failedRounds);
    return { result: { ...round.result, tally, deemed, objections, reasoning } };
  });
}

export const correcting: Changes<
  'CorrectionRequested' | 'CorrectionCommented' | 'CorrectionRefused' | 'CorrectionApproved'
> = {
  CorrectionRequested: (state, { data, entry }) => {
    const { correction: id, kind, target, right, affected } = data;
    const requested: Correction = {
      ...{ kind, right, affected, commented: false, status: 'REQUESTED' },
      round: target.round ?? lastRound(state)?.id ?? '',
      seat: kind === 'TEXT_TYPO' ? String(target.version) : (target.seat ?? ''),
      requestedBy: entry.by.sub,
      requestedAt: entry.at,
    };
    return { ...state, corrections: { ...state.corrections, [id]: requested } };
  },
  CorrectionCommented: (state, { data }) => change(state, data.correction, { commented: true }),
  CorrectionRefused: (state, { data }) => change(state, data.correction, { status: 'REFUSED' }),
  CorrectionApproved: (state, { data }) => {
    const request = state.corrections[data.correction];
    if (!request) throw new Error(`No correction ${data.correction}`);
    const approved = change(corrected(state, request), data.correction, { status: 'APPROVED' });
    return data.effect === 'RESULT_CONFIRMED' ? confirmed(approved, request.round) : approved;
  },
};
