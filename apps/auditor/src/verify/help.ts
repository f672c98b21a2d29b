import type { Bilingual } from '../words.js';

export const VERIFY_HELP: Bilingual = [
  `beschlussbuch verify FILE --policy P [--remember OLD [--update] | --predecessor FILE] [--threads N] [--lang de|en] [--json]
      Prüft ein Bündel (*.govlog) ohne Netz: Form, Unterschriften, Zeugen, Wurzel, Einträge, Zeiten, offengelegte Werte;
      dann rechnet es jede Entscheidung nach und sucht versäumte Fristen.
  --policy    Schlüssel des Protokolls und der Zeugen, denen Sie trauen (C2SP tlog-policy)
  --remember  Prüfpunkt Ihrer letzten Prüfung: findet zurückgesetzte und ausgetauschte Protokolle
  --update    schreibt nach bestandener Prüfung den neuen Prüfpunkt dorthin
  --predecessor  Bündel des Protokolls, das dieses fortsetzt: wird zuvor geprüft, und ob dieses dort weitergeht
  --threads   wie viele Fäden neben dem lesenden nachrechnen, 0 bis 4; sonst nach Größe und Rechner. Der Bericht ist derselbe

Ende: 0 alles bewiesen, 1 Unversehrtheit verletzt, 2 Entscheidung oder Frist weicht ab, 3 kein Urteil möglich,
      4 nicht lesbar, 64 falscher Aufruf
`,
  `beschlussbuch verify FILE --policy P [--remember OLD [--update] | --predecessor FILE] [--threads N] [--lang de|en] [--json]
      Verifies a bundle (*.govlog) offline: form, signatures, witnesses, root, records, times, opened values; then it
      decides every decision again and looks for deadlines that passed in silence.
  --policy    keys of the log and of the witnesses that you trust (C2SP tlog-policy)
  --remember  checkpoint of your last verification: finds logs that were rolled back or exchanged
  --update    writes the new checkpoint there after a verification that passed
  --predecessor  bundle of the log that this one continues: verified first, and that this one goes on from there
  --threads   how many threads decide again beside the one that reads, 0 to 4; otherwise by size and machine. The report is
              the same

Exit: 0 everything proven, 1 integrity broken, 2 a decision or deadline deviates, 3 no conclusion possible,
      4 unreadable, 64 wrong usage
`,
];
