import type { Comparison, Doubt, DoubtCode, Reweighed } from '#domain';
import { type Bilingual, type Language, say } from './words.js';

const DOUBTED: Readonly<Record<DoubtCode, Bilingual>> = {
  NOT_COVERED: ['dieses Regelbuch gilt dafür nicht', 'this rule book does not govern it'],
  PINNED_BOOK_MISSING: [
    'das Regelbuch, nach dem verfahren wurde, fehlt; was davon üblich und was gewählt war, ist nicht zu unterscheiden',
    'the rule book that was followed is missing; what was usual and what was chosen cannot be told apart',
  ],
  CALENDAR_MISSING: [
    'der Kalender für den Ort dieses Regelbuchs fehlt; Fristen sind nicht gerechnet',
    'the calendar of the place of this rule book is missing; deadlines are not computed',
  ],
  NO_RULE_FOR_MODE: ['keine Auszählregel für diese Verfahrensart', 'no counting rule for this mode'],
  RULE_UNKNOWN: ['diese Auszählregel kann nicht gerechnet werden', 'this counting rule cannot be computed'],
  QUORUM_NOT_JUDGED: ['die Beschlussfähigkeit ist nicht nachgerechnet', 'the quorum is not judged'],
  PERIOD_TOO_SHORT: ['eine so kurze Runde wäre nicht zulässig', 'so short a round would not be allowed'],
  TOO_MANY_EXTENSIONS: ['so viele Verlängerungen gäbe es nicht', 'there would not be so many extensions'],
  VOTES_AFTER_END: [
    'gezählt, obwohl nach dem Ende eingegangen, das die Runde gehabt hätte',
    'counted, although received after the end that the round would have had',
  ],
  LONGER_TO_ANSWER: [
    'hätten noch antworten können, denn die Runde hätte länger gedauert',
    'could still have answered, for the round would have been longer',
  ],
  DELIVERY_TOO_SHORT: [
    'die Zustellung hätte nicht die Mindestfrist gelassen',
    'the delivery would not have left the shortest period',
  ],
  RESERVATION_WOULD_BLOCK: [
    'der Vorbehalt hätte erst beantwortet werden müssen',
    'the reservation would have had to be answered first',
  ],
  LEVELS_NOT_CLIMBED: ['diese Stufen wären noch zu durchlaufen', 'these levels would still have to be climbed'],
  DECIDED_AFTER_WINDOW: [
    'abschließend entschieden nach dem Ende, das die Frist dafür gehabt hätte',
    'decided finally after the end that the time for it would have had',
  ],
  RANK_UNKNOWN: [
    'in welchem Rang erklärt wurde, ist nicht aufgezeichnet',
    'in which rank it was declared is not recorded',
  ],
  EARLIER_RESULT_DIFFERS: [
    'ein früheres Ergebnis wäre anders; ob es dazu gekommen wäre, ist offen',
    'an earlier result would differ; whether it had come to this is open',
  ],
};

const COMPARED: Readonly<Record<string, Bilingual>> = {
  OUTCOME: ['Ergebnis', 'Outcome'],
  RULE: ['Auszählregel', 'Counting rule'],
  OBJECTIONS: ['Widersprüche', 'Objections'],
  DEEMED: ['Zustimmung durch Schweigen', 'Consent by silence'],
  HEARING: ['Frist der Anhörung', 'Deadline of the hearing'],
  ROUND: ['Ende der Runde', 'End of the round'],
  EXTENSION: ['Verlängerung', 'Extension'],
  MODE_OBJECTION: ['Widerspruch gegen das schriftliche Verfahren bis', 'Objection to the written mode until'],
  VETO: ['Konstruktives Veto', 'Constructive veto'],
  CORRECTION: ['Wirkung der Berichtigung', 'Effect of the correction'],
  RESERVATION: ['Vorbehalt zählt als', 'Reservation counts as'],
  DECLARATION: ['Vorbehalt', 'Reservation'],
  MODE: ['Widerspruch gegen das schriftliche Verfahren', 'Objection to the written mode'],
  RECUSAL: ['Ausschluss des Sitzes', 'Exclusion of the seat'],
  ATTEMPT: ['Einigungsversuch', 'Attempt to agree'],
  SKIPPING: ['Überspringen der Stufe', 'Skipping of the level'],
  CABINET: ['Kabinettbefassung', 'Referral to the cabinet'],
  SUSPENSION: ['Aufschub durch die Kabinettbefassung', 'Suspension by the referral'],
  GRACE: ['Nachfrist', 'Grace'],
  DISSENT: ['Frist für die Eskalation', 'Deadline for the escalation'],
  LEVEL: ['Frist der Stufe', 'Deadline of the level'],
  RANK: ['Rang der Stufe', 'Rank of the level'],
  FINAL_WINDOW: ['Frist der abschließenden Entscheidung', 'Deadline of the final decision'],
  FINAL_DECISION: ['Abschließende Entscheidung', 'Final decision'],
  GRANT: ['Zuständigkeit', 'Competence'],
  REFERRAL: ['Frist der Kabinettbefassung', 'Deadline of the referral'],
  ENACTMENT: ['Inkraftsetzung', 'Enactment'],
  CONSENT: ['Zustimmung', 'Consent'],
  SIGNATURE: ['Unterschrift', 'Signature'],
  ENTRY: ['Inkrafttreten', 'Entry into force'],
};

function comparisonText({ what, recorded, found, same }: Comparison, language: Language): string {
  const name = say(COMPARED[what] ?? [what, what], language);
  const shown = (text: string | undefined) =>
    text === undefined ? say(['nicht vorgesehen', 'not provided for'], language) : text || '–';
  const kept = say(['ebenso', 'the same'], language);
  return same ? `  = ${name}: ${shown(recorded)} (${kept})` : `  ! ${name}: ${shown(recorded)} → ${shown(found)}`;
}

function doubtText({ code, subjects }: Doubt, language: Language): string {
  const about = subjects.length === 0 ? '' : `: ${subjects.join(', ')}`;
  return `  ? ${say(DOUBTED[code], language)}${about}`;
}

/** One judgement: `=` the same, `!` different, `?` not to be concluded. */
export const reweighedLines = ({ revision, type, of, compared, doubts }: Reweighed, language: Language): string[] => [
  `#${revision}  ${type}${of === undefined ? '' : ` ${of}`}`,
  ...compared.map((one) => comparisonText(one, language)),
  ...doubts.map((one) => doubtText(one, language)),
];

interface Counts {
  readonly computed: number;
  readonly differing: number;
  readonly doubtful: number;
}

export const summaryText = {
  hidden: (language: Language): string =>
    say(['  ? die Datei verbirgt Einträge hiervon', '  ? the file hides records of it'], language),
  counts: (book: string, { computed, differing, doubtful }: Counts, language: Language): string =>
    say(
      [
        `Nach ${book}: ${computed} nachgerechnet, ${differing} wären anders, bei ${doubtful} lässt sich nicht alles sagen.`,
        `Under ${book}: ${computed} computed, ${differing} would differ, of ${doubtful} not everything can be told.`,
      ],
      language,
    ),
};
