/** What the program says of itself, in both languages of its users. */
export const HELP = `beschlussbuch witness – bezeugt Prüfpunkte von Protokollen, ohne ihren Inhalt zu kennen

  beschlussbuch witness key   --key DATEI --name NAME
      Legt einen Schlüssel an (Datei mit Modus 0600) und nennt den öffentlichen.
  beschlussbuch witness serve --key DATEI --policy DATEI --state DATEI [--host 127.0.0.1] [--port 8787]
      Antwortet über HTTP auf POST /add-checkpoint (C2SP tlog-witness).
  beschlussbuch witness sign  --key DATEI --policy DATEI --state DATEI < ANFRAGE > BEZEUGT
      Dasselbe mit Texten: die Anfrage kommt herein, der bezeugte Prüfpunkt geht hinaus.

  --policy  Zeilen "log <Schlüssel>" nennen die Protokolle (C2SP tlog-policy; "quorum none")
  --state   was zuletzt bezeugt wurde; ohne diese Datei beginnt das Vertrauen von vorn

beschlussbuch witness – cosigns checkpoints of logs without knowing their content

  key    makes a key (a file of mode 0600) and prints the public one
  serve  answers POST /add-checkpoint over HTTP (C2SP tlog-witness)
  sign   the same with texts: the request comes in, the cosigned checkpoint goes out
  --policy  lines "log <vkey>" name the logs (C2SP tlog-policy; "quorum none")
  --state   what was cosigned last; without this file trust begins anew

Exit: 0 done, 1 refused or failed, 64 usage.`;
