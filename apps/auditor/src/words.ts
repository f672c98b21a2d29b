import type { Reason } from './unreadable.js';

export type Language = 'de' | 'en';
export type Bilingual = readonly [de: string, en: string];

export const say = ([de, en]: Bilingual, language: Language): string => (language === 'en' ? en : de);

export const REASONS: Readonly<Record<Reason, Bilingual>> = {
  NO_FILE: ['Die Datei kann nicht gelesen werden', 'The file cannot be read'],
  TOO_LONG: [
    'Die Zeile ist länger als ein Eintrag sein kann (Bytes)',
    'The line is longer than a record can be (bytes)',
  ],
  NOT_TEXT: ['Die Zeile ist kein Text in UTF-8', 'The line is no text in UTF-8'],
  NO_RECORD: ['Die Zeile ist kein Eintrag des Beschlussbuchs', 'The line is no record of the ledger'],
  UNKNOWN_STREAM: ['Unbekannte Art von Strom', 'Unknown kind of stream'],
  UNKNOWN_EVENT: ['Unbekanntes Ereignis', 'Unknown event'],
  GAP: ['Lücke oder Wiederholung (Strom, erwartet, gefunden)', 'Gap or repetition (stream, expected, found)'],
  MISFIT: ['Das Ereignis passt nicht zu dem, was vorher geschah', 'The event does not fit what happened before'],
  NO_STREAM: [
    'Die Datei enthält diese Vorlage oder Vereinbarung bis dahin nicht',
    'The file does not hold this matter or agreement until then',
  ],
};

export const HELP: Bilingual = [
  `beschlussbuch – liest einen Export des Beschlussbuchs nach, ohne Netz und Datenbank

  beschlussbuch replay FILE [--matter ID | --agreement ID] [--at INSTANT] [--lang de|en] [--json]
      Zeigt eine Vorlage oder Vereinbarung Ereignis für Ereignis; ohne Kennung die Liste von allen.
  beschlussbuch explain FILE --matter ID | --agreement ID [--at INSTANT] [--lang de|en] [--json]
      Sagt, warum das Ergebnis ist, wie es ist, und wer wodurch gebunden ist.
  beschlussbuch verify FILE --policy P ...
      Prüft ein Bündel; mehr dazu mit verify --help.

Replay und explain rechnen nach, was nach den Regeln entschieden wurde.
  --at    Stand zu diesem Zeitpunkt der Aufzeichnung, etwa 2027-05-15T12:00:00+02:00
  --json  eine Zeile JSON je Ereignis und je Befund

Ende: 0 in Ordnung, 2 eine Entscheidung weicht ab, 4 Eingabe nicht lesbar, 64 falscher Aufruf
`,
  `beschlussbuch – reads an export of the ledger again, without network or database

  beschlussbuch replay FILE [--matter ID | --agreement ID] [--at INSTANT] [--lang de|en] [--json]
      Shows a matter or an agreement event by event; without an id the list of all.
  beschlussbuch explain FILE --matter ID | --agreement ID [--at INSTANT] [--lang de|en] [--json]
      Says why the result is what it is, and who is bound by what.
  beschlussbuch verify FILE --policy P ...
      Verifies a bundle; more about it with verify --help.

Replay and explain decide again whatever was decided by the rules.
  --at    as of this instant of recording, such as 2027-05-15T12:00:00+02:00
  --json  one line of JSON per event and per finding

Exit: 0 in order, 2 a decision deviates, 4 unreadable input, 64 wrong usage
`,
];

/** Text from the file must not steer the terminal or turn the direction of reading. */
export const printable = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Codes in a row; a dash where there are none. */
export const codes = (list: readonly string[]): string => (list.length === 0 ? '–' : list.map(printable).join(', '));

/** A line of a report; none where there is nothing to say. */
export const lineOf = (label: Bilingual, value: string | undefined, language: Language): string[] =>
  value === undefined ? [] : [`${say(label, language)}: ${value}`];
