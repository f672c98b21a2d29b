import { EXIT, means, type Meaning } from './exits.js';

export { EXIT, type Exit } from './exits.js';

const { BROKEN, DEVIATES, INCONCLUSIVE, UNREADABLE } = EXIT;

/** Every finding in the order of the checks, what it leads to, and what it says. A released code keeps its meaning. */
export const CODES = {
  NO_FILE: means(UNREADABLE, 'Die Datei kann nicht gelesen werden.', 'The file cannot be read.'),
  NOT_A_BUNDLE: means(
    UNREADABLE,
    'Der Kopf der Datei ist kein Kopf eines Bündels.',
    'The head of the file is no head of a bundle.',
  ),
  POLICY_UNREADABLE: means(
    UNREADABLE,
    'Die Vertrauensregeln können nicht gelesen werden.',
    'The policy cannot be read.',
  ),
  REMEMBERED_UNREADABLE: means(
    UNREADABLE,
    'Der gemerkte Prüfpunkt kann nicht gelesen werden.',
    'The remembered checkpoint cannot be read.',
  ),
  PROGRAM_FAILED: means(
    INCONCLUSIVE,
    'Dieses Programm ist an der Datei gescheitert.',
    'This program has failed at the file.',
  ),
  LINE_TOO_LONG: means(BROKEN, 'Die Zeile ist länger als jede erlaubte.', 'The line is longer than any may be.'),
  LINE_UNKNOWN: means(
    BROKEN,
    'Die Zeile hat keine der erlaubten Formen oder steht am falschen Ort.',
    'The line has none of the forms, or is out of place.',
  ),
  CUT_OFF: means(
    BROKEN,
    'Die Datei endet mitten in einer Zeile oder einem Block.',
    'The file ends within a line or a block.',
  ),

  POLICY_MISSING: means(
    INCONCLUSIVE,
    'Ohne Vertrauensregeln ist keine Unterschrift etwas wert.',
    'Without a policy no signature is worth anything.',
  ),
  KEY_UNKNOWN: means(
    INCONCLUSIVE,
    'Den Prüfpunkt hat kein Schlüssel der Vertrauensregeln unterschrieben, und keiner, den das Protokoll unter einem solchen angekündigt hat.',
    'No key of the policy has signed the checkpoint, and none that the log has announced under one of them.',
  ),
  SIGNATURE_INVALID: means(
    BROKEN,
    'Eine Unterschrift unter dem Prüfpunkt ist falsch.',
    'A signature under the checkpoint is wrong.',
  ),
  QUORUM_MISSING: means(
    INCONCLUSIVE,
    'Zu wenige Zeugen haben den Prüfpunkt mitgezeichnet.',
    'Too few witnesses have cosigned the checkpoint.',
  ),

  RECORD_CHANGED: means(
    BROKEN,
    'Der Eintrag ist nicht mehr der, der herausgegeben wurde.',
    'The record is no longer the one that was handed out.',
  ),
  SIZE_MISMATCH: means(
    BROKEN,
    'Die Datei hat mehr oder weniger Einträge, als unterschrieben sind.',
    'The file has more or fewer records than were signed.',
  ),
  ROOT_MISMATCH: means(
    BROKEN,
    'Die Wurzel der Einträge ist nicht die unterschriebene.',
    'The root of the records is not the signed one.',
  ),
  SCOPE_MISMATCH: means(
    BROKEN,
    'Die Datei enthält nicht, was ihr Kopf ankündigt.',
    'The file does not hold what its head announces.',
  ),
  CHECKPOINT_INCONSISTENT: means(
    BROKEN,
    'Ein früherer Prüfpunkt gehört zu einem anderen Protokoll.',
    'An earlier checkpoint belongs to another log.',
  ),

  ROLLED_BACK: means(
    BROKEN,
    'Das Protokoll ist kürzer als das gemerkte.',
    'The log is shorter than the remembered one.',
  ),
  FORKED: means(
    BROKEN,
    'Das Protokoll setzt das gemerkte nicht fort, es ist ein anderes.',
    'The log does not continue the remembered one; it is another.',
  ),
  PREDECESSOR_DIFFERS: means(
    BROKEN,
    'Das Protokoll setzt seinen Vorgänger nicht so fort, wie sein erster Eintrag sagt.',
    'The log does not continue its predecessor as its first record says.',
  ),
  NOT_COMPARABLE: means(
    INCONCLUSIVE,
    'Der Auszug lässt den Vergleich mit dem gemerkten Prüfpunkt nicht zu.',
    'The excerpt does not allow comparing it with the remembered checkpoint.',
  ),

  RECORD_MALFORMED: means(
    BROKEN,
    'Der Eintrag hat nicht die eine vorgeschriebene Form.',
    'The record has not the one prescribed form.',
  ),
  ID_REPEATED: means(BROKEN, 'Die Kennung des Eintrags kommt schon früher vor.', 'The id of the record occurs before.'),
  COMMAND_REPEATED: means(
    BROKEN,
    'Derselbe Auftrag ist ein zweites Mal aufgezeichnet.',
    'The same command is recorded a second time.',
  ),
  REVISION_GAP: means(
    BROKEN,
    'Die Revisionen des Stroms folgen nicht lückenlos aufeinander.',
    'The revisions of the stream do not follow one another without a gap.',
  ),

  TIME_BACKWARDS: means(
    BROKEN,
    'Der Eintrag ist früher datiert als der vorige desselben Stroms.',
    'The record is dated before the previous one of its stream.',
  ),
  TIME_BEFORE_WITNESS: means(
    BROKEN,
    'Der Eintrag ist früher datiert, als Zeugen ein Protokoll ohne ihn sahen: zurückdatiert.',
    'The record is dated before witnesses saw a log without it: backdated.',
  ),
  TIME_AFTER_WITNESS: means(
    BROKEN,
    'Der Eintrag ist später datiert, als Zeugen ihn bereits bestätigt haben.',
    'The record is dated after witnesses had already confirmed it.',
  ),

  OPENING_MISMATCH: means(
    BROKEN,
    'Der offengelegte Wert gehört zu keinem Siegel des Eintrags.',
    'The opened value belongs to no seal of the record.',
  ),

  ERASED_OPENED: means(
    BROKEN,
    'Ein gelöschter Wert ist wieder offengelegt.',
    'A value that was erased is opened again.',
  ),

  EVENT_UNKNOWN: means(
    INCONCLUSIVE,
    'Dieses Programm kennt den Strom, das Ereignis oder dessen Fassung nicht.',
    'This program does not know the stream, the event or its version.',
  ),
  HISTORY_TOO_LONG: means(
    INCONCLUSIVE,
    'Der Vorgang hat mehr oder größere Einträge, als dieses Programm nachrechnet.',
    'The matter has more or larger records than this program replays.',
  ),
  BASIS_UNKNOWN: means(
    DEVIATES,
    'Der Eintrag beruft sich auf einen, den es vor ihm nicht gibt.',
    'The record names as its basis one that is not there before it.',
  ),
  HISTORY_BROKEN: means(
    DEVIATES,
    'Das Ereignis passt nicht zu dem, was vorher geschah.',
    'The event does not fit what happened before.',
  ),
  DECISION_DEVIATES: means(
    DEVIATES,
    'Nach den Regeln folgt aus den früheren Einträgen etwas anderes.',
    'By the rules something else follows from the records before.',
  ),
  DEADLINE_OMITTED: means(
    DEVIATES,
    'Eine Frist ist verstrichen, und nichts wurde aufgezeichnet.',
    'A deadline passed, and nothing was recorded.',
  ),
  DEADLINE_UNKNOWN: means(
    INCONCLUSIVE,
    'Eine Frist ist verstrichen; ob das aufgezeichnet wurde, ist zurückgehalten.',
    'A deadline passed; whether that was recorded is withheld.',
  ),
  NOT_REDECIDED: means(
    INCONCLUSIVE,
    'Der Auszug enthält nicht, worauf die Entscheidung beruht.',
    'The excerpt lacks what the decision rests on.',
  ),
} as const satisfies Readonly<Record<string, Meaning>>;

export type Code = keyof typeof CODES;
