import { type Difference, differencesBetween, type Shown } from '#domain';
import type { Place } from './moment.js';
import type { Lines } from './output.js';
import { replay, type Replay } from './replay.js';
import type { Told } from './report.js';
import type { Request } from './request.js';
import { type Bilingual, codes, type Language, say } from './words.js';

const ASPECTS: Readonly<Record<string, Bilingual>> = {
  phase: ['Phase', 'Phase'],
  effect: ['Wirkung', 'Effect'],
  ruleBook: ['Regelbuch', 'Rule book'],
  title: ['Titel', 'Title'],
  lead: ['Federführung', 'Lead'],
  classification: ['Einstufung', 'Classification'],
  version: ['Fassung', 'Version'],
  proposed: ['Vorgeschlagene Fassung', 'Proposed version'],
  areas: ['Aufgabengebiete', 'Areas'],
  textHash: ['Wortlaut (SHA-256)', 'Text (SHA-256)'],
  contentHash: ['Inhalt (SHA-256)', 'Content (SHA-256)'],
  participants: ['Beteiligung', 'Participation'],
  round: ['Runde', 'Round'],
  electorate: ['Stimmberechtigt', 'Electorate'],
  votes: ['Stimme', 'Vote'],
  tally: ['Auszählung', 'Tally'],
  reservations: ['Vorbehalt', 'Reservation'],
  outcome: ['Ergebnis', 'Outcome'],
  levels: ['Eskalationsstufe', 'Level'],
  decision: ['Beschluss', 'Decision'],
  binds: ['Gebunden', 'Bound'],
  dissenting: ['Ohne Einvernehmen', 'Dissenting'],
  duties: ['Auftrag', 'Duty'],
  corrections: ['Berichtigung', 'Correction'],
  deadlines: ['Frist', 'Deadline'],
  inForceFrom: ['In Kraft ab', 'In force from'],
  endedOn: ['Letzter Tag', 'Last day'],
  parties: ['Parteien', 'Parties'],
  consents: ['Zugestimmt', 'Consented'],
  refusals: ['Abgelehnt', 'Refused'],
  signatures: ['Unterzeichnet', 'Signed'],
  term: ['Laufzeit', 'Term'],
  marks: ['Zu beachten', 'To be noted'],
  shares: ['Anteil', 'Share'],
  responsibilities: ['Zuständig', 'Responsible'],
  backings: ['Rückendeckung', 'Backing'],
  notices: ['Kündigung', 'Notice'],
  measures: ['Maßnahme', 'Measure'],
};

const shown = (value: Shown | undefined): string => {
  if (value === undefined || value === '') return '–';
  return typeof value === 'object' ? codes(value) : String(value);
};

function differenceText({ aspect, of, before, after }: Difference, language: Language): string {
  const name = say(ASPECTS[aspect] ?? [aspect, aspect], language);
  return `  ${name}${of === undefined ? '' : ` ${of}`}: ${shown(before)} → ${shown(after)}`;
}

const headOf = <S>({ steps, now }: Replay<S>) => ({ revision: steps.at(-1)?.record.rev ?? -1, at: now });

/** What changed in one stream from one place of the log to another, under the same knowledge. Throws Unreadable. */
async function differences<S extends { readonly phase: string }>(
  told: Told<S>,
  id: string,
  [from, to]: readonly [Place, Place],
  { file, knownOn }: Request,
) {
  const moment = knownOn === undefined ? {} : { knownOn };
  const before = await replay(told, file, id, { ...moment, at: from });
  const after = await replay(told, file, id, { ...moment, at: to });
  const found = differencesBetween(told.profileOf(before.state, before.now), told.profileOf(after.state, after.now));
  return { before, after, found };
}

/** Tells what changed; answers the two replays, of which one may not tell everything. */
export async function diff<S extends { readonly phase: string }>(
  told: Told<S>,
  id: string,
  between: readonly [Place, Place],
  request: Request,
  { out }: Lines,
): Promise<readonly Replay<S>[]> {
  const { language, json } = request;
  const { before, after, found } = await differences(told, id, between, request);
  const [from, to] = [headOf(before), headOf(after)];
  const none = say(['  nichts hat sich geändert', '  nothing has changed'], language);
  if (json) out(JSON.stringify({ from, to, differences: found }));
  else {
    out(`#${from.revision} ${from.at} → #${to.revision} ${to.at}`);
    for (const difference of found) out(differenceText(difference, language));
    if (found.length === 0) out(none);
  }
  return [before, after];
}
