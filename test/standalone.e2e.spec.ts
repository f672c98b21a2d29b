import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fixedId } from '../apps/standalone/src/bootstrap/send.js';
import { endAll, newFolder, type Program, root, start } from './e2e-support.js';

const MAIN = 'apps/standalone/src/main.js';
const folders: string[] = [];
const dataFolder = () => {
  const folder = newFolder();
  folders.push(folder);
  return join(folder, 'data');
};

const standalone = (folder: string, env: Readonly<Record<string, string>> = {}) =>
  start(MAIN, [], { DATA_DIR: folder, ...env });

/** Address of a program that has started completely. */
const addressOf = async (program: Program): Promise<string> => {
  const [, url = ''] = await program.printed(/runs at (http:\S+)[^]*Ctrl-C/);
  return url;
};

const json = async (response: Promise<Response>): Promise<unknown> => (await response).json();

/** Headers of a person's program, which logs in with the secret from the data folder. */
const headersOf = async (url: string, folder: string, person: string): Promise<Record<string, string>> => {
  const id = `program:${person}`;
  const secrets = JSON.parse(readFileSync(join(folder, 'programs.json'), 'utf8')) as Record<string, string>;
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secrets[id] ?? '',
  });
  const answer = await json(fetch(`${url}/oidc/token`, { method: 'POST', body }));
  const { access_token: token } = answer as { access_token: string };
  return { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
};

interface Row {
  readonly title: string;
  readonly phase: string;
  readonly matter: string;
}

const registerOf = async (url: string, headers: Record<string, string>): Promise<readonly Row[]> =>
  ((await json(fetch(`${url}/matters`, { headers }))) as { readonly rows: readonly Row[] }).rows;

const draft = (matter: string) => ({
  ...{ matter, title: 'Vorlage', body: 'DA', track: 'COMMITTEE', lead: 'BMDS', category: 'OTHER' },
  ...{ areas: ['IT_PLATFORM'], bindingness: 'BINDING', text: 'Fassung 1', classification: 'INTERN' },
});

/** Drafts matters until the system is gone; the ids of those that were acknowledged. */
const draftUntilGone = async (url: string, headers: Record<string, string>, acknowledged: string[]): Promise<void> => {
  try {
    for (;;) {
      const matter = randomUUID();
      const init = { method: 'POST', headers, body: JSON.stringify(draft(matter)) };
      const { status } = await fetch(`${url}/matters`, init);
      if (status === 201) acknowledged.push(matter);
    }
  } catch {
    return;
  }
};

beforeAll(() => {
  execFileSync(process.execPath, ['tools/build.js'], { cwd: root });
});
afterEach(endAll);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('a start on one machine', () => {
  const folder = dataFolder();

  it('shows a demonstration, keeps its secrets, and ends cleanly on SIGTERM', async () => {
    const program = standalone(folder);
    const url = await addressOf(program);
    const page = await fetch(`${url}/`);
    expect([page.status, page.headers.get('Content-Type')]).toEqual([200, expect.stringContaining('text/html')]);
    expect((await fetch(`${url}/api`)).status).toBe(200);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);

    const headers = await headersOf(url, folder, 'AUD/1');
    const rows = await registerOf(url, headers);
    expect(rows.map(({ phase }) => phase).sort()).toEqual([
      ...['DISSENT', 'DRAFT', 'ENACTED', 'ENACTED', 'ESCALATED'],
      ...['EXHAUSTED', 'INCOMPLETE', 'ROUND_OPEN', 'ROUND_OPEN'],
    ]);
    const final = rows.find(({ title }) => title === 'Gemeinsame Plattform für digitale Anträge');
    const explanation = await json(fetch(`${url}/matters/${final?.matter ?? ''}/explanation`, { headers }));
    expect(explanation).toMatchObject({ origin: 'FINAL', dissenting: ['BMF', 'BMI'], answered: ['BMF', 'BMI'] });
    const outsider = await registerOf(url, await headersOf(url, folder, 'BMZ/REP'));
    expect(outsider).toHaveLength(rows.length - 1);

    const agreementNamed = (name: string) =>
      json(fetch(`${url}/agreements/${fixedId('agreement', name)}`, { headers }));
    expect(await agreementNamed('nachweisabruf')).toMatchObject({
      ...{ phase: 'NEGOTIATION', consents: ['BMI'], refusals: [{ party: 'BMF' }], inForce: false },
    });
    const office = await agreementNamed('geschaeftsstelle');
    expect(office).toMatchObject({
      phase: 'IN_FORCE',
      inForce: true,
      seal: expect.stringMatching(/^(PENDING|SEALED|WITNESSED)$/),
      lead: { mode: 'SHARED' },
      reviewOn: expect.any(String),
    });
    const { funding, measures } = office as { funding: { items: { year: number }[] }; measures: unknown[] };
    expect([new Set(funding.items.map(({ year }) => year)).size, measures.length]).toEqual([3, 2]);
    const reduced = await agreementNamed('geodaten');
    expect(reduced).toMatchObject({ phase: 'REDUCED', parties: ['BMUKN', 'BMV'], inForce: true });
    const { types } = (await json(
      fetch(`${url}/agreements/${fixedId('agreement', 'geodaten')}/history`, { headers }),
    )) as { types: string[] };
    expect(types.slice(-3)).toEqual(['TerminationNoticeGiven', 'PartyLeft', 'FundingRevisionRequired']);

    const told = async (path: string) => (await fetch(`${url}${path}`)).text();
    const address = `/page/agreements/${fixedId('agreement', 'geodaten')}`;
    expect(await told('/page/agreements')).toContain(address);
    const german = await told(address);
    expect(german).toContain('BMLEH ist ausgeschieden');
    expect(german).toContain('Nicht vorhanden → In Verhandlung');
    const english = await told(`${address}?lang=en`);
    expect(english).toContain('A share of 2500 basis points is open');
    expect(english).toContain('35%');
    const refused = await told(`/page/agreements/${fixedId('agreement', 'nachweisabruf')}?lang=en`);
    expect(refused).toContain('refused: Für den Anteil des zweiten Jahres fehlt der Haushaltstitel');

    for (const name of ['secrets.json', 'programs.json', 'first-start.json', 'postgres.password']) {
      expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    }
    for (const secret of readFileSync(join(folder, 'programs.json'), 'utf8').match(/[0-9a-f]{64}/g) ?? []) {
      expect(program.output()).not.toContain(secret);
    }
    program.kill('SIGTERM');
    expect(await program.ended).toBe(0);
  }, 180_000);

  it('loses nothing it has acknowledged when it is killed, and adds nothing when it starts again', async () => {
    const killed = standalone(folder);
    const url = await addressOf(killed);
    const acknowledged: string[] = [];
    const headers = await headersOf(url, folder, 'BMDS/REF');
    const clerks = Array.from({ length: 8 }, () => draftUntilGone(url, headers, acknowledged));
    while (acknowledged.length < 40) await new Promise((next) => setTimeout(next, 10));
    killed.kill('SIGKILL');
    await Promise.all(clerks);

    const again = standalone(folder);
    const address = await addressOf(again);
    expect(again.output()).not.toContain('Loading the preset');
    const fresh = await headersOf(address, folder, 'BMDS/REF');
    for (const matter of acknowledged) {
      expect((await fetch(`${address}/matters/${matter}/status`, { headers: fresh })).status).toBe(200);
    }
    again.kill('SIGINT');
    expect(await again.ended).toBe(0);
  }, 120_000);

  it('refuses to run twice on one folder, and on a port that is taken', async () => {
    const first = standalone(folder);
    const url = await addressOf(first);
    const second = standalone(folder);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/already runs on this data folder/);
    const third = standalone(dataFolder(), { PORT: new URL(url).port });
    expect(await third.ended).toBe(1);
    expect(third.output()).toMatch(/Port \d+ is taken by another program/);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  }, 60_000);

  it('takes the next port where the usual one is taken', async () => {
    const taken = createServer().listen(3000, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve).once('error', resolve));
    const program = standalone(folder);
    expect(new URL(await addressOf(program)).port).not.toBe('3000');
    if (taken.listening) expect((taken.address() as AddressInfo).port).toBe(3000);
    taken.close();
  }, 60_000);
});

describe('a first start that is interrupted', () => {
  it('goes on where it stopped', async () => {
    const folder = dataFolder();
    const killed = standalone(folder);
    await killed.printed(/Recording the demonstration/);
    await new Promise((next) => setTimeout(next, 1500));
    killed.kill('SIGKILL');
    await killed.ended;
    const again = standalone(folder);
    const url = await addressOf(again);
    expect(again.output()).toContain('goes on where it stopped');
    expect(await registerOf(url, await headersOf(url, folder, 'SEC/A'))).toHaveLength(9);
  }, 180_000);

  it('ends cleanly on Ctrl-C', async () => {
    const program = standalone(dataFolder());
    await program.printed(/Loading the preset/);
    program.kill('SIGINT');
    expect(await program.ended).toBe(0);
    expect(program.output()).not.toMatch(/Error|refused/);
  }, 60_000);
});

describe('the command line', () => {
  it('explains itself', async () => {
    const program = start(MAIN, ['--help']);
    expect(await program.ended).toBe(0);
    expect(program.output()).toContain('DATA_DIR');
  });

  it('refuses what would be open to everybody', async () => {
    const program = standalone(dataFolder(), { NODE_ENV: 'production' });
    expect(await program.ended).toBe(1);
    expect(program.output()).toContain('login without passwords');
  });

  it('says what is wrong with a setting', async () => {
    const program = standalone(dataFolder(), { PORT: 'http' });
    expect(await program.ended).toBe(1);
    expect(program.output()).toContain('PORT must be a number');
  });

  it('says that the log is out of reach before it begins anything', async () => {
    const folder = dataFolder();
    const program = standalone(folder, { EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false' });
    expect(await program.ended).toBe(1);
    expect(program.output()).toContain('The log at EVENTSTORE_URL cannot be reached');
    expect(existsSync(join(folder, 'postgres'))).toBe(false);
  }, 90_000);
});
