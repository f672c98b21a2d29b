import {
  CABINET_OUTCOMES,
  ENDINGS,
  type MatterEventType,
  type MatterPayloads,
  PUBLICATION_TARGETS,
  RANKS,
} from '#domain';
import { asking, reading, type Row } from './asking.js';
import { WORDS } from './masked.js';
import { day, flag, instant, list, maybe, names, object, oneOf, open, text, whole, words } from './shape.js';

type Final = MatterPayloads['TakeFinalDecision'];
const taken = reading<
  Required<Pick<Final, 'version' | 'resultResponsibility'>> & { readonly answers: readonly object[] }
>({
  version: whole,
  answers: list(object<object>({ seat: text, text: words })),
  resultResponsibility: object({ accepted: flag, reportDates: list(day) }),
});
const enacted = reading<Pick<Final, 'decisionNo' | 'validUntil'>>({ decisionNo: maybe(text), validUntil: maybe(day) });

/** A final decision is enacted in the same step: number and end are in the second event. */
const final: Row = ([first, second]) => {
  const data = taken(first);
  const given = second ? enacted(second) : {};
  return data && given && { type: 'TakeFinalDecision', data: { ...data, ...given, reasons: WORDS } };
};

type Escalation = MatterPayloads['OpenEscalation'];
type Duty = NonNullable<MatterPayloads['EnactDecision']['duties']>[number];

const level = { level: text };

/** The ladder, the final decision, the cabinet, and the decision from its enactment to its end. */
export const askedOfDecisions = {
  EscalationOpened: asking('OpenEscalation', {
    points: list(text),
    positions: list(object({ code: text, text: words })),
    options: list(object<Escalation['options'][number]>({ version: maybe(whole), text: words })),
  }),
  LevelOpened: asking('OpenLevel', level),
  AttemptRecorded: asking('RecordAttempt', {
    ...{ ...level, date: day, form: text, declinedBy: maybe(names), note: maybe(words) },
    ranks: list(object({ code: text, rank: oneOf(RANKS) })),
  }),
  LevelClosed: asking('CloseLevel', {
    ...{ ...level, result: oneOf(['AGREED', 'NOT_AGREED']), version: maybe(whole), consents: maybe(names) },
  }),
  LevelSkipped: asking('SkipLevel', { ...level, consents: names }),
  EscalationExhausted: asking('EstablishExhaustion', {}),
  FinalDecisionTaken: final,
  MatterLapsed: asking('EstablishLapse', { reason: words }),
  CabinetReferred: asking('ReferToCabinet', { reason: words }),
  CabinetDecisionRecorded: asking('RecordCabinetDecision', {
    ...{ outcome: oneOf(CABINET_OUTCOMES), reference: maybe(text), date: day, text: maybe(text), votes: maybe(open()) },
  }),
  DecisionEnacted: asking('EnactDecision', {
    ...{ decisionNo: maybe(text), effectiveFrom: day, validUntil: maybe(day), reviewOn: maybe(day) },
    bindingScope: maybe(oneOf(['ALL', 'CONSENTING'])),
    duties: maybe(list(object<Duty>({ duty: text, ministry: maybe(text), text, due: day }))),
  }),
  DecisionPublished: asking('PublishDecision', { target: oneOf(PUBLICATION_TARGETS) }),
  DutyReported: asking('ReportDuty', { duty: text, report: words, done: flag }),
  DutyWaived: asking('WaiveDuty', { duty: text, reason: words }),
  DutyOverdue: asking('MarkDutyOverdue', { duty: text }),
  DecisionRenewed: asking('RenewDecision', { by: text, validUntil: day }),
  DecisionEnded: asking('EndDecision', { kind: oneOf(ENDINGS), by: text, reason: words }),
  DecisionExpired: asking('ExpireDecision', {}),
  ExemptionGranted: asking('GrantExemption', {
    ...{ ministry: text, from: day, until: day, evaluationDue: day, reason: words },
  }),
  RecordTransferred: asking('TransferRecord', { fileReference: text, verdict: maybe(oneOf(['A', 'B', 'V'])) }),
  DeadlinePassed: asking('PassDeadline', {
    ...{ kind: oneOf(['DISSENT', 'LEVEL', 'FINAL_WINDOW', 'DECIDE_BY']), level: maybe(text), dueAt: instant },
  }),
} satisfies { readonly [T in MatterEventType]?: Row };
