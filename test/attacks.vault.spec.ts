import { createHmac, randomUUID } from 'node:crypto';
import { controlledClock } from '#edge';
import { folds, postgresStore } from '#event-store';
import { canonical, digestsIn, type Json, openDisclosure, parseRecord, writeRecord } from '#evidence';
import { registry } from '#facts';
import { postgresEraser, postgresVault } from '#vault';
import pg from 'pg';
import { sweep } from '../apps/worker/src/erasing.js';
import { verified } from './attacks.support.js';
import { circulated, type Course, vote } from './e2e/matter.js';
import { furnished, type Furnished, outcome } from './e2e/system.js';
import { until } from './log.support.js';

const WORDS = 'Frau Dr. Unverwechselbar hält die Kosten für zu hoch';
const FOREIGN = 'Herr Anders aus dem Nachbarhaus widerspricht im Vertrauen';
const GROUND = { type: 'LAW', reference: 'Art. 17 DSGVO' };
const COMMANDS: Readonly<Record<string, string>> = { ErasureRequested: 'RequestErasure', VoteCast: 'CastVote' };
const LATER = '2058-01-02T08:00:00.000Z';

let system: Furnished;
let course: Course;
let digest: string;
/** Of words that somebody else said in the matter. */
let foreign: string;
/** Another matter, whose records name it. */
let withdrawn: string;
beforeAll(async () => {
  system = await furnished();
  course = await circulated(system);
  await system.record('BMI/REP', 'CastVote', { ...vote(course, 'BMI', 'OBJECTION'), reason: FOREIGN });
  foreign = digestsIn(parseRecord((await system.eventsOf(course.matter)).at(-1)!.record).data)[0]!;
  await system.record('BMF/REP', 'CastVote', { ...vote(course, 'BMF', 'OBJECTION'), reason: WORDS });
  const cast = (await system.eventsOf(course.matter)).at(-1)!;
  digest = digestsIn(parseRecord(cast.record).data)[0]!;
  await until(async () => (await get(`/log/receipts/${cast.id}`)).status === 200);
}, 120_000);
afterAll(() => system.stop());

const get = (path: string): Promise<Response> => fetch(system.url + path, { headers: { 'X-Case-Actor': 'AUD/1' } });
const text = async (path: string): Promise<string> => (await get(path)).text();
const openedIn = (matter: string, value: string) =>
  `/matters/${matter}/bundle?digests=${encodeURIComponent(JSON.stringify([value]))}`;
const opened = () => openedIn(course.matter, digest);

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

/** Appends a comment of the one who voted last that carries the digest: by the role of the command service, past its rules. */
async function comment(matter: string, value: string): Promise<void> {
  const events = await system.eventsOf(matter);
  const cast = parseRecord(events.findLast(({ type }) => type === 'VoteCast')!.record);
  const last = parseRecord(events.at(-1)!.record);
  const [id, type] = [randomUUID(), 'CommentRecorded'];
  const head = { id, rev: last.rev + 1, type, at: last.at, cmd: { ...cast.cmd, id } };
  const record = writeRecord({ ...cast, ...head, data: { matter, code: cast.by.org, text: { '#': value } } });
  const store = postgresStore({ connectionString: system.urls.commands });
  await store.append(`matter-${matter}`, last.rev, [{ id, type, record }]);
  await store.close();
  await until(async () => (await get(`/log/receipts/${id}`)).status === 200);
}

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

describe('the digest of words of another matter', () => {
  let own: Course;
  const evidence = () => system.client.upload('SEC/A', 'schreiben.pdf', 'x');
  beforeAll(async () => {
    own = await circulated(system);
    await system.record('BMF/REP', 'CastVote', vote(own, 'BMF'));
  });
  afterAll(async () => {
    await system.record('BMDS/REF', 'WithdrawMatter', { matter: own.matter, reason: 'entfällt' });
    withdrawn = own.matter;
  });

  it('is refused wherever a command brings it, and nothing is recorded', async () => {
    const { matter, round } = own;
    const seal = { '#': foreign };
    const correction = {
      ...{ matter, correction: randomUUID(), kind: 'VOTE_VALUE', target: { round, seat: 'BMF' } },
      reason: 'Versehen',
    };
    const before = await system.head();
    const envelope = { evidence: await evidence() };
    for (const [right, field] of [
      [{ value: 'ABSTENTION', reason: seal }, 'right.reason.#'],
      [{ value: 'ABSTENTION', more: [{ deep: seal }] }, 'right.more.0.deep.#'],
      [{ value: 'ABSTENTION', ...seal }, 'right.#'],
    ] as const) {
      const reply = await system.send('BMF/REP', 'RequestCorrection', { ...correction, right }, { envelope });
      expect(outcome(reply)).toEqual([400, 'INVALID_PAYLOAD']);
      expect(reply.body).toMatchObject({ params: { fields: [field] } });
      expect(JSON.stringify(reply.body)).not.toContain(FOREIGN);
    }
    expect(await system.head()).toBe(before);
    const right = { value: 'ABSTENTION', reason: 'Enthaltung' };
    const allowed = await system.send('BMF/REP', 'RequestCorrection', { ...correction, right }, { envelope });
    expect(outcome(allowed)).toEqual([201, ['CorrectionRequested']]);
  });

  it('opens nothing where it got into the log past the rules, and is not taken for words said there', async () => {
    await comment(own.matter, foreign);
    for (const path of ['/history', '/explanation', '/openings'].map((end) => `/matters/${own.matter}${end}`))
      expect([path, await text(path)]).toEqual([path, expect.not.stringContaining('Vertrauen')]);
    expect(await text(`/matters/${own.matter}/history`)).toContain(foreign);
    expect(await text(openedIn(own.matter, foreign))).not.toContain('#opening');
    expect(await text(openedIn(course.matter, foreign))).toContain('#opening');
  });
});

describe('erased values', () => {
  let backup: string;
  beforeAll(async () => {
    backup = await disclosure();
    const { matter } = course;
    const erasure = randomUUID();
    const legalGround = GROUND;
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

  it('are those of the own matter: a digest that it only names keeps its words', async () => {
    const erasing = { matter: withdrawn, erasure: randomUUID() };
    await system.record('DSB/1', 'RequestErasure', { ...erasing, person: 'BMF/REP', legalGround: GROUND });
    await system.record('REG/1', 'ApproveErasure', erasing);
    await text('/case/settled');
    await nightlySweep();
    expect(await text(`/matters/${course.matter}/history`)).toContain(FOREIGN);
  });

  it('break no proof', async () => {
    const last = (await system.eventsOf(course.matter)).at(-1)!;
    await until(async () => (await get(`/log/receipts/${last.id}`)).status === 200);
    const policy = `log ${(await text('/log/keys')).split('\n')[0]}\nquorum none\n`;
    expect(verified(await text(`/matters/${course.matter}/bundle`), policy)).toMatchObject({ exit: 0, findings: [] });
  });

  it('kept by somebody are opened by no bundle, neither where they were said nor where a later record carries them on', async () => {
    const { matter } = course;
    await comment(matter, digest);
    const policy = `log ${(await text('/log/keys')).split('\n')[0]}\nquorum none\n`;
    const lines = (await text(opened())).split('\n');
    const holding = [...lines.keys()].filter((at) => lines[at]!.includes(`{"#":"${digest}"}`));
    expect(holding).toHaveLength(2);
    for (const at of holding) {
      const { rev: revision } = parseRecord(lines[at]!);
      const report = verified(lines.toSpliced(at + 1, 0, `#opening ${backup}`).join('\n'), policy);
      expect([revision, report.exit, report.counts]).toEqual([revision, 1, { ERASED_OPENED: 1 }]);
    }
  });

  it('and names behind pseudonyms, tried with the key of the fingerprints: no name is found, words are (ADR 8)', async () => {
    const [{ key = '' } = {}] = await sql('SELECT key FROM vault.fingerprint_key');
    const records = (await system.eventsOf(course.matter)).map(({ record }) => parseRecord(record));
    const found = (type: string, by: string, data: Json): boolean => {
      const { cmd, stream } = records.find((one) => one.type === type && one.by.sub === by)!;
      const asked = canonical({ type: COMMANDS[type]!, stream, by, data, envelope: {} });
      return createHmac('sha256', Buffer.from(key, 'hex')).update(asked).digest('hex') === cmd.sha256;
    };
    const { by, data } = records.find(({ type }) => type === 'ErasureRequested')!;
    const request = data as Record<string, Json> & { readonly person: string };
    expect(found('ErasureRequested', by.sub, { ...request, person: 'BMF/REP' })).toBe(false);
    expect(found('ErasureRequested', by.sub, request)).toBe(true);
    const voted = { ...vote(course, 'BMF', 'OBJECTION'), reason: WORDS } as Record<string, Json>;
    expect(found('VoteCast', request.person, voted)).toBe(true);
    expect(found('VoteCast', request.person, { ...voted, reason: 'Andere Worte' })).toBe(false);
  });
});
