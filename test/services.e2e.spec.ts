import { spawn } from 'node:child_process';
import { systemClock } from '#edge';
import pg from 'pg';
import request from 'supertest';
import { identitiesOf } from '../apps/standalone/src/bootstrap/preset.js';
import { newSecrets } from '../apps/standalone/src/secrets.js';
import type { DatabaseUrls } from '../apps/standalone/src/postgres/roles.js';
import { startSystem, type System } from '../apps/standalone/src/system.js';
import { freshUrls } from './e2e/database.js';
import { PRESET } from './e2e/system.js';
import { newFolder, root } from './e2e-support.js';
import { freePort, sharedServer } from './postgres-server.js';

type Environment = Readonly<Record<string, string>>;

/** A service of its own process, as a deployment starts it, but from its sources. */
interface Service {
  readonly url: string;
  /** All that it has logged. */
  output(): string;
  stop(): Promise<void>;
}

const running: Service[] = [];

const serve = async (name: 'queries' | 'worker', environment: Environment): Promise<Service> => {
  const port = await freePort();
  const flags = ['--conditions=source', '--import', './test/typescript.js', `apps/${name}/src/main.ts`];
  const env = { PATH: process.env['PATH'] ?? '', PORT: String(port), ...environment };
  const child = spawn(process.execPath, flags, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  const service = { url, output: () => output, stop };
  running.push(service);
  while (!(await fetch(`${url}/health`).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error(`${name} ended:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return service;
};

let urls: DatabaseUrls;
let system: System;
let cookie: string;
const secrets = newSecrets();

const asRole = async (url: string, statement: string): Promise<readonly Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
};

/** Logs in by browser; the cookie that it sends from then on. */
const loggedIn = async (person: string): Promise<string> => {
  const browser = request.agent(system.url);
  const page = (await browser.get('/auth/login').redirects(4)) as unknown as { readonly request: { url: string } };
  await browser.post(new URL(page.request.url).pathname).type('form').send({ person }).redirects(3);
  const answer = await browser.get('/auth/login').redirects(0);
  return (answer.get('Set-Cookie') ?? []).map((one) => one.replace(/;.*$/, '')).join('; ');
};

beforeAll(async () => {
  urls = await freshUrls(await sharedServer());
  const persons = identitiesOf(PRESET);
  const fixed = { urls, mode: 'development', clock: systemClock, persons, secrets, port: 0 } as const;
  system = await startSystem({ ...fixed, logLevel: 'silent' });
  cookie = await loggedIn('AUD/1');
}, 120_000);
afterAll(async () => {
  await Promise.all(running.map((service) => service.stop()));
  await system.stop();
}, 60_000);

describe('the service that answers questions, alone in its process', () => {
  let queries: Service;
  const ask = (path: string, headers: Environment = { Cookie: cookie }) => fetch(queries.url + path, { headers });
  const sessions = () => asRole(urls.owner, 'SELECT *, xmin FROM session.session ORDER BY sid');
  beforeAll(async () => {
    queries = await serve('queries', {
      ...{ DATABASE_URL: urls.queries, PUBLIC_URL: system.url, SESSION_SECRET: secrets.session, LOG_LEVEL: 'info' },
    });
  }, 120_000);

  it('answers whoever has logged in elsewhere, and leaves the sessions as they are', async () => {
    const before = await sessions();
    expect((await ask('/matters', {})).status).toBe(401);
    const answer = await ask('/matters');
    expect([answer.status, await answer.json()]).toEqual([200, { rows: [] }]);
    expect((await ask('/auth/login')).status).toBe(404);
    expect(await sessions()).toEqual(before);
  });

  it('cannot let anybody act as somebody else', async () => {
    const chair = `jsonb_set(sess::jsonb, '{identity}', '{"person": "CHAIR", "function": "CHAIR"}')::json`;
    for (const attack of [
      `UPDATE session.session SET sess = ${chair}`,
      `INSERT INTO session.session SELECT 'mine', ${chair}, expire FROM session.session LIMIT 1`,
      'DELETE FROM session.session',
    ])
      await expect(asRole(urls.queries, attack)).rejects.toThrow('permission denied');
  });

  it('logs no word that was looked for when the database fails', async () => {
    await asRole(urls.owner, 'REVOKE SELECT ON read.matter_words FROM bb_queries');
    const answer = await ask('/matters?q=Geheimvorhaben');
    const { code, incident } = (await answer.json()) as { readonly code: string; readonly incident: string };
    expect([answer.status, code]).toEqual([500, 'INTERNAL_ERROR']);
    const lineOf = () =>
      queries
        .output()
        .split('\n')
        .slice(0, -1)
        .find((text) => text.includes(incident));
    while (lineOf() === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    const { err } = JSON.parse(lineOf() ?? '') as { readonly err: object };
    expect(err).toMatchObject({ message: 'permission denied for table matter_words', code: '42501' });
    expect(Object.keys(err)).toEqual(['type', 'message', 'stack', 'code']);
    expect(queries.output()).not.toMatch(/geheimvorhaben/i);
  });
});

it('lets the worker run in production, where it knows no sessions and no login', async () => {
  const secret = 'x'.repeat(40);
  const worker = await serve('worker', {
    ...{ NODE_ENV: 'production', PUBLIC_URL: 'https://beschlussbuch.example', ISSUER: 'https://issuer.example' },
    ...{ CLIENT_ID: 'web', CLIENT_SECRET: secret, SESSION_SECRET: secret },
    ...{ DATABASE_URL: urls.worker, ERASURE_DATABASE_URL: urls.eraser },
    ...{ LOG_FOLDER: newFolder(), LOG_ORIGIN: 'beschlussbuch.example/log' },
  });
  expect((await fetch(`${worker.url}/metrics`)).status).toBe(200);
  expect((await fetch(`${worker.url}/auth/login`)).status).toBe(404);
}, 120_000);
