import { randomUUID } from 'node:crypto';
import { controlledClock } from '#edge';
import { openDisclosure, sha256Hex } from '#evidence';
import { folds, postgresStore } from '#event-store';
import { registry } from '#facts';
import { rebuild } from '#read-model';
import { postgresEraser, postgresVault } from '#vault';
import pg from 'pg';
import { type Erasing, sweep } from '../apps/worker/src/erasing.js';
import { circulated, type Course, vote } from './e2e/matter.js';
import { furnished, type Furnished, outcome } from './e2e/system.js';

const WORDS = 'Frau Dr. Unverwechselbar hält die Kosten für zu hoch';
const OTHER = 'Die Fristen sind unklar, sagt das andere Haus';
const COMMENT = 'Der Referent Einmalig regt eine Ergänzung an';
const GROUND = { type: 'LAW', reference: 'Art. 17 DSGVO' };
const BEFORE = '2026-12-01T08:00:00.000Z';
const LATER = '2058-01-02T09:00:00+01:00';

let system: Furnished;
let course: Course;
let forgotten: Erasing & { close(): Promise<void> };
const erasure = randomUUID();
const commandId = randomUUID();
const objection = () => ({ ...vote(course, 'BMF', 'OBJECTION'), reason: WORDS });

/** The eraser at work by itself, to repeat what the worker has done. */
const eraserOf = ({ urls }: Furnished) => {
  const store = postgresStore({ connectionString: urls.worker });
  const vault = postgresVault({ connectionString: urls.worker });
  const folded = folds(store);
  const office = { ledger: { store, folds: folded, vault }, folds: folded, registry: registry(store, folded) };
  const eraser = postgresEraser({ connectionString: urls.eraser });
  const close = () => Promise.all([store.close(), vault.close(), eraser.close()]).then(() => undefined);
  return { office, eraser, clock: controlledClock('2058-01-02T09:00:00.000Z'), close };
};

beforeAll(async () => {
  system = await furnished();
  course = await circulated(system);
  const { matter } = course;
  await system.record('BMF/REP', 'CastVote', objection(), { commandId });
  await system.record('BMI/REP', 'CastVote', { ...vote(course, 'BMI', 'OBJECTION'), reason: OTHER });
  await system.record('BMF/REF', 'RecordComment', { matter, code: 'BMF', text: COMMENT });
  await system.record('BMDS/REF', 'WithdrawMatter', { matter, reason: 'entfällt' });
  await system.client.advance(LATER);
  forgotten = eraserOf(system);
}, 240_000);
afterAll(async () => {
  await forgotten.close();
  await system.stop();
});

const request = (person: string, by = 'DSB/1', id = erasure) =>
  system.send(by, 'RequestErasure', { matter: course.matter, erasure: id, person, legalGround: GROUND });
const approve = (by = 'REG/1', id = erasure) =>
  system.send(by, 'ApproveErasure', { matter: course.matter, erasure: id });
const text = async (path: string, person = 'AUD/1'): Promise<string> =>
  (await fetch(`${system.url}${path}`, { headers: { 'X-Case-Actor': person } })).text();

async function rows(statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: system.urls.owner });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Every row of every table as text, disclosures decoded. */
async function everythingStored(): Promise<string> {
  const tables = await rows(`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('ledger', 'read', 'vault')`);
  const contents = await Promise.all(
    tables.map(async ({ name }) => JSON.stringify(await rows(`select to_jsonb(t) as row from ${String(name)} t`))),
  );
  const disclosures = await rows('select disclosure from vault.value');
  const decoded = disclosures.map(({ disclosure }) => Buffer.from(String(disclosure), 'base64url').toString());
  return [...contents, ...decoded].join('\n');
}

/** Everything that is shown of the matter, to those who may see most. */
async function everythingShown(): Promise<string> {
  const { matter } = course;
  const paths = [
    '',
    '/status',
    '/history',
    '/explanation',
    '/openings',
    '/export',
    `/history?asOf=${LATER.replace('+', '%2B')}`,
  ];
  const past = [`/history?asOf=${BEFORE}`, `/explanation?asOf=${BEFORE}`];
  const pages = [
    `/page/matters/${matter}`,
    `/page/matters/${matter}?lang=en&asOf=${BEFORE}`,
    '/',
    '/export',
    '/matters',
  ];
  const shown = [...[...paths, ...past].map((path) => `/matters/${matter}${path}`), ...pages];
  return (await Promise.all(shown.map((path) => text(path)))).join('\n');
}

const openings = (person = 'AUD/1', parameters = {}) =>
  system.client.ask(person, 'openings', { matter: course.matter, ...parameters });
interface Opened {
  readonly openings: readonly { readonly revision: number; readonly digest: string; readonly disclosure: string }[];
  readonly erased: readonly unknown[];
}
const opened = async (): Promise<Opened> => (await openings()).body as Opened;

describe('openings of a matter', () => {
  it('prove chosen values to who holds the records, and are for audit, chair and secretariat', async () => {
    const all = await opened();
    expect(all.openings.map(({ digest, disclosure }) => openDisclosure(digest, disclosure).value)).toEqual(
      expect.arrayContaining([WORDS, OTHER, COMMENT]),
    );
    const [first] = all.openings;
    const exported = await text(`/matters/${course.matter}/export`);
    expect(exported.split('\n')[first?.revision ?? -1]).toContain(`{"#":"${first?.digest}"}`);
    const chosen = await openings('CHAIR', { digests: JSON.stringify([first?.digest]) });
    expect(chosen.body).toEqual({ openings: [first], erased: [] });
    expect(outcome(await openings('BMF/REP'))).toEqual([403, 'FORBIDDEN']);
    const foreign = JSON.stringify(['47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU']);
    expect(outcome(await openings('AUD/1', { digests: foreign }))).toEqual([400, 'INVALID_PAYLOAD']);
  });
});

describe('an erasure over HTTP', () => {
  it('is asked for by data protection and approved by the records office', async () => {
    expect(outcome(await request('BMF/REP', 'REG/1'))).toEqual([403, 'FORBIDDEN']);
    // Nobody, one who has nothing in this matter, and a pseudonym, which is not a person of the directory.
    const [row] = await rows(`select pseudonym from vault.pseudonym where person = 'BMF/REP'`);
    const pseudonym = String(row?.['pseudonym']);
    for (const absent of ['NOBODY/EVER', 'AUD/1', 'BMZ/REP', pseudonym])
      expect(outcome(await request(absent))).toEqual([404, 'NOT_FOUND']);
    expect(await rows(`select 1 from vault.pseudonym where person in ('NOBODY/EVER', '${pseudonym}')`)).toEqual([]);
    expect(outcome(await request('BMF/REP'))).toEqual([201, ['ErasureRequested']]);
    expect(outcome(await approve('DSB/1'))).toEqual([403, 'FORBIDDEN']);
    expect(await everythingShown()).toContain(WORDS);
    expect(outcome(await approve())).toEqual([201, ['ValuesErased']]);
  });

  it('shows nothing of it from the moment of the approval on, at no instant and to nobody', async () => {
    const shown = await everythingShown();
    expect(shown).not.toContain(WORDS);
    expect(shown).not.toContain('BMF/REP');
    expect(shown).toContain('(gelöscht nach Art. 17 DSGVO)');
    expect(shown).toContain('(erased under Art. 17 DSGVO)');
    expect(shown).toContain(OTHER);
    const { body } = await system.client.ask('BMF/BM', 'explain', { matter: course.matter });
    expect(JSON.stringify(body)).not.toContain(WORDS);
  });

  it('is not undone by repeating the command that brought the words', async () => {
    const again = await system.send('BMF/REP', 'CastVote', objection(), { commandId });
    expect(again.status).toBe(200);
    expect(JSON.stringify(again.body)).not.toContain(WORDS);
  });

  it('leaves no trace of the words in any table', async () => {
    await text('/case/settled');
    const stored = await everythingStored();
    expect(stored).not.toContain(WORDS);
    expect(stored).toContain(OTHER);
    expect((await opened()).erased).toEqual([expect.objectContaining({ legalGround: GROUND })]);
  });

  it('stays what it is after a restart, a rebuild of the views and a repeated reaction', async () => {
    // What is sealed or not yet depends on when one looks.
    const seals = /PENDING|SEALED|WITNESSED|noch ohne Quittung|without receipt yet|versiegelt|sealed/g;
    const unsealed = async () => (await everythingShown()).replace(seals, '');
    const before = await unsealed();
    await rebuild({ store: forgotten.office.ledger.store, databaseUrl: system.urls.owner });
    await system.restart();
    // As after a crash between deletion and checkpoint: everything is taken again.
    await rows(`update read.checkpoint set position = null where projection = 'reactions'`);
    await system.restart();
    await text('/case/settled');
    expect(await unsealed()).toBe(before);
    expect(await everythingStored()).not.toContain(WORDS);
  });

  it('remembers a person who holds an office, and forgets one who holds none and said nothing elsewhere', async () => {
    expect(await rows(`select 1 from vault.pseudonym where person = 'BMF/REP'`)).toHaveLength(1);
    const second = randomUUID();
    await request('BMF/REF', 'DSB/1', second);
    expect(outcome(await approve('REG/1', second))).toEqual([201, ['ValuesErased']]);
    await text('/case/settled');
    expect(await rows(`select 1 from vault.pseudonym where person = 'BMF/REF'`)).toHaveLength(0);
    expect(await everythingShown()).not.toMatch(/BMF\/RE[FP]|Einmalig/);
    expect(await everythingStored()).not.toMatch(/BMF\/REF|Einmalig/);
  });

  it('records the forgotten person as somebody new, never under the pseudonym that a process remembers', async () => {
    const statement = { matter: course.matter, seat: 'BMF', text: 'Das Haus bleibt dabei' };
    const { revision } = (await system.record('BMF/REF', 'RecordStatement', statement)) as { revision: number };
    const exported = (await text(`/matters/${course.matter}/export`)).split('\n');
    const subjects = exported.map((line) => (JSON.parse(line || '{}') as { by?: { sub: string } }).by?.sub);
    const [row] = await rows(`select pseudonym from vault.pseudonym where person = 'BMF/REF'`);
    expect(row).toEqual({ pseudonym: subjects[revision] });
    expect(subjects.indexOf(subjects[revision])).toBe(revision);
  });

  it('is done again by the sweep when a backup brings the words back, and with it every orphan', async () => {
    const { digests } = JSON.parse(
      (await text(`/matters/${course.matter}/export`)).split('\n').find((line) => line.includes('"ValuesErased"')) ??
        '{}',
    ).data as { digests: string[] };
    const vault = postgresVault({ connectionString: system.urls.worker });
    const disclosure = Buffer.from(JSON.stringify(['salt', 'reason', WORDS])).toString('base64url');
    const row = { disclosure, class: 'VoteCast' };
    const orphan = 'orphan-of-a-command-that-never-got-in';
    const values = [...digests, orphan].map((digest) => ({ digest, ...row }));
    await vault.keep({ stream: `matter-${course.matter}`, commandId: randomUUID(), sha256: sha256Hex('x'), values });
    await vault.close();
    expect(await sweep(forgotten)).toMatchObject({ values: digests.length });
    expect(await everythingStored()).toContain(WORDS);
    expect(await sweep(forgotten, 0)).toEqual({ values: 1, persons: 0 });
    expect(await everythingStored()).not.toContain(WORDS);
    expect(await everythingShown()).toContain(OTHER);
  });

  it('counts the votes as before', async () => {
    const { body } = await system.client.ask('SEC/A', 'tally', { ...course });
    expect(body).toMatchObject({ E: 3, N: 2 });
  });
});

it('lets no service but the eraser delete in the vault', async () => {
  const { commands, queries, worker, sessions } = system.urls;
  for (const url of [commands, queries, worker, sessions]) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const table of ['value', 'pseudonym', 'document', 'claim']) {
      await expect(client.query(`delete from vault.${table}`)).rejects.toThrow('permission denied');
    }
    await client.end();
  }
});
