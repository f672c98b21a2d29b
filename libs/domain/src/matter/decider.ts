import type { Decider } from '../decider.js';
import { guarded } from '../guard.js';
import { refuse } from '../refusals.js';
import { cabinet, referred } from './cabinet.js';
import type { MatterCommand } from './commands.js';
import { correcting, correction } from './correction.js';
import { effect, effected } from './effect.js';
import { enact } from './enact.js';
import { ending } from './ending.js';
import { erasing, erasure } from './erasure.js';
import { escalated, escalation } from './escalation.js';
import { extension } from './extension.js';
import type { MatterEvent } from './events.js';
import { objected, objection } from './objection.js';
import { participated, participation } from './participation.js';
import { isMisplaced, OWN_REFUSAL, wrongState } from './phases.js';
import { proposal } from './proposal.js';
import { proposed } from './proposed.js';
import { recorded, recording } from './recording.js';
import { recusal, recused } from './recusal.js';
import { reserved, reservation } from './reservation.js';
import { counted, result } from './result.js';
import { round, rounds } from './round.js';
import { ruled, ruling } from './ruling.js';
import { initial } from './shape.js';
import type { Matter } from './state.js';
import { passed, timer } from './timers.js';
import { vote, voted } from './vote.js';

type MatterDecider = Decider<MatterCommand, MatterEvent, Matter>;

const rows: MatterDecider['decide'] = {
  ...proposal,
  ...participation,
  ...round,
  ...extension,
  ...objection,
  ...vote,
  ...recording,
  ...reservation,
  ...result,
  ...recusal,
  ...escalation,
  ...ruling,
  ...cabinet,
  ...enact,
  ...effect,
  ...correction,
  ...erasure,
  ...timer,
};

/** WRONG_STATE comes before the checks of the row, unless the row names a refusal for the situation. Source: catalogue, Reading. */
function placed(command: MatterCommand, state: Matter): void {
  const { type } = command;
  if (type === 'DraftMatter' || type === 'EditEvent') return;
  if (state.phase === 'NONE') refuse('NOT_FOUND');
  if (isMisplaced(type, state.phase) && !OWN_REFUSAL.has(type)) refuse('WRONG_STATE', wrongState(state));
}

const evolving: MatterDecider['evolve'] = ending({
  ...proposed,
  ...participated,
  ...rounds,
  ...objected,
  ...voted,
  ...recorded,
  ...reserved,
  ...counted,
  ...recused,
  ...escalated,
  ...ruled,
  ...referred,
  ...effected,
  ...correcting,
  ...erasing,
  ...passed,
});

/** Free text and personal data of each event; persons are pseudonyms and need none. Source: fields marked in the catalogue. */
const erasable: MatterDecider['erasable'] = {
  ProcedureOpened: ['urgentReason'],
  ParticipantAdded: ['reason'],
  MatterAmended: ['changes'],
  MatterSplit: ['reason'],
  MatterWithdrawn: ['reason'],
  ClassificationChanged: ['reason'],
  CommentRecorded: ['text'],
  StatementRecorded: ['text'],
  ParticipationAnswered: ['reason'],
  ExaminationRequested: ['question'],
  ExaminationReported: ['result'],
  LeadTransferAnnounced: ['reason'],
  CompetenceDisputeRaised: ['reason'],
  CompetenceDisputeResolved: ['reason'],
  RoundOpened: ['urgentReason', 'preset[].reason'],
  VoteCast: ['reason'],
  VoteChanged: ['reason'],
  VoteRecordPending: ['reason'],
  LateVoteNoted: ['reason'],
  ReservationDeclared: ['note'],
  ReservationConfirmed: ['reason'],
  WrittenModeObjected: ['reason'],
  ConstructiveVetoRaised: ['reasons'],
  RecusalDeclared: ['detail'],
  RecusalDecided: ['reason'],
  RoundExtended: ['reason'],
  DissentDeclared: ['reason'],
  EscalationOpened: ['positions[].text', 'options[].text'],
  AttemptRecorded: ['note'],
  FinalDecisionTaken: ['reasons', 'answers[].text'],
  MatterLapsed: ['reason'],
  CabinetReferred: ['reason'],
  DutyReported: ['report'],
  DutyWaived: ['reason'],
  DecisionEnded: ['reason'],
  ExemptionGranted: ['reason'],
  DecisionVoided: ['reason'],
  CorrectionRequested: ['reason', 'right.reason'],
  CorrectionCommented: ['text'],
  CorrectionRefused: ['reason'],
};

/** One matter (Vorgang) from first draft to the end of the decision's effect. Source: model, section 4. */
export const matter: MatterDecider = guarded({ initial, decide: rows, evolve: evolving, erasable }, placed);
