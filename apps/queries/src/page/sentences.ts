import type { MatterEventType } from '#domain';
import { AGREEMENT_SENTENCES } from './agreement-words.js';
import { goneWords } from './gone.js';
import { type Bilingual, dayText, dueText, inLanguage, instantText, type Language } from './language.js';
import { wordOf } from './words.js';

/** One sentence per event of a matter; `{name}` stands for a member of its data, `{name!}` for an exclusive end. */
const SENTENCES: Readonly<Record<MatterEventType, Bilingual>> = {
  MatterDrafted: ['Vorlage „{title}“ angelegt, Federführung {lead}.', 'Matter “{title}” drafted, lead {lead}.'],
  MatterRevised: ['Entwurf überarbeitet, Fassung {version}.', 'Draft revised, version {version}.'],
  MatterSubmitted: ['Fassung {version} eingereicht.', 'Version {version} submitted.'],
  ProcedureOpened: [
    'Verfahren in {body} eröffnet, Regelbuch {ruleBook.id} {ruleBook.version}.',
    'Procedure opened in {body}, rule book {ruleBook.id} {ruleBook.version}.',
  ],
  ParticipantAdded: ['{code} beteiligt ({form}).', '{code} takes part ({form}).'],
  MatterAmended: [
    'Text geändert: Fassung {fromVersion} → {version}.',
    'Text amended: version {fromVersion} → {version}.',
  ],
  MatterSplit: ['Vorlage geteilt: {reason}', 'Matter split: {reason}'],
  MatterWithdrawn: ['Vorlage zurückgezogen: {reason}', 'Matter withdrawn: {reason}'],
  ClassificationChanged: ['Einstufung geändert: {from} → {to}.', 'Classification changed: {from} → {to}.'],
  CommentRecorded: ['{code} nimmt Stellung: {text}', '{code} comments: {text}'],
  StatementRecorded: ['{seat} gibt zu Protokoll: {text}', '{seat} states for the record: {text}'],
  ParticipationRequested: ['{party} bittet um Beteiligung.', '{party} asks to take part.'],
  ParticipationAnswered: [
    'Beteiligung von {party} beantwortet: {grantedDepth}.',
    'Participation of {party} answered: {grantedDepth}.',
  ],
  ExaminationRequested: ['Prüfung erbeten bis {due}: {question}', 'Examination requested by {due}: {question}'],
  ExaminationReported: ['Ergebnis der Prüfung: {result}', 'Result of the examination: {result}'],
  LeadTransferAnnounced: [
    'Wechsel der Federführung an {to} zum {on} angekündigt.',
    'Transfer of the lead to {to} on {on} announced.',
  ],
  LeadTransferred: ['Federführung gewechselt: {from} → {to}.', 'Lead transferred: {from} → {to}.'],
  CompetenceDisputeRaised: ['Zuständigkeit bestritten ({areas}): {reason}', 'Competence disputed ({areas}): {reason}'],
  CompetenceDisputeResolved: [
    'Zuständigkeit geklärt ({areas}): {ruling}.',
    'Competence clarified ({areas}): {ruling}.',
  ],
  RoundOpened: [
    'Runde {no} eröffnet ({mode}), Fassung {version}, Frist bis {dueAt!}.',
    'Round {no} opened ({mode}), version {version}, due {dueAt!}.',
  ],
  DeliveryProven: ['Zustellung nachgewiesen: {seats}.', 'Delivery proven: {seats}.'],
  VoteCast: ['{seat}: {value}. {reason}', '{seat}: {value}. {reason}'],
  VoteChanged: ['{seat} ändert die Stimme: {value}. {reason}', '{seat} changes the vote: {value}. {reason}'],
  VoteRecordPending: [
    'Stimme von {seat} erfasst, wartet auf Bestätigung: {value}.',
    'Vote of {seat} recorded, awaits confirmation: {value}.',
  ],
  LateVoteNoted: [
    'Verspätete Erklärung von {seat} vermerkt, zählt nicht: {value}.',
    'Late declaration of {seat} noted, does not count: {value}.',
  ],
  ReservationDeclared: [
    '{seat} macht einen Vorbehalt ({kind}), aufzulösen bis {due!}.',
    '{seat} declares a reservation ({kind}), due {due!}.',
  ],
  ReservationLifted: ['{seat} hebt den Vorbehalt auf ({kind}).', '{seat} lifts the reservation ({kind}).'],
  ReservationLapsed: [
    'Vorbehalt von {seat} verfallen, zählt als {counts}.',
    'Reservation of {seat} lapsed, counts as {counts}.',
  ],
  ReservationConfirmed: ['{seat} bestätigt den Vorbehalt: {reason}', '{seat} confirms the reservation: {reason}'],
  WrittenModeObjected: [
    '{seat} widerspricht dem schriftlichen Verfahren: {reason}',
    '{seat} objects to the written procedure: {reason}',
  ],
  ConstructiveVetoRaised: [
    '{seat} erhebt das konstruktive Veto, Gegenvorschlag Fassung {version}.',
    '{seat} raises the constructive veto, counter-proposal version {version}.',
  ],
  VetoLapsed: [
    'Gegenvorschlag von {seat} nicht angenommen; Fassung {currentVersion} gilt wieder.',
    'Counter-proposal of {seat} not agreed; version {currentVersion} stands again.',
  ],
  RecusalDeclared: ['Befangenheit angezeigt: {seat} ({ground}).', 'Recusal declared: {seat} ({ground}).'],
  RecusalDecided: ['Über Befangenheit entschieden: {seat} {ruling}.', 'Recusal decided: {seat} {ruling}.'],
  RoundSuperseded: ['Runde beendet, weil der Gegenstand sich geändert hat ({cause}).', 'Round superseded ({cause}).'],
  RoundExtended: ['Runde {no} verlängert bis {dueAt!}: {reason}', 'Round {no} extended until {dueAt!}: {reason}'],
  RoundClosed: ['Runde beendet: {cause}.', 'Round closed: {cause}.'],
  ResultEstablished: [
    'Ergebnis festgestellt: {outcome}. {tally.Y} Zustimmungen, {tally.N} Widersprüche, {tally.A} Enthaltungen, {tally.S} ohne Antwort.',
    'Result established: {outcome}. {tally.Y} consents, {tally.N} objections, {tally.A} abstentions, {tally.S} silent.',
  ],
  ResultRescinded: ['Ergebnis aufgehoben nach einer Berichtigung.', 'Result rescinded after a correction.'],
  DissentDeclared: ['Dissens festgestellt: {objections}.', 'Dissent declared: {objections}.'],
  EscalationOpened: ['Eskalation eröffnet; strittig: {points}.', 'Escalation opened; disputed: {points}.'],
  LevelOpened: ['Stufe {level} eröffnet, Frist bis {dueAt!}.', 'Level {level} opened, due {dueAt!}.'],
  AttemptRecorded: [
    'Einigungsversuch auf Stufe {level} am {date}: {form}.',
    'Attempt on level {level} on {date}: {form}.',
  ],
  LevelClosed: ['Stufe {level} beendet: {result}.', 'Level {level} closed: {result}.'],
  LevelSkipped: ['Stufe {level} einvernehmlich übersprungen.', 'Level {level} skipped by consent.'],
  EscalationResolved: [
    'In der Eskalation geeinigt auf Fassung {version}.',
    'Escalation resolved on version {version}.',
  ],
  EscalationExhausted: [
    'Eskalation ausgeschöpft; abschließende Entscheidung möglich bis {windowDueAt!}.',
    'Escalation exhausted; final decision possible until {windowDueAt!}.',
  ],
  FinalDecisionTaken: [
    'Abschließende Entscheidung durch {decider} gegen {dissenting} (Rechtsgrundlage: {legalBasis.reference}): {reasons}',
    'Final decision by {decider} against {dissenting} (legal basis: {legalBasis.reference}): {reasons}',
  ],
  MatterLapsed: ['Vorlage verfallen ({cause}): {reason}', 'Matter lapsed ({cause}): {reason}'],
  CabinetReferred: ['{by} legt dem Kabinett vor: {reason}', '{by} refers to the cabinet: {reason}'],
  CabinetDecisionRecorded: [
    'Kabinettbeschluss {reference} vom {date}: {outcome}.',
    'Cabinet decision {reference} of {date}: {outcome}.',
  ],
  DecisionEnacted: [
    'Beschluss {decisionNo} ausgefertigt, Fassung {version}, Zustandekommen: {origin}, in Kraft ab {effectiveFrom}.',
    'Decision {decisionNo} enacted, version {version}, origin: {origin}, in force from {effectiveFrom}.',
  ],
  DecisionPublished: ['Beschluss veröffentlicht ({target}).', 'Decision published ({target}).'],
  DutyReported: ['Bericht zur Pflicht {duty}: {report}', 'Report on duty {duty}: {report}'],
  DutyWaived: ['Pflicht {duty} erlassen: {reason}', 'Duty {duty} waived: {reason}'],
  DutyOverdue: [
    'Pflicht {duty} von {ministry} ist überfällig seit {due}.',
    'Duty {duty} of {ministry} overdue since {due}.',
  ],
  DecisionRenewed: ['Geltung verlängert bis {validUntil}.', 'Validity renewed until {validUntil}.'],
  DecisionEnded: ['Beschluss beendet ({kind}).', 'Decision ended ({kind}).'],
  ExemptionGranted: [
    'Ausnahme für {ministry} von {from} bis {until}.',
    'Exemption for {ministry} from {from} to {until}.',
  ],
  DecisionSuspended: ['Wirkung ausgesetzt ({cause}).', 'Effect suspended ({cause}).'],
  DecisionReinstated: ['Wirkung wieder eingesetzt ({cause}).', 'Effect reinstated ({cause}).'],
  DecisionExpired: ['Geltung abgelaufen am {validUntil}.', 'Validity expired on {validUntil}.'],
  DecisionVoided: ['Beschluss gegenstandslos nach einer Berichtigung.', 'Decision voided after a correction.'],
  DeadlinePassed: ['Frist verstrichen ({kind}): {dueAt!}.', 'Deadline passed ({kind}): {dueAt!}.'],
  CorrectionRequested: ['Berichtigung beantragt ({kind}): {reason}', 'Correction requested ({kind}): {reason}'],
  CorrectionCommented: ['Stellungnahme zur Berichtigung: {text}', 'Comment on the correction: {text}'],
  CorrectionRefused: ['Berichtigung abgelehnt: {reason}', 'Correction refused: {reason}'],
  CorrectionApproved: ['Berichtigung gebilligt ({effect}).', 'Correction approved ({effect}).'],
  ErasureRequested: [
    'Löschung beantragt nach {legalGround.reference}.',
    'Erasure requested under {legalGround.reference}.',
  ],
  ValuesErased: ['Gelöscht nach {legalGround.reference}.', 'Erased under {legalGround.reference}.'],
  RecordTransferred: ['Akte abgegeben: {fileReference}.', 'Record transferred: {fileReference}.'],
};

const ALL = { ...SENTENCES, ...AGREEMENT_SENTENCES };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

function shown(value: unknown, isEnd: boolean, language: Language): string {
  const gone = goneWords(value, language);
  if (gone !== undefined) return gone;
  if (Array.isArray(value)) return value.map((item) => shown(item, isEnd, language)).join(', ');
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  if (INSTANT.test(value)) return (isEnd ? dueText : instantText)(value, language);
  return DAY.test(value) ? dayText(value, language) : inLanguage(wordOf(value), language);
}

const member = (data: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? Reflect.get(value, name)
          : undefined,
      data,
    );

/** What the event says, in a sentence; of a newer event its type. */
export function sentenceOf(type: string, data: object, language: Language): string {
  const sentence = Object.hasOwn(ALL, type) ? ALL[type as keyof typeof ALL] : ([type, type] as const);
  const fill = (_: string, path: string, end?: string) => shown(member(data, path), end === '!', language) || '–';
  return inLanguage(sentence, language)
    .replace(/\{([\w.]+)(!)?\}/g, fill)
    .replace(/\. –$/, '.');
}
