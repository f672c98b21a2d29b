import type { VoteSilence } from './counting/silence.js';
import type { Day, Instant } from './time.js';

/** What waits for a house, and the command that answers it. */
export const ANSWERED_BY = {
  VOTE: 'CastVote',
  RESERVATION: 'LiftReservation',
  HEARING: 'RecordComment',
  CORRECTION: 'CommentCorrection',
  EXAMINATION: 'ReportExamination',
  LEAD_TRANSFER: 'ConfirmLeadTransfer',
  DUTY: 'ReportDuty',
  CONSENT: 'ConsentToAgreement',
  SIGNATURE: 'SignAgreement',
  MEASURE: 'ReportMeasure',
  REVIEW: 'ReviewAgreement',
} as const;
export type WaitingKind = keyof typeof ANSWERED_BY;

interface Sentences {
  readonly de: string;
  readonly en: string;
}

/** What happens if the house does nothing, in a sentence each. */
export const silences = {
  DEEMED_CONSENT: {
    de: 'Schweigen gilt als Zustimmung, wenn die Zustellung rechtzeitig nachgewiesen ist.',
    en: 'Silence counts as consent if timely delivery is proven.',
  },
  NO_RESULT: {
    de: 'Schweigen ist keine Zustimmung: Ohne Ihre Stimme gibt es kein Einvernehmen; die Runde kann verlängert oder der Dissens erklärt werden.',
    en: 'Silence is no consent: without your vote nothing is agreed; the round may be extended or dissent declared.',
  },
  NOT_COUNTED: {
    de: 'Es entscheiden die Stimmen der anderen.',
    en: 'The votes of the others decide.',
  },
  COUNTS_AGAINST: {
    de: 'Schweigen wirkt wie eine Gegenstimme: Die Mehrheit wird an allen gemessen.',
    en: 'Silence works like a vote against: the majority is measured against everybody.',
  },
  NO_OBJECTION: {
    de: 'Schweigen zählt nicht als Widerspruch.',
    en: 'Silence does not count as an objection.',
  },
  RESERVATION_LAPSES: {
    de: 'Der Vorbehalt verfällt mit der Frist und zählt so, wie das Regelwerk es bestimmt, in der Regel als Widerspruch.',
    en: 'The reservation lapses with its deadline and counts as the rule book says, usually as an objection.',
  },
  BECOMES_CONDITION: {
    de: 'Der Vorbehalt wird zur Bedingung des Beschlusses.',
    en: 'The reservation becomes a condition of the decision.',
  },
  HEARING_DONE: {
    de: 'Mit dem Ende der Frist gilt die Anhörung als erfolgt.',
    en: 'With the end of the period the hearing counts as given.',
  },
  DECIDED_UNHEARD: {
    de: 'Nach der Anhörungsfrist kann über die Berichtigung ohne Ihre Stellungnahme entschieden werden.',
    en: 'After the hearing period the correction may be decided without your comment.',
  },
  STAYS_OPEN: {
    de: 'Der Prüfauftrag bleibt offen.',
    en: 'The examination stays open.',
  },
  LEAD_STAYS: {
    de: 'Die Federführung geht nicht über.',
    en: 'The lead does not pass over.',
  },
  OVERDUE: {
    de: 'Der Auftrag bleibt bestehen und wird als überfällig geführt.',
    en: 'The task remains and is listed as overdue.',
  },
  NOT_CONCLUDED: {
    de: 'Schweigen ist keine Zustimmung: Ohne Sie kommt die Vereinbarung nicht zustande.',
    en: 'Silence is no consent: without you the agreement does not come about.',
  },
  VERSION_STAYS: {
    de: 'Schweigen ist keine Zustimmung: Ohne Sie bleibt es bei der geltenden Fassung.',
    en: 'Silence is no consent: without you the version in force stays.',
  },
} as const satisfies Record<VoteSilence, Sentences> & Record<string, Sentences>;
export type SilenceEffect = keyof typeof silences;

/** Something that waits for a house. */
export interface Waiting {
  readonly ministry: string;
  readonly kind: WaitingKind;
  /** The round, duty, measure or correction it is about. */
  readonly subject?: string;
  /** The version that is to be answered. */
  readonly version?: number;
  /** Exclusive end; none where nothing ends the waiting. */
  readonly dueAt?: Instant;
  readonly lastDay?: Day;
  readonly text?: string;
  /** What happens if the house does nothing. */
  readonly silence: SilenceEffect;
}

/** Rights that end with their deadline: afterwards nothing waits any more, even if nothing was recorded. */
export const ENDING: readonly WaitingKind[] = ['HEARING'];
