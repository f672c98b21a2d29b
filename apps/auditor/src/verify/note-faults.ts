import type { Bilingual } from '../words.js';

/** What a remembered checkpoint has to look like; the words stand for what is there. */
export const NOTE_FORM = 'origin\nsize\nroot\n\n— name signature';

/** By what the reading of notes calls it, why a file is no signed checkpoint. */
export const NOTE_FAULTS: Readonly<Record<string, Bilingual>> = {
  empty: ['die Datei ist leer', 'the file is empty'],
  'too long': ['die Datei ist zu lang', 'the file is too long'],
  'control character': [
    'ein Steuerzeichen, zum Beispiel Zeilenenden von Windows',
    'a control character, for example line ends of Windows',
  ],
  'no empty line above signatures': [
    'keine Leerzeile mit Unterschriften darunter: die Datei ist kein signierter Prüfpunkt',
    'no empty line with signatures below it: the file is no signed checkpoint',
  ],
  'no end of the last line': ['die letzte Zeile hat kein Zeilenende', 'the last line has no line end'],
  'too many signatures': ['zu viele Unterschriften', 'too many signatures'],
  'signature line': ['eine Unterschrift hat eine andere Form', 'a signature has another form'],
  'key name': ['der Name eines Schlüssels hat eine andere Form', 'the name of a key has another form'],
  checkpoint: [
    'über den Unterschriften stehen nicht Name, Größe und Wurzel eines Protokolls',
    'above the signatures there are not name, size and root of a log',
  ],
  number: ['die Größe ist keine Zahl', 'the size is no number'],
  root: ['die Wurzel ist kein SHA-256 in Base64', 'the root is no SHA-256 in base64'],
};
