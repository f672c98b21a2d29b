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
  NO_REVISION: [
    'Die Vorlage oder Vereinbarung hat in der Datei keinen Eintrag mit dieser Nummer',
    'The file holds no record of the matter or agreement with this number',
  ],
  NO_INDEX: [
    'Das Protokoll in der Datei endet vor dieser Stelle (Stelle, Zahl der Stellen)',
    'The log in the file ends before this place (place, number of places)',
  ],
  NOT_KNOWN: [
    'Von dieser Vorlage oder Vereinbarung war damals noch nichts bekannt',
    'Nothing was known yet of this matter or agreement',
  ],
  NOT_BEGUN: [
    'Von dieser Vorlage oder Vereinbarung war damals nur bekannt, was ohne ihren Anfang nichts ändert',
    'Of this matter or agreement only that was known which changes nothing without its beginning',
  ],
  HIDDEN: [
    'Das Bündel enthält diese Vorlage oder Vereinbarung nicht von ihrem Anfang an; daraus lässt sich nichts schließen',
    'The bundle does not hold this matter or agreement from its beginning; nothing can be concluded from it',
  ],
  NO_BOOK: ['Das Regelbuch kann nicht gelesen werden', 'The rule book cannot be read'],
  BOOK_MALFORMED: [
    'Im Regelbuch steht an dieser Stelle nicht, was dort stehen muss (Stelle, verlangt)',
    'The rule book does not say at this place what has to be there (place, demanded)',
  ],
};

/**
 * Text from the file must not steer the terminal or turn the direction of reading. What is escaped already stays as it is,
 * and JSON on one line the same value.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from(character.split(''), (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  );

/** Codes in a row; a dash where there are none. */
export const codes = (list: readonly string[]): string => (list.length === 0 ? '–' : list.join(', '));

/** A line of a report; none where there is nothing to say. */
export const lineOf = (label: Bilingual, value: string | undefined, language: Language): string[] =>
  value === undefined ? [] : [`${say(label, language)}: ${value}`];
