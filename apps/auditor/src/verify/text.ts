import { type Bilingual, type Language, printable, say } from '../words.js';
import { CODES, type Exit } from './codes.js';
import type { Finding } from './findings.js';
import { NOTE_FAULTS } from './note-faults.js';
import type { Report } from './report.js';
import type { Predecessor } from './succession.js';

const RESULTS: { readonly [E in Exit]: Bilingual } = {
  0: ['alles bewiesen', 'everything is proven'],
  1: ['die Unversehrtheit ist verletzt', 'the integrity is broken'],
  2: ['unversehrt, aber eine Entscheidung oder Frist weicht ab', 'intact, but a decision or deadline deviates'],
  3: ['kein Urteil möglich', 'no conclusion is possible'],
  4: ['nicht lesbar', 'unreadable'],
};

const LONGEST = 600;

function clipped(text: string): string {
  const shown = printable(text.replaceAll('\n', ' | '));
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}

const placed = ({ index, stream, revision }: Finding): string[] => [
  ...(index === undefined ? [] : [`#${index}`]),
  ...(stream === undefined ? [] : [clipped(stream) + (revision === undefined ? '' : `@${revision}`)]),
];

/** What was found; of a checkpoint that cannot be read in words, for its reader has no record to look it up in. */
function foundText({ code, found }: Finding, language: Language): string | undefined {
  if (code !== 'REMEMBERED_UNREADABLE' || found === undefined || !Object.hasOwn(NOTE_FAULTS, found)) return found;
  return say(NOTE_FAULTS[found] ?? [found, found], language);
}

/** One finding in one or three lines: code, place, sentence; what was expected, what was found. */
function findingText(finding: Finding, language: Language): string {
  const { code, expected } = finding;
  const detail = (label: Bilingual, text: string | undefined) =>
    text === undefined ? [] : [`    ${say(label, language)}: ${clipped(text)}`];
  return [
    [code, ...placed(finding), say(CODES[code].sentence, language)].join('  '),
    ...detail(['erwartet', 'expected'], expected),
    ...detail(['gefunden', 'found'], foundText(finding, language)),
  ].join('\n');
}

const COMPARED: Bilingual = ['übernommen und mit seiner Wurzel verglichen', 'carried over and compared with its root'];
const CARRIED: Bilingual = [
  'übernommen, in diesem Auszug nicht vergleichbar',
  'carried over, not comparable in this excerpt',
];
const APART: Bilingual = [
  'nicht übernommen, sie stehen im Bündel des Vorgängers',
  'apart, in the bundle of the predecessor',
];
const UNASKED: Bilingual = [
  '; seine Unterschrift ist ungeprüft, denn die Vertrauensregeln nennen keinen seiner Schlüssel',
  '; its signature is unchecked, for the policy names none of its keys',
];

/** What the first record of a log says of its predecessor. */
function continued({ origin, size, root, carried, compared, signer }: Predecessor): Bilingual {
  const [de, en] = compared ? COMPARED : carried ? CARRIED : APART;
  const [deMore, enMore] = signer === 'UNASKED' ? UNASKED : ['', ''];
  return [
    `Nachfolger von ${origin}, Größe ${size}, Wurzel ${root}: Einträge ${de}${deMore}`,
    `Successor of ${origin}, size ${size}, root ${root}: records ${en}${enMore}`,
  ];
}

function summary(report: Report, language: Language): string[] {
  const { scope, origin, size, root, witnessed, records, withheld, omitted, opened, streams } = report;
  const { keys, predecessor, decided, confirmed, mayGoOn } = report;
  const line = (de: string, en: string) => say([de, en], language);
  return [
    line(
      `Umfang: ${scope}; ${records} Einträge in ${streams} Strömen, ${withheld} zurückgehalten, ${omitted} ausgelassen, ${opened} Werte offengelegt`,
      `Scope: ${scope}; ${records} records in ${streams} streams, ${withheld} withheld, ${omitted} omitted, ${opened} values opened`,
    ),
    ...(mayGoOn
      ? [
          line(
            `Spätere Einträge von ${scope} können ausgelassen sein; nur das ganze Protokoll zeigt sie`,
            `Later records of ${scope} may be omitted; only the whole log shows them`,
          ),
        ]
      : []),
    line(`Protokoll: ${origin}, Größe ${size}, Wurzel ${root}`, `Log: ${origin}, size ${size}, root ${root}`),
    ...(predecessor ? [line(...continued(predecessor))] : []),
    ...keys.map(({ vkey, index }) =>
      line(`Schlüssel ${vkey}: angekündigt in #${index}`, `Key ${vkey}: announced in #${index}`),
    ),
    witnessed
      ? line(`Bezeugt: ${witnessed.first} bis ${witnessed.last}`, `Witnessed: ${witnessed.first} to ${witnessed.last}`)
      : line(
          'Nicht bezeugt: der Betreiber könnte es neu geschrieben haben',
          'Not witnessed: its operator might have rewritten it',
        ),
    line(
      `Nachgerechnet: ${confirmed} von ${decided} stimmen überein`,
      `Decided again: ${confirmed} of ${decided} agree`,
    ),
  ].map(printable);
}

/** The whole report for people. */
export function reportText(report: Report, language: Language): string {
  const { findings, counts, exit } = report;
  const listed = findings.length;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    ...(report.origin === '' ? [] : summary(report, language)),
    ...findings.map((finding) => findingText(finding, language)),
    ...(all > listed ? [say([`… und ${all - listed} weitere`, `… and ${all - listed} more`], language)] : []),
    `${say(['Ergebnis', 'Result'], language)}: ${exit}, ${say(RESULTS[exit], language)}`,
  ].join('\n');
}

/** The report as one line of JSON; indices are texts, for they may exceed 2^53. */
export const reportJson = (report: Report): string =>
  printable(JSON.stringify(report, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
