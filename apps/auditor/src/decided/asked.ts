import { isSealed, type Json, type JsonObject, type RecordFields } from '#evidence';

/** A command as far as it can be read from what it recorded. */
export interface Asked {
  readonly type: string;
  readonly data: JsonObject;
}

/** Stands for words that are sealed: the rules ask only whether there are any. */
const WORDS = '●';

function maskedList(values: readonly Json[]): readonly Json[] {
  let copy: Json[] | undefined;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as Json;
    const other = masked(value);
    if (other !== value) (copy ??= [...values])[at] = other;
  }
  return copy ?? values;
}

function maskedObject(values: JsonObject): JsonObject {
  let copy: Record<string, Json> | undefined;
  for (const name in values) {
    const value = values[name] as Json;
    const other = masked(value);
    if (other !== value) (copy ??= { ...values })[name] = other;
  }
  return copy ?? values;
}

/** Sealed values compare as such: their salt is not in the file. Most records seal nothing, and are not copied. */
export function masked(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return maskedList(value as readonly Json[]);
  return isSealed(value) ? WORDS : maskedObject(value as JsonObject);
}

/** Data of the record, without seals. */
const said = ({ data }: RecordFields): JsonObject => masked(data as JsonObject) as JsonObject;

type Row = (records: readonly [RecordFields, ...RecordFields[]]) => Asked | undefined;

/** The named members of the first record as they are, which the rules put into the event unchanged. */
const asking =
  (type: string, ...names: string[]): Row =>
  ([first]) => {
    const all = said(first);
    const data: Record<string, Json> = {};
    for (const name of names) if (Object.hasOwn(all, name)) data[name] = all[name] ?? null;
    return { type, data };
  };

/** All members but those that the rules compute, and the stream's own id. */
function askingBut(type: string, ...computed: string[]): Row {
  const left = new Set(['matter', 'agreement', ...computed]);
  return ([first]) => {
    const all = said(first);
    const data: Record<string, Json> = {};
    for (const name in all) if (!left.has(name)) data[name] = all[name] as Json;
    return { type, data };
  };
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
  (records) => {
    const [first, ...more] = records;
    if (Object.hasOwn(first.data, 'confirmedBy')) return asking('ConfirmVote', 'round', 'seat')(records);
    const { data = {} } = asking(own, ...VOTE)(records) ?? {};
    if (first.by.role === 'SEC') return { type: 'RecordVote', data: Object.assign(data, { change }) };
    return { type: own, data: Object.assign(data, accompanying(more)) };
  };

/** By the type of the first event of a command, what was asked for; events that are nobody's judgement are not here. */
export const askedOfMatter: { readonly [type: string]: Row } = {
  ProcedureOpened: askingBut('OpenProcedure', 'ruleBook', 'body', 'track', 'hearingDue'),
  RoundOpened: asking('OpenRound', 'round', 'mode', 'rule', 'period', 'urgentReason', 'meeting', 'item'),
  RoundExtended: asking('ExtendRound', 'round', 'reason'),
  RoundClosed: (records) => asking(isTimed(records[0]) ? 'CloseRoundAtDeadline' : 'CloseRound', 'round')(records),
  VoteCast: voting('CastVote', false),
  VoteChanged: voting('ChangeVote', true),
  ResultEstablished: asking('EstablishResult', 'round'),
  CorrectionApproved: asking('ApproveCorrection', 'correction'),
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
  DeadlinePassed: asking('PassDeadline', 'kind', 'dueAt', 'level'),
  ReservationLapsed: asking('LapseReservation', 'round', 'seat'),
  DutyOverdue: asking('MarkDutyOverdue', 'duty'),
  DecisionExpired: asking('ExpireDecision'),
};

export const askedOfAgreement: { readonly [type: string]: Row } = {
  AgreementPartyConsented: askingBut('ConsentToAgreement', 'rank'),
  AgreementSigned: askingBut('SignAgreement', 'rank'),
  AgreementActivated: asking('ActivateAgreement', 'inForceFrom'),
  TerminationNoticeGiven: askingBut('GiveNotice', 'receivedAt'),
  PartyLeft: asking('LeaveAgreement', 'party'),
  AgreementExpired: asking('ExpireAgreement'),
};

/** Events that only ever follow from another one of the same command: alone, nobody decided them. */
export const FOLLOWING: ReadonlySet<string> = new Set([
  ...['ResultRescinded', 'EscalationResolved', 'VetoLapsed', 'DecisionSuspended', 'DecisionReinstated'],
  ...['AgreementConcluded', 'AgreementAmended', 'AgreementTerminated', 'FundingRevisionRequired'],
]);
