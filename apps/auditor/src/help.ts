import type { Bilingual } from './words.js';

export const HELP: Bilingual = [
  `beschlussbuch – liest einen Export oder ein Bündel des Beschlussbuchs nach, ohne Netz und Datenbank

  beschlussbuch replay FILE [--matter ID | --agreement ID] [--at STELLE] [--known-on ZEIT]
      Zeigt eine Vorlage oder Vereinbarung Ereignis für Ereignis; ohne Kennung die Liste von allen.
  beschlussbuch explain FILE --matter ID | --agreement ID [--at STELLE] [--known-on ZEIT]
      Sagt, warum das Ergebnis ist, wie es ist, und wer wodurch gebunden ist.
  beschlussbuch diff FILE A B --matter ID | --agreement ID [--known-on ZEIT]
      Sagt, was sich von der Stelle A bis zur Stelle B geändert hat.
  beschlussbuch redecide FILE --rulebook BUCH [--matter ID | --agreement ID] [--at STELLE]
      Rechnet Ergebnisse und Fristen nach einem anderen Regelbuch (JSON, wie in presets/rulebooks); es ändert nichts.
  beschlussbuch verify FILE --policy P ...
      Prüft ein Bündel; mehr dazu mit verify --help.

FILE ist ein Export (JSON-Zeilen) oder ein Bündel (.govlog); ob ein Bündel echt ist, sagt nur verify.
Replay und explain rechnen nach, was nach den Regeln entschieden wurde.
  --at        was bis dahin aufgezeichnet war: ein Zeitpunkt (2027-05-15T12:00:00+02:00), ein Tag (bis zu seinem Ende
              in Berlin), index:N (die Stelle im Protokoll, ab 0) oder revision:N (der Eintrag #N); ebenso A und B
  --known-on  was bis dahin eingegangen war, wann immer es aufgezeichnet wurde; ohne Eingang, was bis dahin
              aufgezeichnet oder als Frist abgelaufen war: ein Zeitpunkt oder Tag
  --lang      de oder en
  --json      eine Zeile JSON je Ereignis, Befund, Unterschied oder Ergebnis

Ende: 0 in Ordnung, 2 eine Entscheidung weicht ab oder eine Frist verstrich ohne Eintrag (bei redecide: etwas wäre
anders), 3 es lässt sich nicht alles sagen, 4 Eingabe nicht lesbar, 64 falscher Aufruf
`,
  `beschlussbuch – reads an export or a bundle of the ledger again, without network or database

  beschlussbuch replay FILE [--matter ID | --agreement ID] [--at PLACE] [--known-on TIME]
      Shows a matter or an agreement event by event; without an id the list of all.
  beschlussbuch explain FILE --matter ID | --agreement ID [--at PLACE] [--known-on TIME]
      Says why the result is what it is, and who is bound by what.
  beschlussbuch diff FILE A B --matter ID | --agreement ID [--known-on TIME]
      Says what changed from place A to place B.
  beschlussbuch redecide FILE --rulebook BOOK [--matter ID | --agreement ID] [--at PLACE]
      Counts results and deadlines under another rule book (JSON, as in presets/rulebooks); it changes nothing.
  beschlussbuch verify FILE --policy P ...
      Verifies a bundle; more about it with verify --help.

FILE is an export (JSON lines) or a bundle (.govlog); whether a bundle is genuine is told by verify alone.
Replay and explain decide again whatever was decided by the rules.
  --at        what was recorded until then: an instant (2027-05-15T12:00:00+02:00), a day (until its end in Berlin),
              index:N (the place in the log, from 0) or revision:N (record #N); A and B likewise
  --known-on  what had been received by then, whenever it was recorded; without a receipt, what had been recorded or
              had passed as a deadline by then: an instant or a day
  --lang      de or en
  --json      one line of JSON per event, finding, difference or result

Exit: 0 in order, 2 a decision deviates or a deadline passed without a record (of redecide: something would differ),
3 not everything can be told, 4 unreadable input, 64 wrong usage
`,
];
