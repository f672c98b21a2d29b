/**
 * Why a refusal is one: shape of the payload, person or house, not visible, immutable history, state, too late, rule.
 * Source: refusals of the domain, first paragraph.
 */
export type RefusalKind = 'shape' | 'person' | 'invisible' | 'history' | 'state' | 'late' | 'rule';

/** Every refusal with its sentences; placeholders in braces are filled from the parameters. Source: refusals of the domain. */
export const refusals = {
  INVALID_PAYLOAD: {
    kind: 'shape',
    de: 'Die Angaben sind unvollständig oder nicht in der erwarteten Form.',
    en: 'The payload is incomplete or malformed.',
  },
  FORBIDDEN: {
    kind: 'person',
    de: 'Ihre Funktion erlaubt diesen Schritt nicht.',
    en: 'Your function does not permit this step.',
  },
  MANDATE_INSUFFICIENT: {
    kind: 'person',
    de: 'Ihr Mandat deckt diesen Schritt nicht.',
    en: 'Your mandate does not cover this step.',
  },
  MANDATE_RANK: {
    kind: 'person',
    de: 'Ein Mandat kann nur von gleichem oder höherem Rang erteilt werden.',
    en: 'A mandate can only be granted by an equal or higher rank.',
  },
  SEAT_NOT_ELIGIBLE: {
    kind: 'person',
    de: 'Dieser Sitz ist in dieser Runde nicht stimmberechtigt.',
    en: 'This seat is not eligible in this round.',
  },
  SEAT_RECUSED: {
    kind: 'person',
    de: 'Die Person oder der Sitz ist wegen Befangenheit ausgeschlossen.',
    en: 'The person or seat is excluded by recusal.',
  },
  SELF_RULING: {
    kind: 'person',
    de: 'Über die eigene Befangenheit darf die betroffene Stelle nicht mitentscheiden.',
    en: 'The affected party must not take part in the ruling about itself.',
  },
  NOT_LEAD: {
    kind: 'person',
    de: 'Nur das federführende Ressort darf dies.',
    en: 'Only the lead ministry may do this.',
  },
  NOT_VETO_HOLDER: {
    kind: 'person',
    de: 'Das konstruktive Veto steht diesem Sitz nicht zu.',
    en: 'This seat does not hold the constructive veto.',
  },
  NOT_FINAL_DECIDER: {
    kind: 'person',
    de: 'Die abschließende Entscheidung steht diesem Ressort nicht zu.',
    en: 'This ministry is not the final decider.',
  },
  NOT_CLARIFIER: {
    kind: 'person',
    de: 'Für die Klärung der Zuständigkeit ist eine andere Stelle bestimmt.',
    en: 'Another office is to clarify the competence.',
  },
  NOT_A_PARTY: {
    kind: 'person',
    de: 'Ihr Haus ist nicht Partei dieser Vereinbarung.',
    en: 'Your house is not a party to this agreement.',
  },
  NOT_FOUND: { kind: 'invisible', de: 'Nicht gefunden.', en: 'Not found.' },
  HISTORY_IMMUTABLE: {
    kind: 'history',
    de: 'Einträge der Entscheidungshistorie sind unveränderlich; nutzen Sie die Berichtigung.',
    en: 'Entries of the decision history are immutable; use a correction.',
  },
  ALREADY_EXISTS: {
    kind: 'state',
    de: 'Unter dieser Kennung gibt es bereits einen Eintrag.',
    en: 'An entry with this id already exists.',
  },
  CONCURRENT_MODIFICATION: {
    kind: 'state',
    de: 'Der Vorgang wurde inzwischen geändert; bitte prüfen Sie den neuen Stand.',
    en: 'The stream has changed meanwhile; please look at the new state.',
  },
  IDEMPOTENCY_CONFLICT: {
    kind: 'state',
    de: 'Diese Befehlskennung wurde bereits mit anderem Inhalt verwendet.',
    en: 'This command id was already used with other content.',
  },
  WRONG_STATE: {
    kind: 'state',
    de: 'Im Stand {state} ist dieser Schritt nicht vorgesehen.',
    en: 'This step is not available in state {state}.',
  },
  SEAT_OCCUPIED: { kind: 'state', de: 'Der Sitz ist bereits besetzt.', en: 'The seat is already occupied.' },
  RULEBOOK_OVERLAP: {
    kind: 'state',
    de: 'Für dieses Gremium und diese Verfahrensart gilt bereits ein anderes Regelwerk.',
    en: 'Another rule book already covers this body and track.',
  },
  ROUND_CLOSED: { kind: 'state', de: 'Die Abstimmungsrunde ist beendet.', en: 'The round is closed.' },
  ROUND_STILL_RUNNING: { kind: 'state', de: 'Die Abstimmungsrunde läuft noch.', en: 'The round is still running.' },
  STALE_PROPOSAL_VERSION: {
    kind: 'state',
    de: 'Die Vorlage wurde geändert; bitte zur Fassung {current} Stellung nehmen.',
    en: 'The proposal has changed; please respond to version {current}.',
  },
  ALREADY_VOTED: {
    kind: 'state',
    de: 'Für diesen Sitz liegt bereits eine Stimme vor; nutzen Sie „Stimme ändern“.',
    en: 'This seat has already voted; use change vote.',
  },
  NO_VOTE_TO_CHANGE: {
    kind: 'state',
    de: 'Für diesen Sitz liegt keine Stimme vor.',
    en: 'This seat has no vote to change.',
  },
  RESERVATIONS_OPEN: { kind: 'state', de: 'Es sind noch Vorbehalte offen.', en: 'Reservations are still open.' },
  GRACE_PERIOD_RUNNING: {
    kind: 'state',
    de: 'Das Ergebnis kann erst ab {until} festgestellt werden.',
    en: 'The result can be established from {until} on.',
  },
  DEADLINE_RUNNING: { kind: 'state', de: 'Die Frist läuft noch bis {dueAt}.', en: 'The deadline runs until {dueAt}.' },
  NO_DISSENT: { kind: 'state', de: 'Es besteht kein festgestellter Dissens.', en: 'There is no established dissent.' },
  ESCALATION_NOT_EXHAUSTED: {
    kind: 'state',
    de: 'Die Eskalationsstufen sind noch nicht ausgeschöpft.',
    en: 'The escalation levels are not exhausted.',
  },
  COMPETENCE_DISPUTE_PENDING: {
    kind: 'state',
    de: 'Ein Zuständigkeitsstreit ist noch nicht entschieden.',
    en: 'A competence dispute is pending.',
  },
  DISSENT_LOCK: {
    kind: 'state',
    de: 'Solange Meinungsverschiedenheiten bestehen, darf keine bindende Entscheidung getroffen werden.',
    en: 'While differences persist no binding decision may be taken.',
  },
  STALE_AGREEMENT_VERSION: {
    kind: 'state',
    de: 'Der Vereinbarungstext wurde geändert; maßgeblich ist Fassung {current}.',
    en: 'The agreement has changed; version {current} is current.',
  },
  VOTE_LATE: {
    kind: 'late',
    de: 'Die Frist endete am {dueAt}; die Erklärung kann nur noch vermerkt werden.',
    en: 'The period ended at {dueAt}; the declaration can only be noted.',
  },
  RESERVATION_DUE_PASSED: {
    kind: 'late',
    de: 'Die Frist für den Vorbehalt ist abgelaufen.',
    en: 'The period of the reservation is over.',
  },
  MODE_OBJECTION_LATE: {
    kind: 'late',
    de: 'Die Frist für den Widerspruch gegen das Umlaufverfahren ist abgelaufen.',
    en: 'The period to object to the written mode is over.',
  },
  DEADLINE_PASSED: { kind: 'late', de: 'Die Frist ist abgelaufen.', en: 'The deadline has passed.' },
  FINAL_DECISION_WINDOW_LAPSED: {
    kind: 'late',
    de: 'Die Frist für die abschließende Entscheidung ist verstrichen.',
    en: 'The window of the final decision has lapsed.',
  },
  REFERRAL_LATE: {
    kind: 'late',
    de: 'Die Frist für die Kabinettbefassung endete am {dueAt}.',
    en: 'The period for cabinet referral ended at {dueAt}.',
  },
  DECISION_EXPIRED: {
    kind: 'late',
    de: 'Der Beschluss ist ausgelaufen; es bedarf eines neuen Verfahrens.',
    en: 'The decision has expired; a new procedure is needed.',
  },
  EVIDENCE_REQUIRED: { kind: 'rule', de: 'Es fehlt der Nachweis.', en: 'Evidence is required.' },
  RECEIVED_IN_FUTURE: {
    kind: 'rule',
    de: 'Der Eingang liegt in der Zukunft.',
    en: 'The time of receipt lies in the future.',
  },
  FOUR_EYES: {
    kind: 'rule',
    de: 'Dieser Schritt braucht eine zweite, unbeteiligte Person.',
    en: 'This step needs a second, uninvolved person.',
  },
  REASON_REQUIRED: { kind: 'rule', de: 'Bitte begründen.', en: 'A reason is required.' },
  CLASSIFICATION_NOT_PERMITTED: {
    kind: 'rule',
    de: 'Diese Einstufung ist hier nicht zugelassen.',
    en: 'This classification is not permitted here.',
  },
  MANDATE_TERM: {
    kind: 'rule',
    de: 'Ein Mandat gilt höchstens zwei Jahre.',
    en: 'A mandate is valid for at most two years.',
  },
  DECISION_AUTHORITY_MISSING: {
    kind: 'rule',
    de: 'Für einen stimmberechtigten Sitz ist Entscheidungsbefugnis erforderlich.',
    en: 'A voting seat requires decision authority.',
  },
  COMPETENCE_MISSING: {
    kind: 'rule',
    de: 'Fachliche Beurteilung für Technik und Organisation ist zu erklären.',
    en: 'Competence for technology and organisation must be declared.',
  },
  EXTERNAL_STAFF: {
    kind: 'rule',
    de: 'Externe dürfen keine Stimmen erfassen.',
    en: 'External staff must not record votes.',
  },
  RULEBOOK_INVALID: { kind: 'rule', de: 'Das Regelwerk ist nicht zulässig.', en: 'The rule book is invalid.' },
  SILENCE_NOT_ALLOWED: {
    kind: 'rule',
    de: 'In diesem Regelwerk darf Schweigen nicht als Zustimmung gelten.',
    en: 'Silence must not count as consent in this rule book.',
  },
  LEGAL_BASIS_MISSING: { kind: 'rule', de: 'Die Rechtsgrundlage fehlt.', en: 'The legal basis is missing.' },
  RETROACTIVE_RULES: {
    kind: 'rule',
    de: 'Ein Regelwerk darf nicht rückwirkend gelten.',
    en: 'A rule book must not apply retroactively.',
  },
  EVALUATION_MISSING: { kind: 'rule', de: 'Die Auswertung fehlt.', en: 'The evaluation is missing.' },
  NO_CHANGE: { kind: 'rule', de: 'Der Text ist unverändert.', en: 'Nothing has changed.' },
  PROPOSAL_INCOMPLETE: {
    kind: 'rule',
    de: 'Die Vorlage ist unvollständig: {fields}.',
    en: 'The proposal is incomplete: {fields}.',
  },
  NO_RULEBOOK_IN_FORCE: {
    kind: 'rule',
    de: 'Für dieses Gremium und diese Verfahrensart gilt kein Regelwerk.',
    en: 'No rule book is in force for this body and track.',
  },
  TRACK_BODY_MISMATCH: {
    kind: 'rule',
    de: 'Das Gremium ist für diese Verfahrensart nicht eingerichtet.',
    en: 'The body is not chartered for this track.',
  },
  PARTICIPATION_INCOMPLETE: {
    kind: 'rule',
    de: 'Zuständige Ressorts sind nicht beteiligt: {codes}.',
    en: 'Responsible ministries are not participating: {codes}.',
  },
  PARTICIPATION_BLOCKED: {
    kind: 'rule',
    de: 'Im Dissens nur mit Einverständnis von {codes}.',
    en: 'In dissent only with the agreement of {codes}.',
  },
  PARTICIPATION_UNANSWERED: {
    kind: 'rule',
    de: 'Beteiligungswünsche sind unbeantwortet: {parties}.',
    en: 'Requests for participation are unanswered: {parties}.',
  },
  HEARING_MISSING: { kind: 'rule', de: 'Noch nicht gehört: {codes}.', en: 'Not yet heard: {codes}.' },
  RULE_NOT_ALLOWED_FOR_TRACK: {
    kind: 'rule',
    de: 'Diese Entscheidungsregel ist in dieser Verfahrensart nicht zugelassen.',
    en: 'This counting rule is not allowed on this track.',
  },
  WRITTEN_MODE_OBJECTED: {
    kind: 'rule',
    de: 'Dem Umlaufverfahren wurde widersprochen; die Sitzung entscheidet.',
    en: 'The written mode was objected to; the meeting decides.',
  },
  NOT_WRITTEN_MODE: {
    kind: 'rule',
    de: 'Die Runde ist kein Umlaufverfahren.',
    en: 'The round is not in written mode.',
  },
  PERIOD_TOO_SHORT: {
    kind: 'rule',
    de: 'Die Frist ist kürzer als vorgeschrieben ({min}).',
    en: 'The period is shorter than prescribed ({min}).',
  },
  NO_ELIGIBLE_SEATS: { kind: 'rule', de: 'Es gibt keine stimmberechtigten Sitze.', en: 'There are no eligible seats.' },
  QUORUM_NOT_REACHED: { kind: 'rule', de: 'Die Beschlussfähigkeit ist nicht gegeben.', en: 'There is no quorum.' },
  RESERVATION_NEEDS_CONSENT: {
    kind: 'rule',
    de: 'Ein Vorbehalt setzt eine Zustimmung voraus.',
    en: 'A reservation requires a consent.',
  },
  RESERVATION_KIND: {
    kind: 'rule',
    de: 'Diese Art von Vorbehalt ist nicht vorgesehen.',
    en: 'This kind of reservation is not provided for.',
  },
  DELIVERY_PROOF_MISSING: {
    kind: 'rule',
    de: 'Der Zustellnachweis fehlt für {seats}; Schweigen gilt nicht.',
    en: 'Proof of delivery is missing for {seats}; silence does not count.',
  },
  EXTENSION_LIMIT: {
    kind: 'rule',
    de: 'Die Frist kann nicht weiter verlängert werden.',
    en: 'The period cannot be extended further.',
  },
  VETO_NOT_PROVIDED: {
    kind: 'rule',
    de: 'Das Regelwerk sieht kein konstruktives Veto vor.',
    en: 'The rule book provides no constructive veto.',
  },
  VETO_WITHOUT_COUNTERPROPOSAL: {
    kind: 'rule',
    de: 'Ein konstruktives Veto erfordert einen ausformulierten Gegenvorschlag.',
    en: 'A constructive veto requires a complete counter-proposal.',
  },
  VETO_LIMIT_REACHED: {
    kind: 'rule',
    de: 'Das konstruktive Veto ist in diesem Vorgang bereits verbraucht.',
    en: 'The constructive veto is already used up in this matter.',
  },
  RECUSAL_GROUND_NOT_LISTED: {
    kind: 'rule',
    de: 'Aus diesem Grund kann ein Sitz nicht ausgeschlossen werden.',
    en: 'A seat cannot be excluded on this ground.',
  },
  ESCALATION_FILE_INCOMPLETE: {
    kind: 'rule',
    de: 'Die Eskalationsvorlage ist unvollständig: {missing}.',
    en: 'The escalation file is incomplete: {missing}.',
  },
  ATTEMPT_MISSING: {
    kind: 'rule',
    de: 'Es ist kein Einigungsversuch dokumentiert.',
    en: 'No attempt to agree is documented.',
  },
  LEVEL_CONSENT_MISSING: {
    kind: 'rule',
    de: 'Es fehlt die Zustimmung von {codes}.',
    en: 'The consent of {codes} is missing.',
  },
  LEVEL_NOT_SKIPPABLE: {
    kind: 'rule',
    de: 'Diese Ebene kann nicht übersprungen werden.',
    en: 'This level cannot be skipped.',
  },
  FINAL_DECISION_TRACK_FORBIDDEN: {
    kind: 'rule',
    de: 'In dieser Verfahrensart ist keine abschließende Entscheidung vorgesehen.',
    en: 'There is no final decision on this track.',
  },
  FINAL_DECISION_NOT_ENABLED: {
    kind: 'rule',
    de: 'Das Regelwerk sieht keine abschließende Entscheidung vor.',
    en: 'The rule book does not enable a final decision.',
  },
  FINAL_DECISION_OUTSIDE_COMPETENCE: {
    kind: 'rule',
    de: 'Der Gegenstand liegt außerhalb der übertragenen Entscheidungszuständigkeit.',
    en: 'The subject lies outside the granted competence.',
  },
  FINAL_TEXT_NOT_CONSULTED: {
    kind: 'rule',
    de: 'Diese Fassung war nicht Gegenstand der Abstimmung.',
    en: 'This version was not part of the consultation.',
  },
  OBJECTION_UNANSWERED: {
    kind: 'rule',
    de: 'Auf Widersprüche ist einzugehen: {seats}.',
    en: 'Objections must be answered: {seats}.',
  },
  RESULT_RESPONSIBILITY_MISSING: {
    kind: 'rule',
    de: 'Die Ergebnisverantwortung mit Berichtsterminen ist zu übernehmen.',
    en: 'Result responsibility with report dates must be accepted.',
  },
  CABINET_VOTES_FORBIDDEN: {
    kind: 'rule',
    de: 'Stimmen im Kabinett werden nicht erfasst.',
    en: 'Votes in the cabinet are not recorded.',
  },
  REFERENCE_MISSING: {
    kind: 'rule',
    de: 'Das Aktenzeichen oder die Fundstelle fehlt.',
    en: 'The reference is missing.',
  },
  EXPIRY_REQUIRED: { kind: 'rule', de: 'Ein Ablaufdatum ist vorgeschrieben.', en: 'An expiry date is required.' },
  ACCOUNTABLE_MISSING: {
    kind: 'rule',
    de: 'Es fehlt die verantwortliche Stelle: {items}.',
    en: 'The accountable party is missing: {items}.',
  },
  BASIS_NOT_IN_FORCE: {
    kind: 'rule',
    de: 'Der zugrunde liegende Beschluss ist nicht in Kraft.',
    en: 'The underlying decision is not in force.',
  },
  TARGET_NOT_CORRECTABLE: {
    kind: 'rule',
    de: 'Dieser Eintrag kann so nicht berichtigt werden.',
    en: 'This entry cannot be corrected this way.',
  },
  CONSENT_MISSING: {
    kind: 'rule',
    de: 'Es fehlt die Zustimmung von {codes}.',
    en: 'The consent of {codes} is missing.',
  },
  SIGNATURE_LEVEL: {
    kind: 'rule',
    de: 'Erforderlich ist eine Signatur der Stufe {required}.',
    en: 'A signature of level {required} is required.',
  },
  HASH_MISMATCH: {
    kind: 'rule',
    de: 'Das Dokument entspricht nicht dem zugestimmten Text.',
    en: 'The document is not the text consented to.',
  },
  SIGNATURE_MISSING: {
    kind: 'rule',
    de: 'Es fehlt die Zeichnung von {codes}.',
    en: 'The signature of {codes} is missing.',
  },
  FUNDING_SPLIT_NOT_100: {
    kind: 'rule',
    de: 'Die Finanzierungsanteile ergeben {actualBp} Basispunkte, erforderlich sind 10.000.',
    en: 'The funding shares are {actualBp} basis points instead of 10,000.',
  },
  BACKING_MISSING: {
    kind: 'rule',
    de: 'Es fehlt die Rückendeckung von {codes}.',
    en: 'The backing of {codes} is missing.',
  },
  VISION_MISSING: {
    kind: 'rule',
    de: 'Ein gemeinsames Zielbild ist anzugeben.',
    en: 'A shared vision is required.',
  },
  RETENTION_RUNNING: {
    kind: 'rule',
    de: 'Die Aufbewahrungsfrist läuft noch.',
    en: 'The retention period is still running.',
  },
  NOTICE_PERIOD: {
    kind: 'rule',
    de: 'Die Kündigung wirkt frühestens zum {earliest}.',
    en: 'The notice takes effect at the earliest on {earliest}.',
  },
} as const satisfies Record<string, { readonly kind: RefusalKind; readonly de: string; readonly en: string }>;

export type RefusalCode = keyof typeof refusals;
export type RefusalParams = Readonly<Record<string, unknown>>;

/** The rules say no. Nothing was recorded. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly params: RefusalParams = {},
  ) {
    super(sentence(code, 'en', params));
    this.name = 'Refusal';
  }
}

export function refuse(code: RefusalCode, params?: RefusalParams): never {
  throw new Refusal(code, params);
}

/** The sentence of a refusal with its placeholders filled; a parameter that is absent leaves a dash. */
export function sentence(code: RefusalCode, language: 'de' | 'en', params: RefusalParams = {}): string {
  return refusals[code][language].replace(/\{(\w+)\}/g, (_, name: string) => shown(params[name]));
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
