import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, at, type Day, dayOf, type Instant } from '#domain';
import { controlledClock } from '#edge';
import { openStore } from '#event-store';
import { parseRecord } from '#evidence';
import { connect } from '../http/client.js';
import { migrate } from '../postgres/migrations.js';
import type { DatabaseUrls } from '../postgres/roles.js';
import { newSecrets, writeWhole } from '../secrets.js';
import { startSystem, type System } from '../system.js';
import { firstDay, play } from './demonstration/demonstration.js';
import { readJson } from './files.js';
import { identitiesOf, loadPreset, type Preset } from './preset.js';
import { adoptRuleBook, draftRuleBooks, shippedRuleBooks } from './rulebooks.js';
import { sender } from './send.js';

/** What a data folder remembers of its first start; `today` fixes all days of the demonstration. */
interface Progress {
  readonly today: Day;
  readonly done: boolean;
}

const BOOKS = ['RB-POLOPS', 'RB-VV'];
const BASIS = { type: 'ORGANISATION_DECREE', reference: 'Vorführung: keine Rechtsgrundlage, nur zur Ansicht' };

/** Longest term of a mandate, the first day counted and no leap day. */
const TWO_YEARS = 729;

export interface FirstStart {
  readonly urls: DatabaseUrls;
  /** Address of a log outside the database. */
  readonly eventStoreUrl?: string;
  readonly dataFolder: string;
  readonly preset: Preset;
  readonly log: (line: string) => void;
  /** Told of the system that records while it starts, so that it can be ended from outside; ending it twice is harmless. */
  readonly opening: (starting: Promise<System>) => Promise<System>;
}

const fileIn = (folder: string): string => join(folder, 'first-start.json');

/** Recorded instant of the last event; undefined for an empty log. */
const lastInstant = async (eventStoreUrl: string): Promise<Instant | undefined> => {
  const store = openStore(eventStoreUrl);
  let last: Instant | undefined;
  try {
    for await (const batch of store.readAll()) {
      for (const { record } of batch) {
        const { at: recorded } = parseRecord(record);
        if (last === undefined || recorded > last) last = recorded;
      }
    }
    return last;
  } finally {
    await store.close();
  }
};

const record = async (url: string, { preset, log }: FirstStart, today: Day, clock: Instant): Promise<void> => {
  const client = await connect(url);
  const send = sender(client);
  const from = firstDay(today);
  log(`Loading the preset ${preset.id} ...`);
  const evidence = await client.upload('SEC/A', 'besetzung.txt', 'Besetzung der Sitze auf Ersuchen der Häuser');
  // Mandates of two years from the beginning of the demonstration, on whatever day it is shown.
  const term = { validFrom: from, validTo: addDays(from, TWO_YEARS) };
  const books = shippedRuleBooks();
  await Promise.all([loadPreset(send, preset, evidence, term), draftRuleBooks(send, books)]);
  for (const book of books.filter(({ id }) => BOOKS.includes(id))) {
    await adoptRuleBook(send, book, { legalBasis: BASIS, validFrom: from });
  }
  log('Recording the demonstration ...');
  await play(client, send, today, clock);
};

/** The days of the demonstration; undefined where nothing is to be recorded. */
const begun = async ({
  dataFolder,
  urls,
  eventStoreUrl,
  log,
}: FirstStart): Promise<{ today: Day; last?: Instant } | undefined> => {
  const file = fileIn(dataFolder);
  const progress = existsSync(file) ? (readJson(file) as Progress) : undefined;
  if (progress?.done) return undefined;
  const last = await lastInstant(eventStoreUrl ?? urls.queries);
  if (progress) {
    if (last !== undefined) log('The first start was interrupted; it goes on where it stopped.');
    return { today: progress.today, ...(last === undefined ? {} : { last }) };
  }
  if (last !== undefined) {
    log('The database holds a ledger already; nothing is added to it.');
    return undefined;
  }
  const today = dayOf(new Date().toISOString());
  writeWhole(file, { today, done: false });
  return { today };
};

/**
 * Records preset and demonstration once per data folder, by ordinary commands of a system in case mode, whose clock can
 * stand in the past. Interrupted at any moment it goes on at the next start: every command has an id of its own for
 * ever, and the clock goes on from the last event.
 */
export const firstStart = async (options: FirstStart): Promise<void> => {
  const { urls, eventStoreUrl, dataFolder, preset, opening } = options;
  await migrate(urls.owner);
  const begin = await begun(options);
  if (!begin) return;
  const { today, last } = begin;
  const first = at(firstDay(today), '08:00');
  const clock = last !== undefined && last > first ? last : first;
  const system = await opening(
    startSystem({
      ...{ urls, mode: 'case', clock: controlledClock(clock), persons: identitiesOf(preset) },
      ...{ secrets: newSecrets(), port: 0, logLevel: 'silent', logFolder: dataFolder },
      ...(eventStoreUrl === undefined ? {} : { eventStoreUrl }),
    }),
  );
  await record(system.url, options, today, clock);
  await system.stop();
  writeWhole(fileIn(dataFolder), { today, done: true });
};
