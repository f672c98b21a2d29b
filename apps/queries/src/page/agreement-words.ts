import type { Agreement, AgreementDeadline, AgreementEvent } from '#domain';
import type { Bilingual } from './language.js';

export const AGREEMENT_PHASE_WORDS: Readonly<Record<Agreement['phase'], Bilingual>> = {
  NONE: ['Nicht vorhanden', 'Not there'],
  NEGOTIATION: ['In Verhandlung', 'In negotiation'],
  CONCLUDED: ['Alle haben zugestimmt', 'All have consented'],
  SIGNED: ['Gezeichnet', 'Signed'],
  IN_FORCE: ['In Kraft', 'In force'],
  REDUCED: ['In Kraft, ein Anteil ist offen', 'In force, a share is open'],
  TERMINATED: ['Durch Ausscheiden beendet', 'Ended by a departure'],
  EXPIRED: ['Laufzeit beendet', 'Term ended'],
  ABANDONED: ['Aufgegeben', 'Abandoned'],
};

export const AGREEMENT_DEADLINE_WORDS: Readonly<Record<AgreementDeadline['kind'], Bilingual>> = {
  TERM: ['Ende der Laufzeit', 'End of the term'],
  NOTICE: ['Letzter Tag als Partei', 'Last day as a party'],
  MEASURE: ['Maßnahme fällig', 'Measure due'],
  REVIEW: ['Nächste Überprüfung', 'Next review'],
};

/** One sentence per event of an agreement; placeholders as in `sentences.ts`. */
export const AGREEMENT_SENTENCES: Readonly<Record<AgreementEvent['type'], Bilingual>> = {
  AgreementDrafted: [
    'Vereinbarung „{title}“ von {parties} entworfen, Fassung {version}.',
    'Agreement “{title}” of {parties} drafted, version {version}.',
  ],
  AgreementRevised: [
    'Entwurf geändert: Fassung {version}. Frühere Zustimmungen und Zeichnungen sind hinfällig.',
    'Draft changed: version {version}. Earlier consents and signatures fall.',
  ],
  AgreementPartyConsented: [
    '{party} stimmt Fassung {version} zu ({rank}).',
    '{party} consents to version {version} ({rank}).',
  ],
  AgreementPartyRefused: [
    '{party} lehnt Fassung {version} ab: {reason}',
    '{party} refuses version {version}: {reason}',
  ],
  AgreementConcluded: ['Alle haben Fassung {version} zugestimmt.', 'All have consented to version {version}.'],
  AgreementSigned: ['{party} zeichnet Fassung {version} ({level}).', '{party} signs version {version} ({level}).'],
  BackingDeclared: ['Rückendeckung für {party}: {rank}. {note}', 'Backing for {party}: {rank}. {note}'],
  BackingWithdrawn: ['Rückendeckung für {party} zurückgezogen. {note}', 'Backing for {party} withdrawn. {note}'],
  AgreementActivated: [
    'Vereinbarung in Kraft gesetzt ab {inForceFrom}, Fassung {version}.',
    'Agreement put in force from {inForceFrom}, version {version}.',
  ],
  AmendmentProposed: [
    'Änderung vorgeschlagen: Fassung {version}. Beitritt: {newParty}.',
    'Amendment proposed: version {version}. Accession: {newParty}.',
  ],
  AgreementAmended: ['Fassung {version} gilt ab {inForceFrom}.', 'Version {version} is in force from {inForceFrom}.'],
  TerminationNoticeGiven: [
    '{party} kündigt ({kind}), letzter Tag {effectiveOn}. {reason}',
    '{party} gives notice ({kind}), last day {effectiveOn}. {reason}',
  ],
  TerminationNoticeWithdrawn: ['{party} nimmt die Kündigung zurück.', '{party} withdraws the notice.'],
  PartyLeft: [
    '{party} ist ausgeschieden, letzter Tag {on}. Es bleiben {remaining}.',
    '{party} has left, last day {on}. There remain {remaining}.',
  ],
  FundingRevisionRequired: [
    'Ein Anteil von {openShareBp} Basispunkten ist offen; die Finanzierung ist neu zu vereinbaren.',
    'A share of {openShareBp} basis points is open; the funding has to be agreed anew.',
  ],
  AgreementTerminated: ['Vereinbarung beendet, letzter Tag {on}.', 'Agreement ended, last day {on}.'],
  AgreementExpired: ['Laufzeit beendet, letzter Tag {on}.', 'Term ended, last day {on}.'],
  AgreementAbandoned: ['Vereinbarung aufgegeben: {reason}', 'Agreement abandoned: {reason}'],
  OfficeStaffed: ['Stellen der Geschäftsstelle verteilt.', 'Posts of the joint office assigned.'],
  MeasurePlanned: [
    'Maßnahme {measure} geplant: {text} ({owner}, fällig {due}).',
    'Measure {measure} planned: {text} ({owner}, due {due}).',
  ],
  MeasureReported: [
    'Maßnahme {measure} zu {progress} % erledigt. {note}',
    'Measure {measure} done to {progress} %. {note}',
  ],
  AgreementReviewed: [
    'Überprüft: {findings} Nächste Überprüfung: {nextReviewOn}.',
    'Reviewed: {findings} Next review: {nextReviewOn}.',
  ],
};
