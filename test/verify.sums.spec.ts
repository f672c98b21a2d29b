import { type BundleEntry, cover, leafHash, leafOf, type Manifest, treeBuilder } from '#evidence';
import { verified } from './attacks.support.js';
import { bundleOf, checkpointOf } from './bundle.support.js';
import { announced } from './log.support.js';

const log = Array.from({ length: 600 }, (_, revision) => announced(revision, `key ${revision}`).record);
const nodes = new Map<string, string>();
const tree = treeBuilder(undefined, (level, index, hash) => nodes.set(`${level} ${index}`, hash.toString('hex')));
for (const record of log) tree.push(leafOf(Buffer.from(record)));

type Part = 'shown' | 'withheld' | 'omitted';

/** A bundle in which each record is shown, withheld or omitted. */
async function bundle(manifest: Manifest, partOf: (index: number) => Part): Promise<string> {
  const entries: BundleEntry[] = [];
  let next = 0n;
  const omitTo = (end: number) => {
    for (const { level, index } of cover(next, BigInt(end)))
      entries.push({ level, hash: nodes.get(`${level} ${index}`)! });
    next = BigInt(end) + 1n;
  };
  for (const [index, record] of log.entries()) {
    const part = partOf(index);
    if (part === 'omitted') continue;
    omitTo(index);
    entries.push(part === 'shown' ? { record } : { withheld: leafHash(record) });
  }
  omitTo(log.length);
  return bundleOf(entries, [await checkpointOf(log)], manifest);
}

const bundles: readonly (readonly [string, () => Promise<string>])[] = [
  ['of all records', () => bundle({ kind: 'log' }, () => 'shown')],
  ['with withheld records', () => bundle({ kind: 'log' }, (index) => (index % 3 === 1 ? 'withheld' : 'shown'))],
  [
    'of a range',
    () =>
      bundle({ kind: 'range', from: 100n, to: 500n }, (index) => (index >= 100 && index < 500 ? 'shown' : 'omitted')),
  ],
  [
    'of a stream',
    () => bundle({ kind: 'stream', stream: 'log-keys' }, (index) => (index % 2 === 1 ? 'omitted' : 'shown')),
  ],
];

const isLeaf = (line: string): boolean => /^[{-]/.test(line);
const digitsOf = (line: string): string => (line.startsWith('-') ? line.slice(1) : leafHash(line)).slice(0, 8);

/** The same bundle with a line of sums after so many leaves, and at the end. */
function summedAfter(count: number, text: string): string {
  let digits: string[] = [];
  const take = (): string[] => {
    const line = digits.length > 0 ? [`#sum ${digits.join('')}`] : [];
    digits = [];
    return line;
  };
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#sum '));
  const summed = lines.flatMap((line) => {
    if (isLeaf(line)) digits.push(digitsOf(line));
    return digits.length === count ? [line, ...take()] : [line];
  });
  return [...summed, ...take(), ''].join('\n');
}

/** Puts a line in the place of another, and takes it away where it was. */
const moved = (lines: readonly string[], from: number, to: number): string =>
  lines.toSpliced(from, 1).toSpliced(to, 0, lines[from]!).join('\n');

describe.each(bundles)('the sums in a bundle %s', (_, made) => {
  it('stand after every 256 leaves, of those that are there, and at the end', async () => {
    const text = await made();
    expect(text.match(/^#sum /gm)!.length).toBeGreaterThan(1);
    expect(summedAfter(256, text)).toBe(text);
    expect(verified(text)).toMatchObject({ exit: 0, findings: [] });
  });

  it.each([1, 100, 255])('are out of place after %d', async (count) => {
    const report = verified(summedAfter(count, await made()));
    expect(report.exit).toBe(1);
    expect(Object.keys(report.counts)).toEqual(['LINE_UNKNOWN']);
    expect(report.findings[0]).toMatchObject({ code: 'LINE_UNKNOWN', found: '#sum' });
  });

  it('are missed after 256', async () => {
    const report = verified(summedAfter(257, await made()));
    expect(report.exit).toBe(1);
    expect(report.findings[0]).toMatchObject({ code: 'LINE_UNKNOWN', expected: '#sum' });
  });
});

it('an early line of sums is named by the index of what follows', async () => {
  const report = verified(summedAfter(200, await bundle({ kind: 'log' }, () => 'shown')));
  expect(report.findings).toEqual([
    { code: 'LINE_UNKNOWN', index: 200n, found: '#sum' },
    { code: 'LINE_UNKNOWN', index: 400n, found: '#sum' },
  ]);
});

describe('a line of sums beside omitted leaves', () => {
  it('is the last line where it is not full', async () => {
    const lines = (await bundles[2]![1]()).split('\n');
    const end = lines.findLastIndex(isLeaf) + 1;
    expect(lines[end]).toMatch(/^#proof /);
    const report = verified(moved(lines, lines.length - 2, end));
    expect(report.findings).toEqual([{ code: 'LINE_UNKNOWN', index: 500n, found: '#sum' }]);
  });

  it('stands before them where it is full', async () => {
    const lines = (await bundles[3]![1]()).split('\n');
    const full = lines.findIndex((line) => line.startsWith('#sum '));
    expect(lines[full + 1]).toMatch(/^#proof /);
    const report = verified(moved(lines, full, full + 1));
    expect(report.findings).toContainEqual({ code: 'LINE_UNKNOWN', index: 511n, expected: '#sum' });
  });
});
