import { own } from '../codes.js';
import { deadline } from '../deadline.js';
import { refuse } from '../refusals.js';
import { countRound, departedOf, failedBefore } from './ballot.js';
import type { MatterCommand } from './commands.js';
import { applied, wrongText, wrongVote } from './corrected-vote.js';
import type { MatterEvent } from './events.js';
import type { CorrectionEvents } from './messages/correction.js';
import { wrongState } from './phases.js';
import { dissentDue, resultOf } from './result.js';
import { reasoned } from '../reason.js';
import { bookOf, type Changes, changeRound, type Decisions, lastRound } from './rows.js';
import type { Round } from './round-state.js';
import type { Correction, Matter } from './state.js';
import { changed } from './shape.js';

type Requesting = Extract<MatterCommand, { type: 'RequestCorrection' }>;
type Approving = Extract<MatterCommand, { type: 'ApproveCorrection' }>;

/**
 * The secretariat asks, or the house that the entry is of. Nobody else learns more than that: whether there is something
 * to correct would tell a vote of a sealed ballot to who tries its values. Source: model 4.6 and section 8.
 */
function affectedOnly({ data: { kind, target }, meta: { actor } }: Requesting, { lead }: Matter): void {
  const affected = kind === 'TEXT_TYPO' ? lead : (target.seat ?? actor.ministry);
  if (actor.function !== 'SEC' && actor.ministry !== affected) refuse('FORBIDDEN');
}

const openCorrection = (state: Matter, id: string): Correction => {
  const correction = own(state.corrections, id) ?? refuse('NOT_FOUND', { correction: id });
  return correction.status === 'REQUESTED' ? correction : refuse('WRONG_STATE', wrongState(state));
};

function rescinded(command: Approving, state: Matter, round: Round): MatterEvent[] {
  const { correction } = command.data;
  const found = resultOf(state, round, departedOf(state, round), command.facts.hash);
  const due = found.outcome === 'DISSENT' ? dissentDue(command, state) : {};
  const voided: MatterEvent = { type: 'DecisionVoided', data: { correction, reason: 'RESULT_CHANGED' } };
  return [
    { type: 'ResultRescinded', data: { round: round.id, correction } },
    { type: 'ResultEstablished', data: { ...found, ...due, correction } },
    ...(state.decision && state.decision.effect !== 'VOIDED' ? [voided] : []),
  ];
}

/** What follows from the corrected votes: nothing yet, the same outcome, or another result (4.6). */
function consequences(command: Approving, state: Matter, request: Correction): MatterEvent[] {
  const { correction } = command.data;
  const after = applied(state, request);
  const round = lastRound(after);
  const approved = (effect: CorrectionEvents['CorrectionApproved']['effect']): MatterEvent => ({
    type: 'CorrectionApproved',
    data: { correction, effect, requestedBy: request.requestedBy, approvedBy: command.meta.actor.person },
  });
  // A round that others have followed stays as it was counted.
  if (request.kind !== 'TEXT_TYPO' && round?.id !== request.round)
    refuse('TARGET_NOT_CORRECTABLE', { kind: request.kind });
  if (!round?.result) return [approved('NONE')];
  const { outcome } = countRound(round, departedOf(after, round), failedBefore(after, round));
  if (outcome === round.result.outcome) return [approved('RESULT_CONFIRMED')];
  return [approved('RESULT_CHANGED'), ...rescinded(command, after, round)];
}

/** A wrong entry is corrected by further events, with a reason and four eyes. Source: model 4.6, catalogue 4.4. */
export const correction: Decisions<
  'RequestCorrection' | 'CommentCorrection' | 'ApproveCorrection' | 'RefuseCorrection' | 'EditEvent'
> = {
  RequestCorrection: (command, state) => {
    const { data, meta, facts } = command;
    if (Object.hasOwn(state.corrections, data.correction)) refuse('ALREADY_EXISTS', { correction: data.correction });
    affectedOnly(command, state);
    if (!meta.evidence) refuse('EVIDENCE_REQUIRED');
    const ofText = data.kind === 'TEXT_TYPO';
    const { wrong, revision, affected } = ofText ? wrongText(command, state) : wrongVote(command, state);
    reasoned(data.reason);
    const text = ofText ? { textHash: facts.hash(String(data.right['text'])) } : {};
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
    const hearing = deadline(request.requestedAt, bookOf(command).procedure.correctionHearing, facts.calendar);
    if (!request.commented && meta.now < hearing.dueAt) refuse('HEARING_MISSING', { codes: [request.affected] });
    return consequences(command, state, request);
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
  const known = own(state.corrections, id);
  if (!known) throw new Error(`No correction ${id}`);
  return changed(state, { corrections: { ...state.corrections, [id]: { ...known, ...to } } });
};

/** The outcome stands, on corrected numbers; who objects in a dissent follows them. */
function confirmed(state: Matter, id: string): Matter {
  const round = state.rounds.find((candidate) => candidate.id === id);
  if (!round?.result) return state;
  const { result } = round;
  const { tally, deemed, objections, conditions } = countRound(
    round,
    departedOf(state, round),
    failedBefore(state, round),
  );
  const recounted = changeRound(state, id, () => ({
    result: { ...result, tally, deemed, objections, reasoning: conditions },
  }));
  const { dissent } = recounted;
  return dissent?.round === id ? changed(recounted, { dissent: { ...dissent, objections } }) : recounted;
}

/** What a correction changes. Source: model 4.6. */
export const correcting: Changes<
  'CorrectionRequested' | 'CorrectionCommented' | 'CorrectionRefused' | 'CorrectionApproved'
> = {
  CorrectionRequested: (state, { data, entry }) => {
    const { correction: id, kind, target, right, affected } = data;
    const requested: Correction = {
      kind,
      right,
      affected,
      commented: false,
      status: 'REQUESTED',
      round: target.round ?? lastRound(state)?.id ?? '',
      seat: kind === 'TEXT_TYPO' ? String(target.version) : (target.seat ?? ''),
      requestedBy: entry.by.sub,
      requestedAt: entry.at,
    };
    return changed(state, { corrections: { ...state.corrections, [id]: requested } });
  },
  CorrectionCommented: (state, { data }) =>
    own(state.corrections, data.correction)?.commented ? state : change(state, data.correction, { commented: true }),
  CorrectionRefused: (state, { data }) => change(state, data.correction, { status: 'REFUSED' }),
  CorrectionApproved: (state, { data }) => {
    const request = own(state.corrections, data.correction);
    if (!request) throw new Error(`No correction ${data.correction}`);
    const approved = change(applied(state, request), data.correction, { status: 'APPROVED' });
    return data.effect === 'RESULT_CONFIRMED' ? confirmed(approved, request.round) : approved;
  },
};
