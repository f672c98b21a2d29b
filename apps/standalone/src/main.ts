import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock } from '#edge';
import { openStore } from '#event-store';
import { rebuild, type RebuildProgress } from '#read-model';
import { freePort } from './address.js';
import { firstStart } from './bootstrap/first-start.js';
import { identitiesOf, readPreset } from './bootstrap/preset.js';
import { startPostgres } from './postgres/postgres.js';
import { prepareDatabase } from './postgres/roles.js';
import { keptSecrets, writePrograms } from './secrets.js';
import { onSignal } from './signals.js';
import { startSystem } from './system.js';

const HELP = `Usage: npm start [-- --rebuild | --help]

Starts Beschlussbuch with a PostgreSQL of its own and a login without passwords, for this machine only. The first start
loads the preset bund-2025 and a demonstration. With --rebuild the views are filled anew from the log first.
  DATA_DIR      where the data lies; default: data
  PORT          port on 127.0.0.1; default: the first free one from 3000
  DATABASE_URL  superuser's URL of another PostgreSQL to use instead
  EVENTSTORE_URL  address of an EventStoreDB (esdb://...) that keeps the log instead of PostgreSQL
  LOG_LEVEL     fatal, error, warn (default), info, debug or trace; the log is JSON lines`;

const PRESET = 'bund-2025';
const FOR_EXAMPLE = ['SEC/A', 'CHAIR', 'BMDS/ST', 'BMF/REP', 'AUD/1'];

const print = (line: string) => console.log(line);

type Close = () => Promise<void>;

/** What was started, to be ended in the opposite order, whenever that comes. */
const opened: Close[] = [];
let ending = false;

/** To be called before it is there: a signal waits until it is, and ends it then. */
const opening = <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  opened.push(async () => {
    const started = await starting.catch(() => undefined);
    await started?.stop();
  });
  return starting;
};

const closeAll = async (): Promise<void> => {
  for (let close = opened.pop(); close; close = opened.pop()) await close();
};

const portOf = (text: string | undefined): { readonly port?: number } => {
  if (!text) return {};
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return { port: Number(text) };
  throw new Error(`PORT must be a number from 0 to 65535, not ${text}.`);
};

const database = async (dataFolder: string): Promise<string> => {
  const given = process.env['DATABASE_URL'];
  if (given) {
    mkdirSync(dataFolder, { recursive: true });
    return given;
  }
  const { ownerUrl } = await opening(startPostgres({ dataFolder: resolve(dataFolder, 'postgres'), log: print }));
  return ownerUrl;
};

const welcome = (url: string, dataFolder: string, programs: string): string => {
  const names = new Map(readPreset(PRESET).persons.map(({ person, name }) => [person, name ?? '']));
  const users = FOR_EXAMPLE.map((person) => `    ${person.padEnd(9)}${names.get(person) ?? ''}`);
  return `
Beschlussbuch runs at ${url}
  Log in   ${url}/auth/login - choose a person, no password; for example
${users.join('\n')}
  API      ${url}/api - ids and secrets of programs are in ${programs}
  Data     ${dataFolder}
  Stop     Ctrl-C`;
};

/** Throws a sentence where the log is out of reach; nothing has been begun then. */
const reachable = async (eventStoreUrl: string): Promise<void> => {
  const store = openStore(eventStoreUrl);
  try {
    await store.head();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`The log at EVENTSTORE_URL cannot be reached (${said}). Is the server running?`, { cause: error });
  } finally {
    await store.close();
  }
};

const rebuildViews = async (databaseUrl: string, eventStoreUrl: string): Promise<void> => {
  const store = openStore(eventStoreUrl);
  try {
    const onProgress = ({ events, perSecond }: RebuildProgress) =>
      print(`Rebuilding the views: ${events} events, ${Math.round(perSecond)} per second`);
    await rebuild({ store, databaseUrl, onProgress });
  } finally {
    await store.close();
  }
};

const start = async (): Promise<void> => {
  const dataFolder = resolve(process.env['DATA_DIR'] || 'data');
  const wanted = portOf(process.env['PORT']);
  // Before the first start has taken its time.
  await freePort(wanted.port);
  if (process.env['EVENTSTORE_URL']) await reachable(process.env['EVENTSTORE_URL']);
  const urls = await prepareDatabase(await database(dataFolder));
  const preset = readPreset(PRESET);
  const log: { readonly eventStoreUrl?: string } = process.env['EVENTSTORE_URL']
    ? { eventStoreUrl: process.env['EVENTSTORE_URL'] }
    : {};
  await firstStart({ urls, ...log, dataFolder, preset, log: print, opening });
  if (process.argv.includes('--rebuild')) await rebuildViews(urls.owner, log.eventStoreUrl ?? urls.owner);
  const persons = identitiesOf(preset);
  const secrets = keptSecrets(dataFolder);
  const programs = writePrograms(dataFolder, secrets, persons);
  const logLevel = process.env['LOG_LEVEL'] || 'warn';
  const options = {
    urls,
    ...log,
    logFolder: dataFolder,
    mode: 'development',
    clock: systemClock,
    persons,
    secrets,
    logLevel,
  } as const;
  const { url } = await opening(startSystem({ ...options, ...wanted }));
  print(welcome(url, dataFolder, programs));
};

const end = async (): Promise<number> => {
  ending = true;
  print('\nStopping ... (once more to stop at once)');
  await closeAll();
  return 0;
};

const main = async (): Promise<void> => {
  if (process.env['NODE_ENV'] === 'production') {
    throw new Error('This start has a login without passwords; with NODE_ENV=production run the services one by one.');
  }
  onSignal(end);
  await start();
};

if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) print(HELP);
else {
  await main().catch(async (error: unknown) => {
    // What fails because everything is being ended is no failure.
    if (ending) return;
    console.error(error instanceof Error ? error.message : String(error));
    await closeAll();
    process.exit(1);
  });
}
