import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, controlledClock, programId, programSecret, systemClock } from '#edge';
import { type EventStore, postgresStore, type StoredEvent } from '#event-store';
import { identitiesOf, readPreset } from '../../apps/standalone/src/bootstrap/preset.js';
import { setUp } from '../../apps/standalone/src/case-runner/set-up.js';
import { type Client, connect, type Order, type Payload, type Reply } from '../../apps/standalone/src/http/client.js';
import type { DatabaseUrls } from '../../apps/standalone/src/postgres/roles.js';
import { newSecrets, type Secrets } from '../../apps/standalone/src/secrets.js';
import { startSystem, type System, type SystemOptions } from '../../apps/standalone/src/system.js';
import { copiedUrls } from './database.js';

export const PRESET = readPreset('bund-2025');
export const START = '2026-12-01T08:00:00.000Z';

type Mode = SystemOptions['mode'];
type More = Partial<Pick<Order, 'commandId' | 'expectedRevision' | 'envelope'>>;

export interface Answer {
  readonly stream: string;
  readonly revision: number;
  readonly repeated: boolean;
  readonly events: readonly { readonly type: string; readonly revision: number; readonly data: Payload }[];
}

/** A composed system on a database of its own, with the preset loaded and RB-POLOPS in force. */
export interface Furnished {
  readonly url: string;
  readonly urls: DatabaseUrls;
  readonly client: Client;
  /** Sends a command and answers with whatever came back. */
  send(person: string, type: string, payload: Payload, more?: More): Promise<Reply>;
  /** Sends a command that must be recorded. */
  record(person: string, type: string, payload: Payload, more?: More): Promise<Answer>;
  /** Asks a question that must be answered. */
  ask(person: string, question: string, parameters: Payload): Promise<Payload>;
  /** Position of the last event of the log, to see that nothing was recorded. */
  head(): Promise<string | undefined>;
  eventsOf(matter: string): Promise<readonly StoredEvent[]>;
  /** Private key that signs the tokens of the development provider. */
  readonly key: Secrets['key'];
  /** Access token of a program that acts as the person; development mode only. */
  token(person: string): Promise<string>;
  /** Ends the services and starts them again on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const clockFor = (mode: Mode, present: string): Clock => (mode === 'case' ? controlledClock(present) : systemClock);

const parsed = async (response: Response): Promise<Payload> => (await response.json()) as Payload;

const eventsOf = async (store: EventStore, matter: string): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for await (const event of store.readStream(`matter-${matter}`)) events.push(event);
  return events;
};

const PERSONS = identitiesOf(PRESET);
const LEVEL = process.env['LOG_LEVEL'] ?? 'silent';

/** Loads the preset over HTTP and puts RB-POLOPS, perhaps with changes, in force, at the instant given. */
export const furnish = async (urls: DatabaseUrls, at: string, changes: Payload = {}): Promise<void> => {
  const start = { urls, mode: 'case', persons: PERSONS, secrets: newSecrets(), port: 0, logLevel: LEVEL } as const;
  const system = await startSystem({ ...start, clock: controlledClock(at) });
  const described = { case: 'T00', title: 'Test', preset: PRESET.id, rulebooks: ['RB-POLOPS@1.0.0'], steps: [] };
  const overrides = { 'RB-POLOPS': changes };
  try {
    await setUp(await connect(system.url), { ...described, overrides, start: at }, PRESET);
  } finally {
    await system.stop();
  }
};

/** Starts the three services on a database with the preset; its set-up was recorded at START, or in development now. */
export const furnished = async (mode: Mode = 'case'): Promise<Furnished> => {
  // A ledger never runs back: what is set up for the clock of the machine is set up in its present.
  const since = mode === 'case' ? START : new Date().toISOString();
  return furnishedOn(await copiedUrls(`furnished_${mode}`, (empty) => furnish(empty, since)), since, mode);
};

/** The same on a database of one's own that was furnished at the instant; whoever goes on with its log names the folder. */
export const furnishedOn = async (
  urls: DatabaseUrls,
  since: string,
  mode: Mode = 'case',
  folder?: string,
): Promise<Furnished> => {
  const secrets = newSecrets();
  const logFolder = folder ?? mkdtempSync(join(tmpdir(), 'furnished-log-'));
  const start = (as: Mode, clock: Clock): Promise<System> =>
    startSystem({ urls, logFolder, mode: as, clock, persons: PERSONS, secrets, port: 0, logLevel: LEVEL });

  let clock = clockFor(mode, since);
  let system = await start(mode, clock);
  let client = await connect(system.url);
  const store = postgresStore({ connectionString: urls.queries });

  const send: Furnished['send'] = (person, type, payload, more = {}) => client.send({ person, type, payload, ...more });
  const restart = async (): Promise<void> => {
    await system.stop();
    clock = clockFor(mode, clock.now());
    system = await start(mode, clock);
    client = await connect(system.url);
  };
  return {
    get url() {
      return system.url;
    },
    get client() {
      return client;
    },
    urls,
    key: secrets.key,
    send,
    restart,
    record: async (person, type, payload, more) => {
      const { status, body } = await send(person, type, payload, more);
      if (status >= 300) throw new Error(`${person} ${type}: ${status} ${JSON.stringify(body)}`);
      return body as Answer;
    },
    ask: async (person, question, parameters) => {
      const { status, body } = await client.ask(person, question, parameters);
      if (status !== 200) throw new Error(`${person} ${question}: ${status} ${JSON.stringify(body)}`);
      return body as Payload;
    },
    head: () => store.head(),
    eventsOf: (matter) => eventsOf(store, matter),
    token: async (person) => {
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: programId(person),
        client_secret: programSecret(secrets.development, person),
      });
      const { access_token: token } = await parsed(await fetch(`${system.url}/oidc/token`, { method: 'POST', body }));
      return String(token);
    },
    stop: async () => {
      await store.close();
      await system.stop();
      if (folder === undefined) rmSync(logFolder, { recursive: true, force: true });
    },
  };
};

/** Status and code of a refusal; of an accepted command the types recorded. */
export const outcome = ({ status, body }: Reply): readonly [number, unknown] => {
  const { code, events } = body as { readonly code?: string; readonly events?: Answer['events'] };
  return [status, code ?? events?.map(({ type }) => type)];
};

/** Parameters of a refusal. */
export const paramsOf = ({ body }: Reply): Payload => (body as { readonly params: Payload }).params;
