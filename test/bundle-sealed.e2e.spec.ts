import type { Report } from '../apps/auditor/src/verify/report.js';
import { verified as verifiedBy } from './attacks.support.js';
import { copiedUrls } from './e2e/database.js';
import { agreed } from './e2e/matter.js';
import { furnish, furnishedOn, type Furnished, START } from './e2e/system.js';
import { newFolder, until } from './log.support.js';
import { type Witnesses, witnesses } from './witness.support.js';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = newFolder();
const houses: Witnesses = witnesses();
let system: Furnished;
let policy = '';
let witnessedSize = 0;
let matter = '';

const get = (path: string): Promise<Response> => fetch(system.url + path, { headers: { 'X-Case-Actor': 'AUD/1' } });
const text = async (path: string): Promise<string> => (await get(path)).text();
const verified = (bundle: string): Report => verifiedBy(bundle, policy);
const sealOf = async (id: string): Promise<unknown> => (await system.ask('SEC/A', 'status', { matter: id }))['seal'];
const sizesOf = ({ headers }: Response) => [Number(headers.get('Bundle-Size')), Number(headers.get('Log-Size'))];

/** A log with one witness, who cosigns a matter, and is gone before the next one is recorded. */
beforeAll(async () => {
  const urls = await copiedUrls('furnished_case', (empty) => furnish(empty, START));
  system = await furnishedOn(urls, START, 'case', folder);
  const first = await agreed(system);
  await until(async () => (await sealOf(first.matter)) === 'SEALED');
  const log = `log ${(await text('/log/keys')).split('\n')[0]}`;
  // The witness shows the time of the system, which is not that of the machine.
  const now = (): bigint => BigInt(Date.parse(START) / 1_000);
  policy = `${log}\n${await houses.start(log, 'house', { now })}\nquorum house\n`;
  writeFileSync(join(folder, 'log-policy'), policy);
  await system.restart();
  await until(async () => (await sealOf(first.matter)) === 'WITNESSED');
  const response = await get('/bundle');
  witnessedSize = sizesOf(response)[0]!;
  await houses.end();
  ({ matter } = await agreed(system));
  await until(async () => (await sealOf(matter)) === 'SEALED');
}, 120_000);
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true });
});

describe('a bundle of a log whose witnesses are gone', () => {
  it('ends where they last cosigned, and says that the log has gone on', async () => {
    const response = await get('/bundle');
    const [size, logSize] = sizesOf(response);
    expect(size).toBe(witnessedSize);
    expect(logSize).toBeGreaterThan(witnessedSize);
    const bundle = await response.text();
    expect(bundle).not.toContain(matter);
    expect(verified(bundle)).toMatchObject({ exit: 0, size: String(witnessedSize) });
  });

  it('goes to the last signed checkpoint where that is asked for, with the witnessed ones before it', async () => {
    const response = await get('/bundle?sealed=true');
    const [size, logSize] = sizesOf(response);
    expect(size).toBe(logSize);
    const bundle = await response.text();
    const report = verified(bundle);
    expect(report).toMatchObject({ exit: 3, size: String(size), counts: { QUORUM_MISSING: 1 } });
    expect(bundle).toContain(`\n#|${witnessedSize}\n`);
    expect(verifiedBy(bundle, policy.replace(/witness .*\nquorum house/, 'quorum none'))).toMatchObject({ exit: 0 });
  });

  it('of what is not witnessed yet is refused with both sizes, and there where it is asked for', async () => {
    const range = `/bundle?from=${witnessedSize}&to=${witnessedSize + 1}`;
    const [size, logSize] = sizesOf(await get('/bundle')).map(String);
    const refused: (readonly [string, object])[] = [
      [range, { field: 'to', problem: expect.stringContaining(`end of the bundle, ${size}; with sealed=true it has`) }],
      [
        `/matters/${matter}/bundle`,
        { field: '', problem: expect.stringContaining(`no record of matter-${matter} is`) },
      ],
    ];
    for (const [path, error] of refused) {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'NOT_FOUND', params: { size, logSize, errors: [error] } });
    }
    expect(verified(await text(`${range}&sealed=true`))).toMatchObject({ exit: 3, records: 1 });
    const report = verified(await text(`/matters/${matter}/bundle?sealed=true`));
    expect(report).toMatchObject({ exit: 3, scope: `matter-${matter}`, counts: { QUORUM_MISSING: 1 } });
  });

  it('takes true and false, and nothing else', async () => {
    expect(sizesOf(await get('/bundle?sealed=false'))[0]).toBe(witnessedSize);
    const refused = await get('/bundle?sealed=yes');
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ params: { errors: [{ problem: 'sealed must be true or false' }] } });
    expect((await get('/agreements/00000000-0000-4000-8000-000000000000/bundle?sealed=true')).status).toBe(404);
  });
});
