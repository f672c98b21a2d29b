import fc from 'fast-check';
import type { Report } from '../apps/auditor/src/verify/report.js';
import { verifier } from '../apps/auditor/src/verify/verifier.js';
import { codes, history, SILENT, verified } from './attacks.support.js';
import { policies, sealed } from './bundle.support.js';
import { exitOf } from '../apps/auditor/src/verify/findings.js';

let log: readonly string[] = [];
beforeAll(async () => {
  ({ log } = await history());
});

interface Line {
  /** Place of its first byte in the bundle. */
  readonly start: number;
  readonly text: string;
}
const linesOf = (bundle: string): readonly Line[] => {
  let start = 0;
  return bundle.split('\n').map((text) => {
    const line = { start, text };
    start += Buffer.byteLength(text) + 1;
    return line;
  });
};
const recordsOf = (bundle: string): readonly Line[] => linesOf(bundle).filter(({ text }) => text.startsWith('{'));

/** The report on a bundle of which one byte is another one. */
const reportAfter = (bundle: Buffer, at: number, change: number): Report => {
  const changed = Buffer.from(bundle);
  changed[at]! ^= change;
  const { push, end } = verifier({ policy: policies.alone });
  push(changed);
  return end();
};

/** Ends with 1 and names the record. */
const isNamed = (report: Report, index: number): boolean =>
  report.exit === 1 && report.findings.some((finding) => finding.index === BigInt(index));

describe('one changed byte', () => {
  it('is found at every place of a small bundle; in a record it breaks the integrity and names the record', async () => {
    const [matter] = recordsOf(await sealed(log)).filter(({ text }) => text.includes('"MatterDrafted"'));
    const resting = log.filter((record) => /"stream":"ministry-(BMDS|BKAmt)"|"type":"BodyEstablished"/.test(record));
    const small = [...resting, matter!.text];
    const text = await sealed(small);
    expect(verified(text)).toMatchObject({ exit: 0, records: small.length });
    const bundle = Buffer.from(text);
    const unseen: number[] = [];
    const owner = new Map<number, number>();
    for (const [index, { start, text: record }] of recordsOf(text).entries())
      for (let at = start; at < start + Buffer.byteLength(record); at += 1) owner.set(at, index);
    for (let at = 0; at < bundle.length; at += 1) {
      const report = reportAfter(bundle, at, 1 << (at % 8));
      const index = owner.get(at);
      if (index === undefined ? report.exit === 0 : !isNamed(report, index)) unseen.push(at);
    }
    expect(unseen).toEqual([]);
    expect(owner.size).toBeGreaterThan(3_000);
  }, 120_000);

  it('is found in every record of a whole log, and the record named', async () => {
    const text = await sealed(log);
    const bundle = Buffer.from(text);
    for (const [index, { start, text: record }] of recordsOf(text).entries())
      expect([index, isNamed(reportAfter(bundle, start + ((index * 131) % record.length), 1), index)]).toEqual([
        index,
        true,
      ]);
  }, 120_000);

  it('is found wherever it lies, whatever it becomes', async () => {
    const text = await sealed(log);
    const [bundle, records] = [Buffer.from(text), recordsOf(text)];
    const place = fc
      .nat({ max: records.length - 1 })
      .chain((index) => fc.tuple(fc.constant(index), fc.nat({ max: Buffer.byteLength(records[index]!.text) - 1 })));
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), ([index, offset], change) =>
        isNamed(reportAfter(bundle, records[index]!.start + offset, change), index),
      ),
    );
  }, 120_000);

  it('names the stream and the revision as well where the record can still be read', async () => {
    const text = (await sealed(log)).replace('"title":"Registerportal"', '"title":"Registerportax"');
    const index = log.findIndex((record) => record.includes('"MatterDrafted"'));
    expect(verified(text).findings).toContainEqual(
      expect.objectContaining({
        code: 'RECORD_CHANGED',
        index: BigInt(index),
        stream: `matter-${SILENT}`,
        revision: 0,
      }),
    );
  });
});

describe('an attack on the file alone', () => {
  const edits: readonly (readonly [string, string, (records: readonly string[]) => readonly string[]])[] = [
    ['a record deleted in the middle', 'RECORD_CHANGED', (lines) => lines.toSpliced(40, 1)],
    ['a record inserted', 'ID_REPEATED', (lines) => lines.toSpliced(40, 0, lines[39]!)],
    ['records in another order', 'RECORD_CHANGED', (lines) => lines.with(40, lines[41]!).with(41, lines[40]!)],
    ['the tail cut off', 'SIZE_MISMATCH', (lines) => lines.slice(0, -3)],
    ['an empty line', 'LINE_UNKNOWN', (lines) => lines.toSpliced(40, 0, '')],
    ['a line that is nothing', 'LINE_UNKNOWN', (lines) => lines.toSpliced(40, 0, 'Hallo')],
    ['a line without end', 'LINE_TOO_LONG', (lines) => lines.with(40, `{${'x'.repeat(200_000)}`)],
    ['a subtree that stands askew', 'LINE_UNKNOWN', (lines) => lines.toSpliced(40, 0, `#proof 60 ${'0'.repeat(64)}`)],
    ['more than was signed', 'SIZE_MISMATCH', (lines) => [...lines.slice(0, -1), ...lines.slice(20, 60), '']],
    ['the last newline missing', 'CUT_OFF', (lines) => lines.slice(0, -1)],
    ['bytes that are no text', 'RECORD_MALFORMED', (lines) => lines.with(40, '{\u0000}')],
  ];
  it.each(edits)('is found: %s', async (_, code, edit) => {
    const report = verified(edit((await sealed(log)).split('\n')).join('\n'));
    expect(report.exit).toBe(1);
    expect(codes(report)).toContain(code);
  });

  it('that gives names as long as records is found before they are kept', async () => {
    const named = log[40]!.replace(/"stream":"[^"]*"/, `"stream":"${'x'.repeat(60_000)}"`);
    const report = verified(await sealed(log.with(40, named)));
    expect(report).toMatchObject({ exit: 1, counts: { RECORD_MALFORMED: 1 } });
    expect(report.findings).toContainEqual({ code: 'RECORD_MALFORMED', index: 40n, found: 'TOO_LONG record.stream' });
  });

  it('that leaves no bundle behind is told as unreadable', async () => {
    const text = await sealed(log);
    for (const nothing of ['', '\n', 'Hallo\n', text.replace('#govlog 1', '#govlog 2'), `${'x'.repeat(100_000)}\n`])
      expect(verified(nothing)).toMatchObject({ exit: 4, counts: { NOT_A_BUNDLE: 1 } });
  });
});

describe('an attacker who also corrects the sums, which prove nothing', () => {
  /** The records under the signature of the true log. */
  const under = async (records: readonly string[]): Promise<Report> => {
    const [genuine, attacked] = [await sealed(log), await sealed(records)];
    return verified(genuine.slice(0, genuine.indexOf('\n{') + 1) + attacked.slice(attacked.indexOf('\n{') + 1));
  };
  const vote = () => log.findIndex((record) => record.includes('"type":"VoteCast"'));

  it.each<readonly [string, () => readonly string[]]>([
    ['changed a record', () => log.with(vote(), log[vote()]!.replace('"CONSENT"', '"OBJECTION"'))],
    ['put two in another order', () => log.with(vote(), log[vote() + 1]!).with(vote() + 1, log[vote()]!)],
    ['put one in the place of another', () => log.with(3, log[4]!)],
  ])('has the root against him where he %s', async (_, attack) => {
    const report = await under(attack());
    expect(report.exit).toBe(1);
    expect(codes(report)).toContain('ROOT_MISMATCH');
    expect(codes(report)).not.toContain('RECORD_CHANGED');
  });

  it('has the size against him where he left one out', async () => {
    const report = await under(log.toSpliced(vote(), 1));
    expect(report.exit).toBe(1);
    expect(codes(report)).toContain('SIZE_MISMATCH');
  });
});

it('what cannot be read outweighs what is broken, that what is open, and that what deviates', async () => {
  const broken = (await sealed(log)).replace('"CONSENT"', '"OBJECTION"');
  expect(verified(broken, 'nonsense').exit).toBe(4);
  expect(verified(broken, policies.witnessed).exit).toBe(1);
  expect(verified(await sealed(log), policies.witnessed).exit).toBe(3);
  expect(
    (['POLICY_UNREADABLE', 'ROOT_MISMATCH', 'QUORUM_MISSING', 'DECISION_DEVIATES'] as const).map((_, from, all) =>
      exitOf(all.slice(from)),
    ),
  ).toEqual([4, 1, 3, 2]);
});
