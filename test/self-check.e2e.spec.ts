import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folds, postgresStore } from '#event-store';
import { registry } from '#facts';
import { postgresVault } from '#vault';
import pg from 'pg';
import { run } from '../apps/auditor/src/run.js';
import { selfCheck, type SelfChecking, selfCheckMetrics } from '../apps/worker/src/self-check.js';
import { agreed, type Course } from './e2e/matter.js';
import { furnished, type Furnished, outcome } from './e2e/system.js';
import { asOwner } from './log.support.js';

const NOW = '2026-12-02T02:00:00.000Z';

let system: Furnished;
let course: Course;
let checking: SelfChecking;
beforeAll(async () => {
  system = await furnished();
  course = await agreed(system);
}, 120_000);
afterAll(() => system.stop());

/** Checks as the worker does, with its role. */
async function check(cause: string, tell?: (comparison: object) => void) {
  const { worker: databaseUrl } = system.urls;
  const store = postgresStore({ connectionString: databaseUrl });
  const vault = postgresVault({ connectionString: databaseUrl });
  const folded = folds(store);
  const office = { ledger: { store, folds: folded, vault }, folds: folded, registry: registry(store, folded) };
  try {
    await fetch(`${system.url}/case/settled`);
    checking = { office, store, databaseUrl };
    return await selfCheck(checking, { now: NOW, cause }, tell);
  } finally {
    await vault.close();
    await store.close();
  }
}

const text = async (path: string): Promise<string> => (await fetch(`${system.url}${path}`)).text();
const checks = async () =>
  (await system.ask('AUD/1', 'selfChecks', {}))['checks'] as readonly Record<string, unknown>[];

/** Rows that differed at the last check, as an operator's alarm sees it. */
const alarmed = async () => /^beschlussbuch_views_differences (\d+)$/m.exec(await text('/metrics'))?.[1];

it('leaves its result in the log, once a night, for audit, chair and secretariat to ask for', async () => {
  expect([await checks(), await alarmed()]).toEqual([[], undefined]);
  const first = await check('night');
  expect(first).toMatchObject({ differences: 0, found: [] });
  await check('night');
  expect(await checks()).toEqual([{ ...first, revision: 0, at: NOW }]);
  expect(await alarmed()).toBe('0');
  expect(await text('/metrics')).toContain(`beschlussbuch_views_checked_seconds ${Date.parse(NOW) / 1_000}\n`);
  expect(outcome(await system.client.ask('BMF/REP', 'selfChecks', {}))).toEqual([403, 'FORBIDDEN']);
});

it('says so when somebody has changed a view behind its back', async () => {
  const owner = new pg.Client({ connectionString: system.urls.owner });
  await owner.connect();
  await owner.query(`update read.register set phase = 'ENACTED' where matter = $1`, [course.matter]);
  await owner.end();
  const found = [{ view: 'register', stream: course.matter, missing: 1, surplus: 1 }];
  expect(await check('another night')).toMatchObject({ differences: 2, found });
  expect((await checks())[0]).toMatchObject({ revision: 1, differences: 2, found });
  expect(await alarmed()).toBe('2');
});

it('records it also when the rows are many whose keys are as long as a key can be', async () => {
  const owner = new pg.Client({ connectionString: system.urls.owner });
  await owner.connect();
  const copy = `insert into read.history select $1, revision, type, at, org, role, position from read.history limit 1`;
  const keys = Array.from({ length: 30 }, (_, number) => '\u0001'.repeat(2_600) + String(number));
  for (const key of keys) await owner.query(copy, [key]);
  await check('a night of long keys');
  expect((await checks())[0]).toMatchObject({ revision: 2, differences: 32 });
  expect(await alarmed()).toBe('32');
  await owner.query('delete from read.history where matter = any($1)', [keys]);
  await owner.end();
});

it('tells of it also where it cannot be recorded, and says that the last check is not that of the record', async () => {
  const failed = async () => /^beschlussbuch_views_check_failed (\d)$/m.exec(await selfCheckMetrics(checking))?.[1];
  await check('a night like others');
  expect(await failed()).toBe('0');
  const told: object[] = [];
  await asOwner(system.urls.owner, 'REVOKE EXECUTE ON FUNCTION ledger.append FROM bb_worker');
  try {
    await expect(check('a night without a ledger', (comparison) => told.push(comparison))).rejects.toThrow('denied');
  } finally {
    await asOwner(system.urls.owner, 'GRANT EXECUTE ON FUNCTION ledger.append TO bb_worker');
  }
  expect(told).toMatchObject([{ differences: 2 }]);
  expect(await failed()).toBe('1');
});

it('is a record that an auditor reads with the others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'checked-'));
  const file = join(folder, 'export.jsonl');
  const exported = await fetch(`${system.url}/export`, { headers: { 'X-Case-Actor': 'AUD/1' } });
  writeFileSync(file, await exported.text());
  let said = '';
  const tell = (text: string) => {
    said += `${text}\n`;
  };
  expect(await run(['replay', file, '--matter', course.matter], { out: tell, err: tell })).toBe(0);
  expect(said).toContain('ResultEstablished: nachgerechnet, stimmt überein');
  rmSync(folder, { recursive: true });
});
