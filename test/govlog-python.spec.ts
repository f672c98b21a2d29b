import { readFileSync } from 'node:fs';
import {
  type BundleEntry,
  commit,
  cover,
  leafHash,
  leafOf,
  treeBuilder,
  parseRecord,
  verifyInclusion,
  writeRecord,
} from '#evidence';
import { verifier } from '../apps/auditor/src/verify/verifier.js';
import { bundleOf, checkpointOf, headed, inOrder, keys, policies, sealed, world } from './bundle.support.js';
import { govlog, isThere, program } from './govlog.support.js';
import { agreed, decidedFinally, written } from './matter.histories.js';

let log: readonly string[] = [];

beforeAll(async () => {
  const matters = [
    await written('22222222-2222-4222-8222-222222222222', agreed()),
    await written('33333333-3333-4333-8333-333333333333', decidedFinally()),
  ];
  log = inOrder([...world(), ...matters.flatMap(({ records }) => records)]);
});

it('the second implementation is short enough to be read by whoever has to trust it', () => {
  expect(readFileSync(program, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(200);
});

describe('the second implementation, in Python', () => {
  if (!isThere) {
    it('was left out: there is no python3', () => expect(process.env['CI']).toBeUndefined());
    return;
  }

  it('finds the same root', async () => {
    const { status, said } = govlog(await sealed(log));
    expect(status).toBe(0);
    const [, , root] = (await checkpointOf(log)).split('\n');
    expect(said).toEqual([
      { kind: 'log', records: log.length, withheld: 0, opened: 0, omitted: 0, size: String(log.length), root },
    ]);
  });

  it('proves the inclusion of any record, as ours verifies it', async () => {
    const tree = treeBuilder();
    for (const record of log) tree.push(leafOf(Buffer.from(record)));
    const text = await sealed(log);
    for (const index of [0, 1, 40, 63, 64, log.length - 1]) {
      const { status, said } = govlog(text, String(index));
      expect(status).toBe(0);
      const proof = (said[1].proof as string[]).map((part) => Buffer.from(part, 'hex'));
      const leaf = Buffer.from(leafHash(log[index]!), 'hex');
      verifyInclusion({ leaf, index: BigInt(index), size: BigInt(log.length), proof, root: tree.root() });
    }
  });

  it('reads a part with withheld, omitted and opened values', async () => {
    const nodes = new Map<string, string>();
    const { digest, disclosure } = commit('name', 'Ministerium €');
    const template = parseRecord(log.at(-1)!);
    const withSeal = writeRecord({ ...template, rev: template.rev + 1, data: { name: { '#': digest } } });
    const records = [...log, withSeal];
    const tree = treeBuilder(undefined, (level, index, hash) => nodes.set(`${level} ${index}`, hash.toString('hex')));
    for (const record of records) tree.push(leafOf(Buffer.from(record)));
    const omitted = [...cover(0n, 30n)].map(({ level, index }) => ({ level, hash: nodes.get(`${level} ${index}`)! }));
    const entries: BundleEntry[] = [
      ...omitted,
      { withheld: leafHash(log[30]!) },
      ...log.slice(31).map((record) => ({ record })),
      { record: withSeal, disclosures: [disclosure] },
    ];
    const text = await bundleOf(entries, [await checkpointOf(records)], {
      kind: 'range',
      from: 30n,
      to: BigInt(records.length),
    });
    const { status, said } = govlog(text, '50');
    expect(status).toBe(0);
    expect(said[0]).toMatchObject({
      kind: 'range',
      from: '30',
      withheld: 1,
      opened: 1,
      omitted: 30,
      records: records.length - 31,
    });
    expect(govlog(text.replace(disclosure, `${disclosure}x`)).status).toBe(1);
  });

  it('takes an opening behind its record only, and only once', async () => {
    const [{ digest, disclosure }, other] = [commit('name', 'Ministerium'), commit('note', 'Vermerk')];
    const template = parseRecord(log.at(-1)!);
    const data = { name: { '#': digest }, note: { '#': other.digest } };
    const withSeals = writeRecord({ ...template, rev: template.rev + 1, data });
    const records = [...log, withSeals];
    const entries = records.map((record): BundleEntry =>
      record === withSeals ? { record, disclosures: [] } : { record },
    );
    const text = await bundleOf(entries, [await checkpointOf(records)]);
    const [one, two] = [`#opening ${disclosure}\n`, `#opening ${other.disclosure}\n`];
    const behind = (...openings: readonly string[]) => text.replace(/(?=#sum .*\n$)/, () => openings.join(''));
    const before = log.at(-1)!;
    expect(govlog(behind(one, two))).toMatchObject({ status: 0, said: [{ opened: 2 }] });
    for (const wrong of [
      behind(one, one),
      behind(one, two, one),
      text + one,
      behind(one) + one,
      text.replace(`${before}\n`, () => `${before}\n${one}`),
    ]) {
      expect(govlog(wrong)).toMatchObject({ status: 1, stderr: expect.stringContaining('for an opening') });
      const { push, end } = verifier({ policy: policies.alone });
      push(Buffer.from(wrong));
      expect(end().counts).toHaveProperty('OPENING_MISMATCH');
    }
  });

  it('takes no opening behind what is omitted, nor behind the sums in the midst of a file', async () => {
    const { digest, disclosure } = commit('name', 'Ministerium');
    const seal = (record: string) => writeRecord({ ...parseRecord(record), data: { name: { '#': digest } } });
    const opening = `#opening ${disclosure}\n`;
    const many = Array.from({ length: 300 }, (_, at) => (at === 255 ? seal(log[0]!) : log[0]!));
    const summed = await sealed(many);
    expect(govlog(summed.replace('#sum ', () => `${opening}#sum `))).toMatchObject({
      status: 0,
      said: [{ opened: 1 }],
    });
    expect(govlog(summed.replace(/#sum .*\n/, (sums) => sums + opening))).toMatchObject({ status: 1 });

    const records = [seal(log[0]!), log[1]!];
    const hash = leafHash(records[1]!);
    const manifest = { kind: 'stream', stream: parseRecord(records[0]!).stream } as const;
    const [first, checkpoints] = [{ record: records[0]! }, [await checkpointOf(records)]];
    const part = await bundleOf([first, { level: 0, hash }], checkpoints, manifest);
    expect(govlog(part.replace('#proof ', () => `${opening}#proof `))).toMatchObject({
      status: 0,
      said: [{ opened: 1 }],
    });
    expect(govlog(part.replace(/#proof .*\n/, (proof) => proof + opening))).toMatchObject({ status: 1 });
  });

  it('takes no name that is as long as a record', async () => {
    const named = (length: number) =>
      sealed([log[0]!.replace(/"stream":"[^"]*"/, `"stream":"${'ü'.repeat(length)}"`), ...log.slice(1)]);
    expect(govlog(await named(128))).toMatchObject({ status: 0 });
    expect(govlog(await named(129))).toMatchObject({ status: 1, stderr: expect.stringContaining('over the limit') });
  });

  it('takes sums in their places only', async () => {
    const text = await sealed(log);
    const [, digits = ''] = /\n#sum (\w+)\n$/.exec(text) ?? [];
    const early = text.replace(`#sum ${digits}\n`, `#sum ${digits.slice(8 * 60)}\n`).split('\n');
    const place = early.indexOf(log[60]!);
    const split = early.toSpliced(place, 0, `#sum ${digits.slice(0, 8 * 60)}`).join('\n');
    expect(govlog(split)).toMatchObject({ status: 1, stderr: expect.stringContaining('before record 60') });
    expect(govlog(`${text}#sum \n`)).toMatchObject({ status: 1 });
  });

  it('takes checkpoints in their order only', async () => {
    const [text, last] = [await sealed(log), await checkpointOf(log)];
    const earlier = await checkpointOf(log.slice(0, 20));
    const again = await checkpointOf(log, { signer: keys.other });
    for (const right of [
      [earlier, last],
      [earlier, again, last],
      [last, again],
    ])
      expect(govlog(headed(text, ...right))).toMatchObject({ status: 0 });
    for (const wrong of [
      [last, earlier, last],
      [last, earlier],
      [earlier, earlier, last],
      [last, again, last],
    ])
      expect(govlog(headed(text, ...wrong))).toMatchObject({ status: 1 });
  });

  it('tells what was changed', async () => {
    const text = await sealed(log);
    const lines = text.split('\n');
    const line = lines.indexOf(log[40]!);
    expect(govlog(text.replace('BMVg', 'BMVG')).status).toBe(1);
    const swapped = govlog(lines.with(line, log[40]!.replace('"sv":1', '"sv":2')).join('\n'));
    expect(swapped).toMatchObject({ status: 1, stderr: expect.stringContaining('record 40 was changed') });
    for (const broken of [
      '',
      'x\n',
      lines.toSpliced(line, 1).join('\n'),
      lines.toSpliced(line, 0, '#x').join('\n'),
      text.slice(0, -1),
    ])
      expect(govlog(broken)).toMatchObject({ status: 1, stderr: expect.stringContaining('not proven') });
  });
});
