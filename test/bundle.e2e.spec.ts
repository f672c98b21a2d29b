import { parseCheckpoint, noteParts } from '#evidence';
import type { Report } from '../apps/auditor/src/verify/report.js';
import { verifier } from '../apps/auditor/src/verify/verifier.js';
import { agreed, closed } from './e2e/matter.js';
import { furnished, type Furnished } from './e2e/system.js';
import { until } from './log.support.js';

let system: Furnished;
beforeAll(async () => {
  system = await furnished();
}, 120_000);
afterAll(() => system.stop());

const get = (path: string, person = 'AUD/1'): Promise<Response> =>
  fetch(system.url + path, { headers: { 'X-Case-Actor': person } });
const text = async (path: string): Promise<string> => (await get(path)).text();

const sealed = (matter: string) =>
  until(async () => (await system.ask('SEC/A', 'status', { matter }))['seal'] === 'SEALED');

async function verified(bundle: string): Promise<Report> {
  const policy = `log ${(await text('/log/keys')).split('\n')[0]}\nquorum none\n`;
  const { push, end } = verifier({ policy });
  push(Buffer.from(bundle));
  return end();
}

describe('a bundle over HTTP', () => {
  it('of the whole log is proven, and says what the signed checkpoint says', async () => {
    const { matter } = await agreed(system);
    await sealed(matter);
    const bundle = await text('/bundle');
    const report = await verified(bundle);
    expect(report).toMatchObject({ exit: 0, findings: [], scope: 'log', omitted: '0' });
    expect(report.records).toBe(Number(report.size));
    expect(report.confirmed).toBe(report.decided);
    const { size } = parseCheckpoint(noteParts(report.checkpoint).text);
    expect(Number(size)).toBeGreaterThan(50);
  });

  it('of one matter holds what it rests on, and no other matter', async () => {
    const { matter } = await closed(system);
    const other = await agreed(system);
    await sealed(other.matter);
    const response = await get(`/matters/${matter}/bundle`);
    expect(response.headers.get('Content-Disposition')).toContain(`matter-${matter}.govlog`);
    const bundle = await response.text();
    expect(bundle).not.toContain(other.matter);
    const report = await verified(bundle);
    expect(report).toMatchObject({ exit: 0, findings: [], scope: `matter-${matter}` });
    expect(Number(report.omitted)).toBeGreaterThan(0);
    expect(report.decided).toBeGreaterThan(3);
  });

  it('of a range has the records of the range', async () => {
    const report = await verified(await text('/bundle?from=10&to=25'));
    expect(report).toMatchObject({ exit: 0, scope: '10..25', records: 15 });
    expect((await get('/bundle?from=10&to=999999999')).status).toBe(404);
    for (const wrong of ['from=10', 'to=3', 'from=5&to=5', 'from=-1&to=3'])
      expect((await get(`/bundle?${wrong}`)).status).toBe(400);
  });

  it('opens the values that are named, and no others', async () => {
    const { matter } = await closed(system, {}, ['BMF']);
    await sealed(matter);
    const { openings } = (await (await get(`/matters/${matter}/openings`)).json()) as {
      openings: readonly { readonly digest: string; readonly disclosure: string }[];
    };
    const { digest, disclosure } = openings[0]!;
    const bundle = await text(`/matters/${matter}/bundle?digests=${encodeURIComponent(JSON.stringify([digest]))}`);
    expect(bundle).toContain(`\n#opening ${disclosure}\n`);
    expect(await verified(bundle)).toMatchObject({ exit: 0, opened: 1 });
    expect(await text(`/matters/${matter}/bundle`)).not.toContain('#opening');
  });

  it('is for audit, chair and secretariat alone', async () => {
    const { matter } = await agreed(system);
    for (const path of ['/bundle', `/matters/${matter}/bundle`]) expect((await get(path, 'BMF/REP')).status).toBe(403);
    expect((await get('/agreements/00000000-0000-4000-8000-000000000000/bundle')).status).toBe(404);
  });
});
