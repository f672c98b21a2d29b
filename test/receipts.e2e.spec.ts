import {
  leafHash,
  parseTlogProof,
  parseVkey,
  verifyConsistency,
  verifyTlogProof,
  openNote,
  parseCheckpoint,
} from '#evidence';
import { agreed, drafted, DRAFT } from './e2e/matter.js';
import { furnished, type Furnished } from './e2e/system.js';
import { asOwner, until } from './log.support.js';

let system: Furnished;
beforeAll(async () => {
  system = await furnished();
}, 120_000);
afterAll(() => system.stop());

const get = (path: string, person?: string): Promise<Response> =>
  fetch(system.url + path, person === undefined ? {} : { headers: { 'X-Case-Actor': person } });
const text = async (path: string, person?: string): Promise<string> => (await get(path, person)).text();
const keys = async () => (await text('/log/keys')).trim().split('\n').map(parseVkey);
const leafOf = (record: string): Buffer => Buffer.from(leafHash(record), 'hex');
const sealed = (matter: string) =>
  until(async () => (await system.ask('SEC/A', 'status', { matter }))['seal'] === 'SEALED');

describe('receipts over HTTP', () => {
  it('prove every record of a matter to whoever has the key of the log', async () => {
    const { matter } = await agreed(system);
    await sealed(matter);
    for (const { id, record } of await system.eventsOf(matter)) {
      const receipt = await text(`/log/receipts/${id}`, 'BMF/REP');
      const { index } = verifyTlogProof(receipt, leafOf(record), await keys());
      expect(await text(`/log/receipts/${index}`, 'BMF/REP')).toBe(receipt);
    }
  });

  it('come with the answer of a command whose sender prefers to wait', async () => {
    const body = JSON.stringify({
      ...DRAFT,
      matter: 'b9b7c7b0-2f4e-4a51-8a5e-6f5b1d0e9a01',
      track: 'COMMITTEE',
      lead: 'BMDS',
    });
    const headers = { 'X-Case-Actor': 'BMDS/REF', 'Content-Type': 'application/json', Prefer: 'wait=10' };
    const response = await fetch(`${system.url}/matters`, { method: 'POST', headers, body });
    expect(response.status).toBe(201);
    expect(response.headers.get('Preference-Applied')).toBe('wait=10');
    const { receipts } = (await response.json()) as { readonly receipts: readonly string[] };
    const events = await system.eventsOf('b9b7c7b0-2f4e-4a51-8a5e-6f5b1d0e9a01');
    expect(receipts).toHaveLength(events.length);
    verifyTlogProof(receipts[0]!, leafOf(events[0]!.record), await keys());
  });

  it('do not come where they cannot be made; what was recorded is answered all the same', async () => {
    const matter = 'b9b7c7b0-2f4e-4a51-8a5e-6f5b1d0e9a02';
    const body = JSON.stringify({ ...DRAFT, matter, track: 'COMMITTEE', lead: 'BMDS' });
    const headers = { 'X-Case-Actor': 'BMDS/REF', 'Content-Type': 'application/json', Prefer: 'wait=10' };
    await asOwner(system.urls.owner, 'REVOKE SELECT ON log.node FROM bb_commands');
    try {
      const response = await fetch(`${system.url}/matters`, { method: 'POST', headers, body });
      expect([response.status, response.headers.get('Preference-Applied')]).toEqual([201, null]);
      const answer = (await response.json()) as { readonly revision: number };
      expect(answer).not.toHaveProperty('receipts');
      expect(await system.eventsOf(matter)).toHaveLength(answer.revision + 1);
    } finally {
      await asOwner(system.urls.owner, 'GRANT SELECT ON log.node TO bb_commands');
    }
  });

  it('do not come where nobody asked to wait, and refusals stay refusals', async () => {
    const { matter } = await drafted(system);
    const headers = { 'X-Case-Actor': 'BMF/REP', 'Content-Type': 'application/json', Prefer: 'wait=5' };
    const refused = await fetch(`${system.url}/matters/${matter}/submission`, { method: 'POST', headers, body: '{}' });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.headers.get('Preference-Applied')).toBeNull();
    const { body } = await system.send('BMDS/REF', 'SubmitMatter', { matter });
    expect(body).not.toHaveProperty('receipts');
  });

  it('are for those who are logged in, and for records that exist', async () => {
    const { matter } = await drafted(system);
    await sealed(matter);
    expect((await get('/log/receipts/0')).status).toBe(401);
    expect((await get('/log/receipts/999999999', 'BMF/REP')).status).toBe(404);
    expect((await get('/log/receipts/-1', 'BMF/REP')).status).toBe(400);
    expect((await get('/log/receipts/b9b7c7b0-2f4e-4a51-8a5e-000000000000', 'BMF/REP')).status).toBe(404);
  });
});

describe('checkpoints over HTTP', () => {
  it('are for everybody, and each continues the ones before', async () => {
    const { matter } = await drafted(system);
    await sealed(matter);
    const first = parseCheckpoint(openNote(await text('/log/checkpoint'), await keys()).text);
    const next = await drafted(system);
    await sealed(next.matter);
    const second = parseCheckpoint(openNote(await text('/log/checkpoint'), await keys()).text);
    expect(second.size).toBeGreaterThan(first.size);
    const proof = (await text(`/log/consistency?first=${first.size}&second=${second.size}`)).trim().split('\n');
    verifyConsistency({
      ...{ first: first.size, second: second.size, firstRoot: first.root, secondRoot: second.root },
      proof: proof.map((line) => Buffer.from(line, 'base64')),
    });
    expect((await get('/log/consistency?first=1&second=999999999')).status).toBe(404);
    expect((await get('/log/consistency?first=2&second=1')).status).toBe(404);
    expect((await get('/log/consistency?first=0&second=1')).status).toBe(400);
  });
});

describe('the state of a record', () => {
  it('is told by status and history, and in words on the page', async () => {
    const { matter } = await drafted(system);
    await sealed(matter);
    const { entries } = await system.ask('SEC/A', 'history', { matter });
    expect(entries).toEqual([expect.objectContaining({ seal: 'SEALED' })]);
    expect(await system.ask('SEC/A', 'matter', { matter })).toMatchObject({ seal: 'SEALED' });
    const page = (lang: string) => text(`/page/matters/${matter}?lang=${lang}`, 'SEC/A');
    expect(await page('de')).toContain('versiegelt');
    expect(await page('en')).toContain('sealed');
  });
});

it('goes on with the same log after a restart', async () => {
  const { matter } = await drafted(system);
  await sealed(matter);
  const [{ id, record } = { id: '', record: '' }] = await system.eventsOf(matter);
  const before = parseTlogProof(await text(`/log/receipts/${id}`, 'SEC/A'));
  await system.restart();
  const next = await drafted(system);
  await sealed(next.matter);
  const after = await text(`/log/receipts/${id}`, 'SEC/A');
  expect(parseTlogProof(after).index).toBe(before.index);
  verifyTlogProof(after, leafOf(record), await keys());
});

it('raises an alarm, in health and metrics, when a record stays without receipt', async () => {
  expect(await text('/metrics')).toContain('beschlussbuch_log_alarm 0');
  expect((await get('/health/ready')).status).toBe(200);
  await asOwner(system.urls.owner, 'REVOKE INSERT ON log.leaf FROM bb_worker');
  try {
    const { matter } = await drafted(system);
    await until(async () => (await get('/health/ready')).status === 503);
    expect(await (await get('/health/ready')).json()).toMatchObject({ checks: { receipts: 'failed' } });
    expect(await text('/metrics')).toContain('beschlussbuch_log_alarm 1');
    expect(await system.ask('SEC/A', 'status', { matter })).toMatchObject({ seal: 'PENDING' });
    await asOwner(system.urls.owner, 'GRANT INSERT ON log.leaf TO bb_worker');
    await sealed(matter);
    await until(async () => (await get('/health/ready')).status === 200);
  } finally {
    await asOwner(system.urls.owner, 'GRANT INSERT ON log.leaf TO bb_worker');
  }
});
