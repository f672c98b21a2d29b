import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  bodyLine,
  type BundleEntry,
  checkpointText,
  cover,
  generateSkey,
  headReader,
  leafHash,
  leafOf,
  lineCutter,
  type Manifest,
  noteParts,
  parseSkey,
  prunedTree,
  sealData,
  signNote,
  treeBuilder,
  writeBundle,
  writeRecord,
} from '#evidence';
import { codeOf } from '../../test/code-of.js';

const ORIGIN = 'log.example/beschlussbuch';
const signer = parseSkey(generateSkey(ORIGIN));

const record = (index: number, data: object = { text: `ä ${index}` }): string =>
  writeRecord({
    ...{ v: 1, id: randomUUID(), stream: 'matter-1', rev: index, type: 'Noted', sv: 1 },
    at: '2027-01-11T08:00:00.000Z',
    by: { org: 'DA', role: 'SEC', sub: 'p-1' },
    ...{ cmd: { id: randomUUID(), sha256: '0'.repeat(64) }, after: [], data },
  });

const records = Array.from({ length: 600 }, (_, index) => record(index));

/** A log of some records with its checkpoint and every complete subtree. */
async function logOf(texts: readonly string[]) {
  const nodes = new Map<string, string>();
  const tree = treeBuilder(undefined, (level, index, hash) => nodes.set(`${level} ${index}`, hash.toString('hex')));
  for (const text of texts) tree.push(leafOf(Buffer.from(text)));
  const checkpoint = await signNote(checkpointText({ origin: ORIGIN, size: tree.size, root: tree.root() }), [signer]);
  return { checkpoint, node: (level: number, index: bigint) => nodes.get(`${level} ${index}`) ?? '' };
}

async function written(manifest: Manifest, checkpoint: string, entries: readonly BundleEntry[]): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of writeBundle({ manifest, checkpoints: [checkpoint] }, entries)) pieces.push(piece);
  return pieces.join('');
}

describe('a bundle', () => {
  it('is written as it is read: of a log of any length one record is there at a time', async () => {
    const { checkpoint } = await logOf(records);
    let [read, pieces] = [0, 0];
    function* source(): Generator<BundleEntry> {
      for (const text of records) {
        read += 1;
        yield { record: text };
      }
    }
    for await (const piece of writeBundle({ manifest: { kind: 'log' }, checkpoints: [checkpoint] }, source())) {
      expect(read).toBe(Math.min(pieces, records.length));
      expect(piece.length).toBeLessThan(5_000);
      pieces += 1;
    }
    expect(read).toBe(records.length);
  });

  it('has the same bytes for the same log, and holds every record verbatim', async () => {
    const { checkpoint } = await logOf(records);
    const entries = records.map((text) => ({ record: text }));
    const text = await written({ kind: 'log' }, checkpoint, entries);
    expect(await written({ kind: 'log' }, checkpoint, entries)).toBe(text);
    const lines = text.split('\n');
    expect(lines.filter((line) => line.startsWith('{'))).toEqual(records);
    expect(lines.filter((line) => line.startsWith('#sum '))).toHaveLength(3);
    expect(text.endsWith('\n')).toBe(true);
  });

  it('shows a part of a log under the root of the whole', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(199), { maxLength: 20 }),
        fc.integer({ min: 1, max: 200 }),
        async (wanted, size) => {
          const log = records.slice(0, size);
          const { checkpoint, node } = await logOf(log);
          const shown = wanted.filter((index) => index < size).sort((a, b) => a - b);
          const entries: BundleEntry[] = [];
          let at = 0n;
          for (const index of [...shown, size]) {
            for (const gap of cover(at, BigInt(index)))
              entries.push({ level: gap.level, hash: node(gap.level, gap.index) });
            if (index < size) entries.push({ record: log[index] ?? '' });
            at = BigInt(index) + 1n;
          }
          const text = await written({ kind: 'stream', stream: 'matter-1' }, checkpoint, entries);
          expect(text.split('\n').filter((line) => line.startsWith('{'))).toHaveLength(shown.length);
        },
      ),
      { numRuns: 40 },
    ));

  it('is refused at its end when the records are not those of the checkpoint', async () => {
    const { checkpoint } = await logOf(records);
    const entries = records.map((text) => ({ record: text }));
    for (const wrong of [entries.slice(1), entries.toReversed(), [...entries, { record: record(600) }]])
      await expect(written({ kind: 'log' }, checkpoint, wrong)).rejects.toThrow(/not the tree/);
  });

  it('opens values in the order in which their seals stand in the record', async () => {
    const { data, disclosures } = sealData({ a: 'eins', b: 'zwei' }, ['a', 'b']);
    const sealed = record(0, data);
    const { checkpoint } = await logOf([sealed]);
    const [one = '', two = ''] = disclosures.map(({ disclosure }) => disclosure);
    const text = await written({ kind: 'log' }, checkpoint, [{ record: sealed, disclosures: [two, one] }]);
    expect(text).toContain(`\n${sealed}\n#opening ${one}\n#opening ${two}\n#sum ${leafHash(sealed).slice(0, 8)}\n`);
    const foreign = sealData({ a: 'drei' }, ['a']).disclosures.map(({ disclosure }) => disclosure);
    const wrong = written({ kind: 'log' }, checkpoint, [{ record: sealed, disclosures: foreign }]);
    await expect(wrong).rejects.toThrow(/does not belong/);
  });
});

describe('the head of a bundle', () => {
  const read = (text: string) => {
    const reader = headReader();
    const lines = text.split('\n').map((line) => Buffer.from(line));
    const body = lines.findIndex((line) => !reader.take(line));
    return { ...reader.head(), body };
  };

  it('comes back as it was written', async () => {
    const { checkpoint } = await logOf(records.slice(0, 3));
    const checkpoints = [(await logOf(records.slice(0, 2))).checkpoint, checkpoint];
    const manifests: Manifest[] = [
      { kind: 'log' },
      { kind: 'range', from: 1n, to: 2n ** 61n },
      { kind: 'stream', stream: 'agreement-1' },
    ];
    for (const manifest of manifests) {
      const lines: string[] = [];
      const writing = writeBundle({ manifest, checkpoints }, []);
      lines.push((await writing.next()).value as string);
      expect(read(`${lines.join('')}{}`)).toMatchObject({ manifest, checkpoints });
    }
  });

  it('has several checkpoints of one tree, none twice, and none of a smaller tree than the one before', async () => {
    const [two, three] = [(await logOf(records.slice(0, 2))).checkpoint, (await logOf(records.slice(0, 3))).checkpoint];
    const again = await signNote(noteParts(three).text, [parseSkey(generateSkey(ORIGIN))]);
    const lines = (note: string) => `#checkpoint\n${note.replace(/^(?=.|\n)/gm, '#|')}`;
    const head = (...notes: readonly string[]) => `#govlog 1\n#manifest {"kind":"log"}\n${notes.map(lines).join('')}{`;
    const firstPiece = (...checkpoints: readonly string[]) =>
      writeBundle({ manifest: { kind: 'log' }, checkpoints }, []).next();
    for (const right of [[two, three, again], [again, three], [two]]) {
      expect(read(head(...right)).checkpoints).toEqual(right);
      expect((await firstPiece(...right)).value).toBe(head(...right).slice(0, -1));
    }
    for (const wrong of [
      [three, two],
      [two, two],
      [three, again, three],
      [two, three, two, three],
    ]) {
      expect(codeOf(() => read(head(...wrong)))).toBe('MALFORMED_BUNDLE');
      await expect(firstPiece(...wrong)).rejects.toThrow(/checkpoint/);
    }
  });

  it.each([
    ['another first line', '#govlog 2\n#manifest {"kind":"log"}\n#checkpoint\n#|a\n{'],
    ['no manifest', '#govlog 1\n#checkpoint\n#|a\n{'],
    ['an unknown kind', '#govlog 1\n#manifest {"kind":"matter"}\n#checkpoint\n#|a\n{'],
    ['a manifest that is not canonical', '#govlog 1\n#manifest {"kind": "log"}\n#checkpoint\n#|a\n{'],
    ['a manifest that says too much', '#govlog 1\n#manifest {"kind":"log","x":1}\n#checkpoint\n#|a\n{'],
    ['an empty range', '#govlog 1\n#manifest {"from":"3","kind":"range","to":"3"}\n#checkpoint\n#|a\n{'],
    ['no checkpoint', '#govlog 1\n#manifest {"kind":"log"}\n{'],
    ['a note before its checkpoint', '#govlog 1\n#manifest {"kind":"log"}\n#|a\n{'],
  ])('is refused with %s', (_, text) => expect(codeOf(() => read(text))).toBe('MALFORMED_BUNDLE'));
});

describe('a line of the body', () => {
  const hash = 'a'.repeat(64);
  it.each([
    ['{', 'record'],
    [`-${hash}`, 'withheld'],
    [`#proof 61 ${hash}`, 'proof'],
    ['#opening abc-_', 'opening'],
    ['#sum 0123abcd', 'sum'],
    ...['', '-', `-${hash}0`, `-${'A'.repeat(64)}`, `#proof 62 ${hash}`, `#proof 01 ${hash}`, `#proof 1 ${hash} `].map(
      (line) => [line, 'unknown'],
    ),
    ...[
      '#opening ',
      '#opening a=',
      '#sum 0123abc',
      `#sum ${'0'.repeat(2056)}`,
      '#constructor x',
      '#|a',
      ' {}',
      '#sum',
    ].map((line) => [line, 'unknown']),
  ])('%s is %s', (line, is) => expect(bodyLine(Buffer.from(line)).is).toBe(is));
});

describe('lines of a file', () => {
  it('are the same however the bytes arrive', () =>
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 12 })),
        fc.integer({ min: 1, max: 7 }),
        (texts, step) => {
          const lines = texts.map((text) => text.replaceAll('\n', ''));
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const found: (string | undefined)[] = [];
          const cutter = lineCutter(1_000, (line) => found.push(line?.toString()));
          for (let at = 0; at < bytes.length; at += step) cutter.push(bytes.subarray(at, at + step));
          expect(found).toEqual(lines);
          expect(cutter.left()).toBe(0);
        },
      ),
    ));

  it('over the limit are told, and not kept', () => {
    const found: (number | undefined)[] = [];
    const cutter = lineCutter(3, (line) => found.push(line?.length));
    for (const piece of ['ab', 'cd', 'ef', '\nabc\n', 'abcd\n', '\n', 'x']) cutter.push(Buffer.from(piece));
    expect(found).toEqual([undefined, 3, undefined, 0]);
    expect(cutter.left()).toBe(1);
  });
});

describe('a tree of leaves and subtrees', () => {
  it('refuses a subtree where none begins, and an empty tree', () => {
    const tree = prunedTree();
    expect(codeOf(() => tree.root())).toBe('EMPTY_TREE');
    tree.add(0, Buffer.alloc(32));
    expect(codeOf(() => tree.add(1, Buffer.alloc(32)))).toBe('MALFORMED_BUNDLE');
  });
});
