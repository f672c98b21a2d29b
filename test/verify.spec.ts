import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BundleEntry, cover, leafHash, parseRecord, sealData, treeBuilder, writeRecord } from '#evidence';
import { run } from '../apps/auditor/src/run.js';
import { reportText } from '../apps/auditor/src/verify/text.js';
import { verifier } from '../apps/auditor/src/verify/verifier.js';
import { codes, type Fields, FINAL, type History, history, plainNote, SILENT, verified } from './attacks.support.js';
import { bundleOf, checkpointOf, keys, policies, sealed, type Sealing } from './bundle.support.js';

let past: History;
let log: readonly string[] = [];

beforeAll(async () => {
  past = await history();
  ({ log } = past);
});

describe('a whole log', () => {
  it('is proven, with every decision decided again', async () => {
    const report = verified(await sealed(log));
    expect(report).toMatchObject({ exit: 0, findings: [], scope: 'log', records: log.length, streams: 13 });
    expect(report.confirmed).toBe(report.decided);
    expect(report.decided).toBeGreaterThan(20);
    expect(reportText(report, 'de')).toContain('Ergebnis: 0, alles bewiesen');
    expect(reportText(report, 'en')).toContain('Result: 0, everything is proven');
  });

  it('is read the same in pieces of any size', async () => {
    const text = await sealed(log);
    const bytes = Buffer.from(text);
    const { push, end } = verifier({ policy: policies.alone });
    for (let start = 0; start < bytes.length; start += 97) push(bytes.subarray(start, start + 97));
    expect(end()).toEqual(verified(text));
  });
});

describe('who signed', () => {
  const seen = (...times: string[]): Sealing => ({ seenAt: times.map((time) => Date.parse(time) / 1_000) });
  const AFTER = '2027-03-18T09:00:30Z';

  it('is worth nothing without a policy', async () => {
    const report = verified(await sealed(log), '');
    expect(codes(report)).toEqual(['POLICY_UNREADABLE']);
    const { push, end } = verifier({});
    push(Buffer.from(await sealed(log)));
    expect(end()).toMatchObject({ exit: 3, counts: { POLICY_MISSING: 1 } });
  });

  it('is told from an unknown key, a wrong signature, and a missing quorum', async () => {
    const foreign = await sealed(log, { signer: { ...keys.other, name: 'other.example' } });
    expect(verified(foreign)).toMatchObject({ exit: 3, counts: { KEY_UNKNOWN: 1 } });
    const forged = await sealed(log, { signer: { ...keys.log, sign: (bytes) => keys.other.sign(bytes) } });
    expect(verified(forged)).toMatchObject({ exit: 1, counts: { SIGNATURE_INVALID: 1 } });
    expect(verified(await sealed(log), policies.witnessed)).toMatchObject({ exit: 3, counts: { QUORUM_MISSING: 1 } });
    const two = await sealed(log, seen(AFTER, AFTER));
    const report = verified(two, policies.witnessed);
    expect(report).toMatchObject({ exit: 0, witnessed: { first: '2027-03-18T09:00:30.000Z' } });
  });

  it('covers the name of the log', async () => {
    const text = (await sealed(log)).replace('#|log.example/beschlussbuch\n', '#|log.example/anderes\n');
    expect(verified(text).exit).toBe(1);
  });
});

describe('what is remembered', () => {
  it('finds a log that was rolled back, and one that was rewritten', async () => {
    const old = await checkpointOf(log.slice(0, 70));
    expect(verified(await sealed(log), policies.alone, old).exit).toBe(0);
    expect(verified(await sealed(log.slice(0, 60)), policies.alone, old)).toMatchObject({
      exit: 1,
      counts: { ROLLED_BACK: 1 },
    });
    const rewrittenLog = log.with(5, plainNote(parseRecord(log[5]!).at));
    expect(verified(await sealed(rewrittenLog)).counts['FORKED']).toBeUndefined();
    expect(verified(await sealed(rewrittenLog), policies.alone, old)).toMatchObject({ exit: 1, counts: { FORKED: 1 } });
    expect(verified(await sealed(log), policies.alone, 'nothing\n')).toMatchObject({ exit: 4 });
  });

  it('is told why it is no checkpoint, in both languages', async () => {
    const [text, good] = [await sealed(log), await checkpointOf(log)];
    const [origin, size, root, ...signed] = good.split('\n');
    const note = (...lines: readonly (string | undefined)[]): string => [...lines, ...signed].join('\n');
    const files: readonly (readonly [file: string, de: string, en: string])[] = [
      ['', 'die Datei ist leer', 'the file is empty'],
      ['nothing\n', 'kein signierter Prüfpunkt', 'no signed checkpoint'],
      [good.trimEnd(), 'kein Zeilenende', 'no line end'],
      [good.replaceAll('\n', '\r\n'), 'Zeilenenden von Windows', 'line ends of Windows'],
      ['x'.repeat(1_000_001), 'zu lang', 'too long'],
      [good + `${signed[1]}\n`.repeat(100), 'zu viele', 'too many'],
      [`${good}x\n`, 'eine Unterschrift hat eine andere Form', 'a signature has another form'],
      [good.replace('— ', '— a+'), 'der Name eines Schlüssels', 'the name of a key'],
      [note(origin), 'nicht Name, Größe und Wurzel', 'not name, size and root'],
      [note(origin, '07', root), 'die Größe ist keine Zahl', 'the size is no number'],
      [note(origin, size, 'AAAA'), 'die Wurzel ist kein SHA-256', 'the root is no SHA-256'],
    ];
    for (const [file, de, en] of files) {
      const report = verified(text, policies.alone, file);
      expect(report).toMatchObject({ exit: 4, counts: { REMEMBERED_UNREADABLE: 1 } });
      expect(reportText(report, 'de')).toMatch(new RegExp(`erwartet: origin \\| size .*\n    gefunden: .*${de}`));
      expect(reportText(report, 'en')).toMatch(new RegExp(`expected: origin \\| size .*\n    found: .*${en}`));
    }
    const long = `log x\n`.repeat(10_001);
    expect(verified(text, long).findings).toContainEqual({ code: 'POLICY_UNREADABLE', found: 'too long' });
    const steered = verified(text, `${policies.alone}\u001b\n`);
    expect(steered.findings).toContainEqual({
      code: 'POLICY_UNREADABLE',
      found: `line ${policies.alone.split('\n').length}`,
    });
  });
});

describe('witnesses', () => {
  const seconds = (time: string): number[] => [time, time].map((one) => Date.parse(one) / 1_000);

  it('bound the time of every record from both sides', async () => {
    const half = log.findIndex((record) => parseRecord(record).at > '2027-01-20');
    const early = await checkpointOf(log.slice(0, half), { seenAt: seconds('2027-01-20T00:00:00Z') });
    const last = await checkpointOf(log, { seenAt: seconds('2027-03-18T12:00:00Z') });
    const entries = log.map((record) => ({ record }));
    expect(verified(await bundleOf(entries, [early, last]), policies.witnessed).exit).toBe(0);
    const late = await checkpointOf(log.slice(0, half), { seenAt: seconds('2027-02-20T00:00:00Z') });
    const backdated = verified(await bundleOf(entries, [late, last]), policies.witnessed);
    expect(codes(backdated)).toEqual(['TIME_BEFORE_WITNESS']);
    const soon = await checkpointOf(log.slice(0, half), { seenAt: seconds('2027-01-12T00:00:00Z') });
    expect(codes(verified(await bundleOf(entries, [soon, last]), policies.witnessed))).toEqual(['TIME_AFTER_WITNESS']);
  });

  it('of another log are found out', async () => {
    const other = await checkpointOf(log.slice(1, 50));
    const report = verified(
      await bundleOf(
        log.map((record) => ({ record })),
        [other, await checkpointOf(log)],
      ),
    );
    expect(report).toMatchObject({ exit: 1, counts: { CHECKPOINT_INCONSISTENT: 1 } });
  });
});

describe('a part of the log', () => {
  async function part(shown: (record: Fields) => boolean, manifest: Parameters<typeof bundleOf>[2]) {
    const nodes = new Map<string, string>();
    const tree = treeBuilder(undefined, (level, index, hash) => nodes.set(`${level} ${index}`, hash.toString('hex')));
    for (const record of log) tree.push(Buffer.from(leafHash(record), 'hex'));
    const entries: BundleEntry[] = [];
    let next = 0n;
    const skipTo = (index: bigint) => {
      for (const { level, index: place } of cover(next, index))
        entries.push({ level, hash: nodes.get(`${level} ${place}`)! });
      next = index + 1n;
    };
    log.forEach((record, index) => {
      if (!shown(parseRecord(record))) return;
      skipTo(BigInt(index));
      entries.push({ record });
    });
    skipTo(BigInt(log.length));
    return bundleOf(entries, [await checkpointOf(log)], manifest);
  }

  it('shows one matter with what it rests on, and is decided again', async () => {
    const report = verified(
      await part(({ stream: name }) => !name.endsWith(SILENT), { kind: 'stream', stream: `matter-${FINAL}` }),
    );
    expect(report).toMatchObject({ exit: 0, findings: [] });
    expect(Number(report.omitted)).toBeGreaterThan(5);
    expect(report.decided).toBeGreaterThan(15);
  });

  it('says of one matter where later records of it may be among those that are left out', async () => {
    const said: readonly (readonly [string, boolean])[] = [
      [SILENT, true],
      // The log ends with it.
      [FINAL, false],
    ];
    for (const [matter, mayGoOn] of said) {
      const other = matter === FINAL ? SILENT : FINAL;
      const stream = `matter-${matter}`;
      const report = verified(await part(({ stream: name }) => !name.endsWith(other), { kind: 'stream', stream }));
      expect(report.exit).toBe(0);
      expect(report.mayGoOn ?? false).toBe(mayGoOn);
      const texts = [reportText(report, 'de'), reportText(report, 'en')];
      expect(texts[0]!.includes(`Spätere Einträge von ${stream} können ausgelassen sein`)).toBe(mayGoOn);
      expect(texts[1]!.includes(`Later records of ${stream} may be omitted`)).toBe(mayGoOn);
    }
  });

  it('promises no leaves that the log does not have', async () => {
    const size = BigInt(log.length);
    for (const [from, to] of [
      [5_000n, 6_000n],
      [0n, size + 1n],
    ] as const) {
      const report = verified(await part(() => from < size, { kind: 'range', from, to }));
      expect(report).toMatchObject({ exit: 1, counts: { SCOPE_MISMATCH: 1 } });
      expect(report.findings).toContainEqual({ code: 'SCOPE_MISMATCH', expected: `<= ${size}`, found: String(to) });
    }
    expect(verified(await part(() => true, { kind: 'range', from: 0n, to: size }))).toMatchObject({ exit: 0 });
  });

  it('shows a range, whose streams begin anywhere, and proves no decision that rests on what lies before', async () => {
    const inside = new Set(log.slice(70, 80));
    const range = { kind: 'range', from: 70n, to: 80n } as const;
    const report = verified(await part((record) => inside.has(writeRecord(record)), range));
    expect(report).toMatchObject({ exit: 3, records: 10, decided: 10, confirmed: 0 });
    expect(codes(report)).toEqual(['NOT_REDECIDED']);
    const short = await part((record) => inside.has(writeRecord(record)), { ...range, to: 81n });
    expect(verified(short)).toMatchObject({ exit: 1, counts: { SCOPE_MISMATCH: 1 } });
  });

  it('must hold the stream that it announces, and may not call itself a whole log', async () => {
    const named = await part(({ stream: name }) => !name.endsWith(SILENT), {
      kind: 'stream',
      stream: `matter-${SILENT}`,
    });
    expect(codes(verified(named))).toEqual(['SCOPE_MISMATCH']);
    const whole = await part(({ stream: name }) => !name.endsWith(SILENT), { kind: 'log' });
    expect(codes(verified(whole))).toEqual(['SCOPE_MISMATCH']);
  });

  it('decides nothing again by a body that hides a part of its history', async () => {
    const seat = log.findIndex((record) => parseRecord(record).type === 'SeatOccupied');
    const entries = log.map((record, index): BundleEntry =>
      index === seat ? { withheld: leafHash(record) } : { record },
    );
    const report = verified(await bundleOf(entries, [await checkpointOf(log)]));
    expect(codes(report)).toEqual(['NOT_REDECIDED']);
    expect(report).toMatchObject({ exit: 3, withheld: 1, confirmed: 0 });
  });

  it('counts what is withheld, and opens values one by one', async () => {
    const { data, disclosures } = sealData({ reason: 'Die Kosten sind nicht gedeckt' }, ['reason']);
    const opened = writeRecord({
      ...parseRecord(plainNote('2027-04-01T00:00:00.000Z')),
      data: { ...parseRecord(plainNote('2027-04-01T00:00:00.000Z')).data, ...data },
    });
    const records = [...log, opened];
    const { disclosure } = disclosures[0]!;
    const hidden = new Set(log.slice(-5));
    const entries = records.map((record): BundleEntry => {
      if (hidden.has(record)) return { withheld: leafHash(record) };
      return record === opened ? { record, disclosures: [disclosure] } : { record };
    });
    const text = await bundleOf(entries, [await checkpointOf(records)]);
    expect(verified(text)).toMatchObject({ withheld: 5, opened: 1 });
    expect(verified(text.replace(disclosure, disclosure.slice(0, -2)))).toMatchObject({
      exit: 1,
      counts: { OPENING_MISMATCH: 1 },
    });
    const late = text.replace(`#opening ${disclosure}\n`, '').replace(/(#sum .*\n)$/, `$1#opening ${disclosure}\n`);
    expect(verified(late)).toMatchObject({ exit: 1, counts: { OPENING_MISMATCH: 1 } });
    const twice = text.replace(`#opening ${disclosure}\n`, `#opening ${disclosure}\n`.repeat(2));
    expect(verified(twice)).toMatchObject({ exit: 1, counts: { OPENING_MISMATCH: 1 } });
  });

  it('opens no value that a later record says is erased', async () => {
    const { data, disclosures } = sealData({ reason: 'Die Kosten sind nicht gedeckt' }, ['reason']);
    const note = parseRecord(plainNote('2027-04-01T00:00:00.000Z'));
    const opened = writeRecord({ ...note, data: { ...note.data, ...data } });
    const { disclosure, digest } = disclosures[0]!;
    const { cmd } = note;
    const erased = writeRecord({
      ...{ ...note, id: SILENT, cmd: { ...cmd, id: SILENT }, rev: 1, type: 'ValuesErased' },
      data: { erasure: SILENT, digests: [digest], legalGround: 'Art. 17 DSGVO' },
    });
    const records = [...log, opened, erased];
    const entries = records.map((record): BundleEntry =>
      record === opened ? { record, disclosures: [disclosure] } : { record },
    );
    const report = verified(await bundleOf(entries, [await checkpointOf(records)]));
    expect(report).toMatchObject({ exit: 1, counts: { ERASED_OPENED: 1 } });
    expect(report.findings[0]).toMatchObject({ code: 'ERASED_OPENED', index: BigInt(log.length + 1), revision: 1 });

    const again = FINAL;
    const carried = writeRecord({
      ...note,
      id: again,
      cmd: { ...cmd, id: again },
      rev: 2,
      data: { ...note.data, ...data },
    });
    const longer = [...records, carried];
    const late = longer.map((record): BundleEntry =>
      record === carried ? { record, disclosures: [disclosure] } : { record },
    );
    const behind = verified(await bundleOf(late, [await checkpointOf(longer)]));
    expect(behind).toMatchObject({ exit: 1, counts: { ERASED_OPENED: 1 } });
    expect(behind.findings[0]).toMatchObject({ code: 'ERASED_OPENED', index: BigInt(log.length + 2), revision: 2 });
  });
});

it('names stream and revision of what is wrong, in both languages', async () => {
  const changed = past.changedData('ResultEstablished', (data) => ({ ...data, outcome: 'AGREED' }));
  const report = verified(await sealed(changed));
  const { stream, revision } = past.place(past.at('ResultEstablished'));
  expect(reportText(report, 'de')).toContain(`${stream}@${revision}`);
  expect(reportText(report, 'en')).toContain('something else follows');
});

describe('the program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  const path = (name: string, content?: string): string => {
    const file = join(folder, name);
    if (content !== undefined) writeFileSync(file, content);
    return file;
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  const beschlussbuch = async (...args: string[]) => {
    const said = { out: '', err: '' };
    const output = { out: (text: string) => (said.out += text), err: (text: string) => (said.err += text) };
    return { code: await run(['verify', ...args], output), ...said };
  };

  it('gives its report also where it cannot remember what was proven', async () => {
    const file = path('log.govlog', await sealed(log));
    const policy = path('policy.txt', policies.alone);
    const memory = path('missing/remembered');
    const { code, out, err } = await beschlussbuch(file, '--policy', policy, '--remember', memory, '--update');
    expect(code).toBe(64);
    expect(out).toContain('alles bewiesen');
    expect(err).toContain(`konnte nicht gemerkt werden, alles andere gilt: ${memory}: ENOENT`);
  });

  it('ends with the code of what it found, and speaks to people and to programs', async () => {
    const file = path('log.govlog', await sealed(log));
    const policy = path('policy', policies.alone);
    expect(await beschlussbuch(file, '--policy', policy)).toMatchObject({ code: 0 });
    expect((await beschlussbuch(file, '--policy', policy, '--lang', 'en')).out).toContain('Result: 0');
    const json = await beschlussbuch(file, '--policy', policy, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ exit: 0, findings: [], size: String(log.length) });
    expect((await beschlussbuch(file)).code).toBe(3);
    expect((await beschlussbuch(file, '--policy', path('bad', 'log nonsense\n'))).code).toBe(4);
    expect((await beschlussbuch(path('missing'), '--policy', policy)).out).toContain('NO_FILE');
    expect((await beschlussbuch(file, '--policy', path('missing'))).code).toBe(4);
    expect((await beschlussbuch(folder, '--policy', policy)).code).toBe(4);
    for (const wrong of [[], [file, file], [file, '--update'], [file, '--lang', 'fr'], [file, '--sure']])
      expect((await beschlussbuch(...wrong)).code).toBe(64);
    expect(await beschlussbuch('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--remember') });
    expect((await beschlussbuch('--help', '--lang', 'en')).out).toContain('witnesses that you trust');
  });

  it('takes a policy whose comments are written in any encoding', async () => {
    const file = path('log.govlog', await sealed(log));
    for (const octets of [
      [0x53, 0xfc, 0x64],
      [0xc2, 0x85],
      [0xff, 0xfe],
    ]) {
      const commented = Buffer.concat([Buffer.from('# '), Buffer.from(octets), Buffer.from(`\n${policies.alone}`)]);
      writeFileSync(path('commented'), commented);
      expect(await beschlussbuch(file, '--policy', path('commented'))).toMatchObject({ code: 0 });
    }
    writeFileSync(path('commented'), `# \u0007\n${policies.alone}`);
    expect(await beschlussbuch(file, '--policy', path('commented'))).toMatchObject({ code: 4 });
  });

  it('steers nobody by what a record is named, and gives the name to programs as it is', async () => {
    const stream = 'matter-\u202e\u009b2J\u{e0041}\n#0';
    const named = log.with(-1, writeRecord({ ...parseRecord(log.at(-1)!), stream, rev: 0, type: 'Unheard' }));
    const call = [path('named.govlog', await sealed(named)), '--policy', path('policy', policies.alone)];
    const [text, json] = [await beschlussbuch(...call), await beschlussbuch(...call, '--json')];
    for (const { out } of [text, json]) expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text.out).toContain('matter-\\u202e\\u009b2J\\udb40\\udc41 | #0@0');
    const { findings } = JSON.parse(json.out) as { readonly findings: readonly object[] };
    expect(findings).toContainEqual(expect.objectContaining({ stream, revision: 0 }));
  });

  it('remembers what it has verified, and nothing that failed', async () => {
    const policy = path('policy', policies.alone);
    const memory = path('memory');
    const [short, long] = [path('short', await sealed(log.slice(0, 80))), path('long', await sealed(log))];
    const verify = (file: string, ...more: string[]) =>
      beschlussbuch(file, '--policy', policy, '--remember', memory, ...more);
    expect((await verify(short)).code).toBe(4);
    expect((await verify(short, '--update')).code).toBe(0);
    expect(readFileSync(memory, 'utf8')).toBe(await checkpointOf(log.slice(0, 80)));
    expect((await verify(long, '--update')).code).toBe(0);
    const kept = readFileSync(memory, 'utf8');
    expect(await verify(short, '--update')).toMatchObject({ code: 1, out: expect.stringContaining('ROLLED_BACK') });
    expect(readFileSync(memory, 'utf8')).toBe(kept);
  });
});
