import type { MatterCommandType, MatterEventType } from '#domain';
import type { Json, JsonObject, RecordFields } from '#evidence';
import { masked, WORDS } from './masked.js';

/** A command as far as it can be read from what it recorded. */
export interface Asked {
  readonly type: string;
  readonly data: JsonObject;
  /** Members of its event that cannot be computed again, for they depend on texts that were shortened since. */
  readonly lost?: readonly string[];
}

/** Data of the record, without seals. */
const said = ({ data }: RecordFields): JsonObject => masked(data as JsonObject) as JsonObject;

/** What was asked for, from the records of one command and the state before it. */
export type Row<S = unknown> = (records: readonly [RecordFields, ...RecordFields[]], state: S) => Asked;

/** The named members of the first record as they are, which the rules put into the event unchanged. */
export const asking =
  (type: string, ...names: string[]): Row =>
  ([first]) => {
    const all = said(first);
    const data: Record<string, Json> = {};
    for (const name of names) if (Object.hasOwn(all, name)) data[name] = all[name] ?? null;
    return { type, data };
  };

/** All members but those that the rules compute, and the stream's own id. */
export function askingBut(type: string, ...computed: string[]): Row {
  const left = new Set(['matter', 'agreement', ...computed]);
  return ([first]) => {
    const all = said(first);
    const data: Record<string, Json> = {};
    for (const name in all) if (!left.has(name)) data[name] = all[name] as Json;
    return { type, data };
  };
}

/** The same where some of the computed members depend on earlier texts, which are known in part only. */
export function askingWithout(type: string, lost: readonly string[], ...computed: string[]): Row {
  const row = askingBut(type, ...lost, ...computed);
  return (records, state) => ({ ...row(records, state), lost });
}

const isTimed = ({ by }: RecordFields): boolean => by.role === 'SYSTEM';

function final([first, second]: readonly RecordFields[]): Asked {
  const { version = 0, answers = [], resultResponsibility = null } = first ? said(first) : {};
  const { decisionNo, validUntil } = second ? said(second) : {};
  const data = { version, reasons: WORDS, answers, resultResponsibility };
  const given = [decisionNo !== undefined && { decisionNo }, validUntil !== undefined && { validUntil }];
  return { type: 'TakeFinalDecision', data: Object.assign(data, ...given) as JsonObject };
}

const VOTE = ['round', 'seat', 'version', 'textHash', 'value', 'reason', 'points'];

/** What came along with a vote: a reservation, a statement for the minutes. */
function accompanying(records: readonly RecordFields[]): JsonObject {
  const reservation = records.find(({ type }) => type === 'ReservationDeclared');
  const statement = records.find(({ type }) => type === 'StatementRecorded');
  const { kind = null, note } = reservation ? said(reservation) : {};
  return {
    ...(reservation ? { reservation: { kind, ...(note === undefined ? {} : { note }) } } : {}),
    ...(statement ? { statement: WORDS } : {}),
  };
}

const voting =
  (own: string, change: boolean): Row =>
  (records, state) => {
    const [first, ...more] = records;
    if (Object.hasOwn(first.data, 'confirmedBy')) return asking('ConfirmVote', 'round', 'seat')(records, state);
    const { data } = asking(own, ...VOTE)(records, state);
    if (first.by.role === 'SEC') return { type: 'RecordVote', data: Object.assign(data, { change }) };
    return { type: own, data: Object.assign(data, accompanying(more)) };
  };

const vetoed = asking('RaiseConstructiveVeto', 'round', 'seat', 'text', 'reasons', 'effects');

/** The counter-proposal has another name in the event. */
const vetoing: Row = (records, state) => {
  const { type, data } = vetoed(records, state);
  const { text = null, ...given } = data;
  return { type, data: { ...given, counterText: text } };
};

/**
 * Events that are nobody's judgement, by the command that records them: of these only is asked whether who sent it might,
 * and whether it had a place. They are the most frequent ones, and change nothing that the rules would have to weigh.
 */
export const notedOfMatter = {
  MatterDrafted: 'DraftMatter',
  CommentRecorded: 'RecordComment',
  StatementRecorded: 'RecordStatement',
  ParticipationRequested: 'RequestParticipation',
  DeliveryProven: 'ProveDelivery',
} as const satisfies { readonly [T in MatterEventType]?: MatterCommandType };

/** Events that only ever follow from another one of the same command: alone, nobody decided them. */
type Following =
  | 'ReservationDeclared'
  | 'RoundSuperseded'
  | 'VetoLapsed'
  | 'ResultRescinded'
  | 'EscalationResolved'
  | 'DecisionSuspended'
  | 'DecisionReinstated'
  | 'DecisionVoided';

type Judged = Exclude<MatterEventType, keyof typeof notedOfMatter | Following>;

/** By the type of the first event of a command, what was asked for. A type that is in none of the three does not compile. */
export const askedOfMatter: { readonly [T in Judged]: Row } = {
  MatterRevised: askingWithout('ReviseMatter', ['version', 'textHash']),
  MatterSubmitted: asking('SubmitMatter'),
  ProcedureOpened: askingBut('OpenProcedure', 'ruleBook', 'body', 'track', 'hearingDue'),
  MatterAmended: asking('AmendMatter', 'text', 'changes', 'basis'),
  MatterSplit: askingBut('SplitMatter'),
  MatterWithdrawn: askingBut('WithdrawMatter'),
  ClassificationChanged: asking('ChangeClassification', 'to', 'reason'),
  ParticipantAdded: askingBut('AddParticipant'),
  ParticipationAnswered: askingBut('AnswerParticipation'),
  ExaminationRequested: askingBut('RequestExamination'),
  ExaminationReported: askingBut('ReportExamination'),
  LeadTransferAnnounced: askingBut('AnnounceLeadTransfer'),
  LeadTransferred: asking('ConfirmLeadTransfer'),
  CompetenceDisputeRaised: askingBut('RaiseCompetenceDispute'),
  CompetenceDisputeResolved: asking('ResolveCompetenceDispute', 'ruling', 'reason'),
  RoundOpened: asking('OpenRound', 'round', 'mode', 'rule', 'period', 'urgentReason', 'meeting', 'item'),
  WrittenModeObjected: askingBut('ObjectWrittenMode'),
  ConstructiveVetoRaised: vetoing,
  RoundExtended: asking('ExtendRound', 'round', 'reason'),
  RoundClosed: (records, state) =>
    asking(isTimed(records[0]) ? 'CloseRoundAtDeadline' : 'CloseRound', 'round')(records, state),
  VoteCast: voting('CastVote', false),
  VoteChanged: voting('ChangeVote', true),
  VoteRecordPending: askingBut('RecordVote', 'receivedAt', 'channel'),
  LateVoteNoted: askingBut('NoteLateVote', 'receivedAt', 'dueAt'),
  ReservationLifted: asking('LiftReservation', 'round', 'seat'),
  ReservationConfirmed: asking('ConfirmReservation', 'round', 'seat', 'reason'),
  ReservationLapsed: asking('LapseReservation', 'round', 'seat'),
  RecusalDeclared: askingBut('DeclareRecusal'),
  RecusalDecided: askingBut('DecideRecusal'),
  ResultEstablished: asking('EstablishResult', 'round'),
  DissentDeclared: asking('DeclareDissent', 'reason'),
  EscalationOpened: asking('OpenEscalation', 'points', 'positions', 'options'),
  LevelOpened: asking('OpenLevel', 'level'),
  AttemptRecorded: askingBut('RecordAttempt', 'counts'),
  LevelClosed: asking('CloseLevel', 'level', 'result', 'version', 'consents'),
  LevelSkipped: asking('SkipLevel', 'level', 'consents'),
  EscalationExhausted: asking('EstablishExhaustion'),
  FinalDecisionTaken: final,
  MatterLapsed: asking('EstablishLapse', 'reason'),
  CabinetReferred: asking('ReferToCabinet', 'reason'),
  CabinetDecisionRecorded: asking('RecordCabinetDecision', 'outcome', 'reference', 'date', 'text'),
  DecisionEnacted: asking(
    'EnactDecision',
    ...['decisionNo', 'effectiveFrom', 'validUntil', 'reviewOn', 'bindingScope', 'duties'],
  ),
  DecisionPublished: askingBut('PublishDecision'),
  DutyReported: askingBut('ReportDuty'),
  DutyWaived: askingBut('WaiveDuty'),
  DutyOverdue: asking('MarkDutyOverdue', 'duty'),
  DecisionRenewed: askingBut('RenewDecision'),
  DecisionEnded: askingBut('EndDecision'),
  DecisionExpired: asking('ExpireDecision'),
  ExemptionGranted: askingBut('GrantExemption'),
  RecordTransferred: askingBut('TransferRecord'),
  DeadlinePassed: asking('PassDeadline', 'kind', 'dueAt', 'level'),
  CorrectionRequested: askingBut('RequestCorrection', 'wrong', 'targetRevision', 'affected'),
  CorrectionCommented: askingBut('CommentCorrection'),
  CorrectionRefused: askingBut('RefuseCorrection'),
  CorrectionApproved: asking('ApproveCorrection', 'correction'),
  ErasureRequested: askingBut('RequestErasure'),
  ValuesErased: asking('ApproveErasure', 'erasure'),
};
