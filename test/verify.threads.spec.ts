import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseRecord, writeRecord } from '#evidence';
import { inOrder, policies, sealed, world } from './bundle.support.js';
import { agreed, circulated, decidedFinally, written } from './matter.histories.js';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'threads-'));
const fileIn = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const policy = fileIn('policy.txt', policies.alone);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SOURCE = ['--conditions=source', '--import', path('./typescript.js'), path('../apps/auditor/src/main.ts')];

const called = (program: readonly string[], ...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(process.execPath, [...program, 'verify', ...args], (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
const verified = (file: string, threads: string, program: readonly string[] = SOURCE) =>
  called(program, file, '--policy', policy, '--json', '--threads', threads);

/** Matters whose names end differently, so that they come to different threads. */
const idOf = (number: number): string => `22222222-2222-4222-8222-${String(number).padStart(12, '0')}`;

/** Some of them: agreed, decided finally, or silent in the midst of their round. */
async function matters(): Promise<readonly (readonly string[])[]> {
  const courses = [agreed(), decidedFinally(), circulated()];
  const all = [10, 21, 32, 43, 54, 65, 76, 87, 98].map((number, index) =>
    written(idOf(number), courses[index % courses.length]!),
  );
  return (await Promise.all(all)).map(({ records }) => records);
}

const changed = (record: string, data: object): string => {
  const fields = parseRecord(record);
  return writeRecord({ ...fields, data: { ...fields.data, ...data } });
};

/** The log with wrong outcomes, deadlines that passed in silence, and an event that no ministry knows. */
async function deviating(): Promise<readonly string[]> {
  const wrong = (await matters()).map((records) =>
    records.map((record) =>
      parseRecord(record).type === 'ResultEstablished' ? changed(record, { inputsHash: 'ab'.repeat(32) }) : record,
    ),
  );
  const [first = '', ...others] = world();
  const stranger = others.findIndex((record) => parseRecord(record).type === 'MandateGranted');
  const unknown = others.with(stranger, writeRecord({ ...parseRecord(others[stranger]!), type: 'MandateSold' }));
  return inOrder([first, ...unknown, ...wrong.flat()]);
}

describe('threads that replay beside the one that reads', () => {
  it.each(['1', '2', '3'])('prove the same with %s of them', async (threads) => {
    const file = fileIn('good.govlog', await sealed(inOrder([...world(), ...(await matters()).flat()])));
    const alone = await verified(file, '0');
    expect(await verified(file, threads)).toEqual(alone);
    const { decided, confirmed, counts } = JSON.parse(alone.out) as Record<string, unknown>;
    expect(decided).toBe(confirmed);
    // Some rounds have not been closed when the last record was made.
    expect(alone.code).toBe(2);
    expect(counts).toEqual({ DEADLINE_OMITTED: 3 });
  });

  it('find the same, each finding once, in the order of the log', async () => {
    const file = fileIn('bad.govlog', await sealed(await deviating()));
    const alone = await verified(file, '0');
    const { counts } = JSON.parse(alone.out) as { readonly counts: Record<string, number> };
    expect(counts).toMatchObject({ DECISION_DEVIATES: expect.any(Number), EVENT_UNKNOWN: 1 });
    expect(counts['DECISION_DEVIATES']).toBeGreaterThan(5);
    for (const threads of ['1', '2', '3']) expect(await verified(file, threads)).toEqual(alone);
  });

  it.each([
    ['split by a record of another matter', 1, { COMMAND_REPEATED: 1 }, (rest: readonly string[]) => rest],
    ['of which the rest is missing', 2, { DECISION_DEVIATES: 1 }, () => []],
  ])('judge a command %s by its place in the log, whoever reads what stands there', async (_, code, counts, left) => {
    const [own, other] = await Promise.all([written(idOf(10), decidedFinally()), written(idOf(11), circulated())]);
    const opened = own.records.findIndex((record) => parseRecord(record).type === 'EscalationOpened') + 1;
    const { at } = parseRecord(own.records[opened - 1]!);
    const between = writeRecord({ ...parseRecord(other.records[0]!), at });
    const rest = left(own.records.slice(opened));
    const file = fileIn('split.govlog', await sealed([...world(), ...own.records.slice(0, opened), between, ...rest]));
    const alone = await verified(file, '0');
    expect(alone.code).toBe(code);
    expect((JSON.parse(alone.out) as { readonly counts: object }).counts).toEqual(counts);
    for (const threads of ['1', '2', '3']) expect(await verified(file, threads)).toEqual(alone);
  });

  it('share a large bundle with the one that reads, whoever gets which of its matters', async () => {
    const many = Array.from({ length: 400 }, (_, number) =>
      written(idOf(number + 100), number % 2 ? decidedFinally() : agreed()),
    );
    const records = (await Promise.all(many)).flatMap((one) => one.records);
    const wrong = records.map((record, at) =>
      at % 7 === 0 && parseRecord(record).type === 'VoteCast' ? changed(record, { textHash: 'ab'.repeat(32) }) : record,
    );
    const file = fileIn('large.govlog', await sealed(inOrder([...world(), ...wrong])));
    const alone = await verified(file, '0');
    expect((JSON.parse(alone.out) as { readonly counts: object }).counts).toMatchObject({
      DECISION_DEVIATES: expect.any(Number),
    });
    for (const threads of ['1', '2']) expect(await verified(file, threads)).toEqual(alone);
  });

  it('work in the program that is one file', async () => {
    await promisify(execFile)(process.execPath, [path('../tools/build-auditor.js'), folder]);
    const program = [join(folder, 'beschlussbuch-auditor.mjs')];
    const file = fileIn('bad.govlog', await sealed(await deviating()));
    expect(await verified(file, '2', program)).toEqual(await verified(file, '0', program));
  });

  describe('of which one takes all the memory that it may', () => {
    const starving =
      "import { isMainThread } from 'node:worker_threads';" +
      'for (const all = []; !isMainThread;) all.push(new Array(1_000_000).fill(0));';
    const starved = ['--import', `data:text/javascript,${encodeURIComponent(starving)}`, ...SOURCE];
    const said = async (file: string) => {
      const { code, out, err } = await verified(file, '1', starved);
      expect(err).toBe('');
      return { code, report: JSON.parse(out) as Record<string, unknown> };
    };

    it('leave no conclusion, but the file is read to its end', async () => {
      const records = inOrder([...world(), ...(await matters()).flat()]);
      const file = fileIn('starved.govlog', await sealed(records));
      const { code, report } = await said(file);
      expect(code).toBe(3);
      expect(report).toMatchObject({ exit: 3, records: records.length, size: String(records.length) });
      expect(report).toMatchObject({ counts: { PROGRAM_FAILED: 1 } });
      expect(report['findings']).toEqual([{ code: 'PROGRAM_FAILED', found: expect.stringContaining('memory') }]);
    });

    it.each([
      [
        'the last of its records was changed',
        { RECORD_CHANGED: 1, ROOT_MISMATCH: 1 },
        (text: string) => text.replace(/"sv":1(?=[^\n]*\n#sum [^\n]*\n$)/, '"sv":2'),
      ],
      [
        'its signature is wrong',
        { SIGNATURE_INVALID: 1 },
        (text: string) => text.replace('#|log.example/beschlussbuch\n', '#|log.example/anderes\n'),
      ],
      ['it is cut off', { SIZE_MISMATCH: 1 }, (text: string) => text.slice(0, text.lastIndexOf('\n{') + 1)],
    ])('do not hide that a log is broken: %s', async (_, counts, broken) => {
      const text = await sealed(inOrder([...world(), ...(await matters()).flat()]));
      const { code, report } = await said(fileIn('broken.govlog', broken(text)));
      expect(code).toBe(1);
      expect(report).toMatchObject({ exit: 1, counts: { ...counts, PROGRAM_FAILED: 1 } });
    });
  });

  it('end with it where there is nothing to replay', async () => {
    const file = fileIn('none.govlog', 'no bundle\n');
    expect(await verified(file, '2')).toMatchObject({ code: 4, err: '' });
    expect(await verified(join(folder, 'missing.govlog'), '2')).toMatchObject({ code: 4, err: '' });
  });

  it.each(['5', '-1', 'x', '', '1.5'])('are refused with the help for a number like %j', async (number) => {
    const { code, err } = await verified(join(folder, 'good.govlog'), number);
    expect(code).toBe(64);
    expect(err).toContain('--threads');
  });
});
