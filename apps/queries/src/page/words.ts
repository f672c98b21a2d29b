import type { Condition, MatterStatus, Phase, RunningDeadline } from '#domain';
import type { Seal } from '#log';
import type { Bilingual } from './language.js';

/** How far a record is proven. */
export const SEAL_WORDS: Readonly<Record<Seal, Bilingual>> = {
  PENDING: ['noch ohne Quittung', 'without receipt yet'],
  SEALED: ['versiegelt', 'sealed'],
  WITNESSED: ['bezeugt', 'witnessed'],
};

/** The one list of words for the phases of a matter. */
export const PHASE_WORDS: Readonly<Record<Phase, Bilingual>> = {
  NONE: ['Nicht vorhanden', 'Not there'],
  DRAFT: ['Entwurf', 'Draft'],
  SUBMITTED: ['Eingereicht', 'Submitted'],
  OPEN: ['Verfahren eröffnet', 'Procedure open'],
  ROUND_OPEN: ['Abstimmung läuft', 'Ballot running'],
  ROUND_CLOSED: ['Abstimmung beendet', 'Ballot closed'],
  INCOMPLETE: ['Unvollständig', 'Incomplete'],
  AGREED: ['Einvernehmen', 'Agreed'],
  REJECTED: ['Abgelehnt', 'Rejected'],
  DISSENT: ['Dissens', 'Dissent'],
  ESCALATED: ['In der Eskalation', 'Escalated'],
  RESOLVED: ['Auf einer Stufe geeinigt', 'Resolved on a level'],
  EXHAUSTED: ['Eskalation ausgeschöpft', 'Escalation exhausted'],
  CABINET_PENDING: ['Beim Kabinett', 'With the cabinet'],
  ENACTED: ['Beschlossen', 'Enacted'],
  LAPSED: ['Verfallen', 'Lapsed'],
  WITHDRAWN: ['Zurückgezogen', 'Withdrawn'],
  SPLIT: ['Geteilt', 'Split'],
};

export const EFFECT_WORDS: Readonly<Record<NonNullable<MatterStatus['effect']>, Bilingual>> = {
  IN_FORCE: ['in Kraft', 'in force'],
  SUSPENDED: ['ausgesetzt', 'suspended'],
  EXPIRED: ['abgelaufen', 'expired'],
  REVOKED: ['aufgehoben', 'revoked'],
  SUPERSEDED: ['ersetzt', 'superseded'],
  AMENDED: ['geändert', 'amended'],
  VOIDED: ['gegenstandslos', 'voided'],
};

export const DEADLINE_WORDS: Readonly<Record<RunningDeadline['kind'], Bilingual>> = {
  ROUND: ['Ende der Abstimmung', 'End of the ballot'],
  MODE_OBJECTION: ['Widerspruch gegen das schriftliche Verfahren', 'Objection to the written procedure'],
  RESERVATION: ['Vorbehalt ist aufzulösen', 'Reservation to be lifted'],
  HEARING: ['Ende der Anhörung', 'End of the hearing'],
  GRACE: ['Ende der Karenz für Posteingänge', 'End of the grace period'],
  DISSENT: ['Eröffnung der Eskalation', 'Opening of the escalation'],
  LEVEL: ['Ende der Stufe', 'End of the level'],
  FINAL_WINDOW: ['Fenster der abschließenden Entscheidung', 'Window for the final decision'],
  DECIDE_BY: ['Entscheidung nötig bis', 'Decision needed by'],
  DUTY: ['Pflicht zu erfüllen', 'Duty to be done'],
  EXPIRY: ['Ende der Geltung', 'End of validity'],
  REFERRAL: ['Vorlage an das Kabinett möglich bis', 'Referral to the cabinet possible until'],
};

export const CONDITION_WORDS: Readonly<Record<Condition['text'], Bilingual>> = {
  'no-objection': ['kein Widerspruch', 'no objection'],
  'no-abstention': ['keine Enthaltung', 'no abstention'],
  'no-silence': ['niemand schweigt', 'nobody is silent'],
  'some-consent': ['mindestens eine Zustimmung', 'at least one consent'],
  'express-consents-of-others': ['ausdrückliche Zustimmungen anderer Häuser', 'express consents of other houses'],
  'objections-within-threshold': ['Widersprüche unter der Schwelle', 'objections within the threshold'],
  'more-consents-than-objections': ['mehr Zustimmungen als Widersprüche', 'more consents than objections'],
  'as-many-consents-as-objections': ['so viele Zustimmungen wie Widersprüche', 'as many consents as objections'],
  'more-than-half-of-the-present': ['mehr als die Hälfte der Anwesenden', 'more than half of the present'],
  'half-of-the-present': ['die Hälfte der Anwesenden', 'half of the present'],
  'consent-of-the-chair': ['Zustimmung des Vorsitzes', 'consent of the chair'],
  'more-than-half-of-the-members': ['mehr als die Hälfte der Mitglieder', 'more than half of the members'],
  'share-of-the-votes-cast': ['Anteil an den abgegebenen Stimmen', 'share of the votes cast'],
  'share-of-the-present': ['Anteil an den Anwesenden', 'share of the present'],
  'share-of-the-members': ['Anteil an den Mitgliedern', 'share of the members'],
  'base-not-empty': ['es gibt etwas zu zählen', 'there is something to count'],
  'attempts-left': ['weitere Versuche sind möglich', 'attempts are left'],
  'attempts-used-up': ['die Versuche sind verbraucht', 'the attempts are used up'],
};

/** Codes of the records in words; a code that is not here stands for itself. */
const CODE_WORDS: Readonly<Record<string, Bilingual>> = {
  CONSENT: ['Zustimmung', 'consent'],
  OBJECTION: ['Widerspruch', 'objection'],
  ABSTENTION: ['Enthaltung', 'abstention'],
  NOT_CONCERNED: ['nicht betroffen', 'not concerned'],
  DEEMED: ['Zustimmung durch Schweigen', 'consent by silence'],
  SILENT: ['keine Antwort', 'no answer'],
  AGREED: ['Einvernehmen', 'agreed'],
  NOT_AGREED: ['keine Einigung', 'not agreed'],
  REJECTED: ['abgelehnt', 'rejected'],
  INCOMPLETE: ['unvollständig', 'incomplete'],
  DISSENT: ['Dissens', 'dissent'],
  CONSENSUS: ['Konsens', 'consensus'],
  SILENCE: ['Schweigen', 'silence'],
  MAJORITY: ['Mehrheit', 'majority'],
  FINAL: ['abschließende Entscheidung', 'final decision'],
  CABINET: ['Kabinett', 'cabinet'],
  WRITTEN: ['schriftlich', 'in writing'],
  MEETING: ['in der Sitzung', 'in a meeting'],
  DEADLINE: ['Fristablauf', 'deadline'],
  ALL_VOTED: ['alle haben geantwortet', 'everybody has answered'],
  DIRECTORATE: ['Abteilungsleitung', 'directorate'],
  STATE_SECRETARY: ['Staatssekretärsebene', 'state secretaries'],
  MINISTER: ['Ministerebene', 'ministers'],
  WITHIN: ['innerhalb', 'within'],
  OUTSIDE: ['außerhalb', 'outside'],
  EXCLUDED: ['ausgeschlossen', 'excluded'],
  BINDING: ['verbindlich', 'binding'],
  RECOMMENDATION: ['Empfehlung', 'recommendation'],
  FINAL_WINDOW: ['Entscheidungsfenster', 'window for the final decision'],
  LEVEL: ['Stufe', 'level'],
  SOLE: ['allein', 'sole'],
  SHARED: ['geteilt', 'shared'],
  SIMPLE: ['einfache Signatur', 'simple signature'],
  ADVANCED: ['fortgeschrittene Signatur', 'advanced signature'],
  QUALIFIED: ['qualifizierte Signatur', 'qualified signature'],
  ORDINARY: ['ordentlich', 'ordinary'],
  EXTRAORDINARY: ['außerordentlich', 'extraordinary'],
  YEAR_END: ['zum Jahresende', 'to the end of a year'],
  MONTH_END: ['zum Monatsende', 'to the end of a month'],
  ANY: ['zu jedem Tag', 'to any day'],
  BACKING_WITHDRAWN: ['Rückendeckung zurückgezogen', 'backing withdrawn'],
  ACCOUNTABLE_LEFT: ['Verantwortliche ausgeschieden', 'accountable party has left'],
};

export const wordOf = (code: string): Bilingual => {
  const word = Object.hasOwn(CODE_WORDS, code) ? CODE_WORDS[code] : undefined;
  return word ?? [code, code];
};
