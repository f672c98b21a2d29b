import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folds, postgresStore } from '#event-store';
import { registry } from '#facts';
import { postgresVault } from '#vault';
import pg from 'pg';
import { run } from '../apps/auditor/src/run.js';
import { selfCheck } from '../apps/worker/src/self-check.js';
import { agreed, type Course } from './e2e/matter.js';
import { furnished, type Furnished, outcome } from './e2e/system.js';

const NOW = '2026-12-02T02:00:00.000Z';

let system: Furnished;
let course: Course;
beforeAll(async () => {
  system = await furnished();
  course = await agreed(system);
}, 120_000);
afterAll(() => system.stop());

/** Checks as the worker does, with its role. */
async function check(cause: string) {
  const { worker: databaseUrl } = system.urls;
  const store = postgresStore({ connectionString: databaseUrl });
  const vault = postgresVault({ connectionString: databaseUrl });
  const folded = folds(store);
  const office = { ledger: { store, folds: folded, vault }, folds: folded, registry: registry(store, folded) };
  try {
    await fetch(`${system.url}/case/settled`);
    return await selfCheck({ office, store, databaseUrl }, { now: NOW, cause });
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
