import { randomUUID } from 'node:crypto';
import { controlledClock } from '#edge';
import { folds, postgresStore } from '#event-store';
import { digestsIn, openDisclosure, parseRecord } from '#evidence';
import { registry } from '#facts';
import { postgresEraser, postgresVault } from '#vault';
import pg from 'pg';
import { sweep } from '../apps/worker/src/erasing.js';
import { verified } from './attacks.support.js';
import { circulated, type Course, vote } from './e2e/matter.js';
import { furnished, type Furnished, outcome } from './e2e/system.js';
import { until } from './log.support.js';

const WORDS = 'Frau Dr. Unverwechselbar hält die Kosten für zu hoch';
const LATER = '2058-01-02T08:00:00.000Z';

let system: Furnished;
let course: Course;
let digest: string;
beforeAll(async () => {
  system = await furnished();
  course = await circulated(system);
  await system.record('BMI/REP', 'CastVote', vote(course, 'BMI', 'OBJECTION'));
  await system.record('BMF/REP', 'CastVote', { ...vote(course, 'BMF', 'OBJECTION'), reason: WORDS });
  const cast = (await system.eventsOf(course.matter)).at(-1)!;
  digest = digestsIn(parseRecord(cast.record).data)[0]!;
  await until(async () => (await get(`/log/receipts/${cast.id}`)).status === 200);
}, 120_000);
afterAll(() => system.stop());

const get = (path: string): Promise<Response> => fetch(system.url + path, { headers: { 'X-Case-Actor': 'AUD/1' } });
const text = async (path: string): Promise<string> => (await get(path)).text();
const opened = () => `/matters/${course.matter}/bundle?digests=${encodeURIComponent(JSON.stringify([digest]))}`;

async function sql(statement: string, ...values: readonly string[]): Promise<readonly Record<string, string>[]> {
  const client = new pg.Client({ connectionString: system.urls.owner });
  await client.connect();
  try {
    return (await client.query<Record<string, string>>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}
const disclosure = async (): Promise<string> =>
  (await sql('SELECT disclosure FROM vault.value WHERE digest = $1', digest))[0]?.['disclosure'] ?? '';
const exchange = (by: string) => sql('UPDATE vault.value SET disclosure = $2 WHERE digest = $1', digest, by);

/** The same with other words and the right salt. */
const forged = (original: string, words: string): string => {
  const [salt, name] = JSON.parse(Buffer.from(original, 'base64url').toString()) as [string, string];
  return Buffer.from(JSON.stringify([salt, name, words])).toString('base64url');
};

describe('the vault row of a value', () => {
  let original: string;
  let policy: string;
  beforeAll(async () => {
    original = await disclosure();
    policy = `log ${(await text('/log/keys')).split('\n')[0]}\nquorum none\n`;
  });
  afterEach(() => exchange(original));

  it('opens the words that were sealed', async () => {
    expect(openDisclosure(digest, original).value).toBe(WORDS);
    expect(verified(await text(opened()), policy)).toMatchObject({ exit: 0, opened: 1 });
    expect(await text(`/matters/${course.matter}/history`)).toContain(WORDS);
  });

  it('edited, by a byte or to other words, is shown to nobody, and nobody can open it', async () => {
    const byte = `${original.slice(0, -4)}${original.at(-4) === 'A' ? 'B' : 'A'}${original.slice(-3)}`;
    for (const edited of [byte, forged(original, 'Einverstanden')]) {
      await exchange(edited);
      for (const path of [`/matters/${course.matter}/openings`, `/matters/${course.matter}/history`, opened()])
        expect([path, (await get(path)).status]).toEqual([path, 500]);
      expect(await text(`/page/matters/${course.matter}`)).not.toContain('Einverstanden');
    }
  });

  it('edited and put into a bundle past the service ends with 1 and names the record', async () => {
    const bundle = (await text(opened())).replace(original, forged(original, 'Einverstanden'));
    const { exit, findings } = verified(bundle, policy);
    const { revision } = (await system.eventsOf(course.matter)).at(-1)!;
    expect(exit).toBe(1);
    const where = { index: expect.any(BigInt) as bigint, stream: `matter-${course.matter}`, revision };
    expect(findings).toEqual([expect.objectContaining({ code: 'OPENING_MISMATCH', ...where })]);
  });

  it('exchanged for that of another value is none', async () => {
    const [other] = await sql('SELECT disclosure FROM vault.value WHERE digest <> $1 LIMIT 1', digest);
    await exchange(other!['disclosure']!);
    expect((await get(opened())).status).toBe(500);
  });
});

describe('erased values', () => {
  let backup: string;
  beforeAll(async () => {
    backup = await disclosure();
    const { matter } = course;
    const erasure = randomUUID();
    const legalGround = { type: 'LAW', reference: 'Art. 17 DSGVO' };
    await system.record('BMDS/REF', 'WithdrawMatter', { matter, reason: 'entfällt' });
    await system.client.advance(LATER);
    await system.record('DSB/1', 'RequestErasure', { matter, erasure, person: 'BMF/REP', legalGround });
    expect(outcome(await system.send('REG/1', 'ApproveErasure', { matter, erasure }))).toEqual([201, ['ValuesErased']]);
    await text('/case/settled');
    expect(await disclosure()).toBe('');
  }, 60_000);

  /** As the worker does every night. */
  async function nightlySweep() {
    const store = postgresStore({ connectionString: system.urls.worker });
    const vault = postgresVault({ connectionString: system.urls.worker });
    const eraser = postgresEraser({ connectionString: system.urls.eraser });
    const folded = folds(store);
    const office = { ledger: { store, folds: folded, vault }, folds: folded, registry: registry(store, folded) };
    try {
      return await sweep({ office, eraser, clock: controlledClock(LATER) });
    } finally {
      await Promise.all([store.close(), vault.close(), eraser.close()]);
    }
  }

  it('reappearing in the vault are shown nowhere, cannot be opened, and are deleted again', async () => {
    await sql(`INSERT INTO vault.value (digest, disclosure, class) VALUES ($1, $2, 'VoteCast')`, ...[digest, backup]);
    const { matter } = course;
    for (const path of ['', '/history', '/explanation', '/openings', '/export', '/bundle'])
      expect(await text(`/matters/${matter}${path}`)).not.toContain(WORDS);
    expect(await text(`/page/matters/${matter}`)).not.toContain(WORDS);
    const { openings } = JSON.parse(await text(`/matters/${matter}/openings`)) as { openings: readonly unknown[] };
    expect(JSON.stringify(openings)).not.toContain(digest);
    expect(await text(opened())).not.toContain('#opening');
    expect(await nightlySweep()).toMatchObject({ values: 1 });
    expect(await disclosure()).toBe('');
  });

  it('break no proof', async () => {
    const last = (await system.eventsOf(course.matter)).at(-1)!;
    await until(async () => (await get(`/log/receipts/${last.id}`)).status === 200);
    const policy = `log ${(await text('/log/keys')).split('\n')[0]}\nquorum none\n`;
    expect(verified(await text(`/matters/${course.matter}/bundle`), policy)).toMatchObject({ exit: 0, findings: [] });
  });
});
